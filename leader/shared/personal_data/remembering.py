"""Who was erased, by key alone: a backup that knows them still is erased again when it is put back.

The list stands in the database and in a file beside it, because a restore replaces the database. It holds keys and
keyed digests of addresses: no name and no address can be read in it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from leader.shared.personal_data.subjects import Subject, digest


class Erasure(models.Model):
    """That somebody was erased, and when; for whoever restores, not for whoever reads."""

    person_key = models.BigIntegerField(_("key of the person"), null=True, blank=True)
    merged_keys = models.JSONField(_("keys merged into it"), default=list)
    digests = models.JSONField(_("digests of the addresses"), default=list)
    erased_at = models.DateTimeField(_("erased at"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_key or '–'} ({self.erased_at:%Y-%m-%d})"


def file() -> Path:
    """Return the list beside the database."""
    return Path(settings.DATA_FOLDER) / "erasures.jsonl"


def remember(subject: Subject, *, at: datetime) -> Erasure:
    """Note the erasure in the database and, once that is sure, in the file."""
    kept = Erasure.objects.create(
        person_key=subject.person, merged_keys=sorted(subject.merged),
        digests=sorted(digest(address) for address in subject.addresses), erased_at=at,
    )  # fmt: skip
    transaction.on_commit(lambda: _write([_told(kept)]))
    return kept


def remembered() -> list[dict[str, Any]]:
    """Return every erasure known to the file or to the present database, the oldest first."""
    known = {json.dumps(entry, sort_keys=True): entry for entry in [*_read(), *_stored()]}
    return sorted(known.values(), key=lambda entry: entry["at"])


def write_down(entries: list[dict[str, Any]]) -> None:
    """Add to the file what it does not hold; before a restore, what the database knows is saved there."""
    known = _read()
    _write([entry for entry in entries if entry not in known])


def _told(kept: Erasure) -> dict[str, Any]:
    told = {"person": kept.person_key, "digests": kept.digests, "at": kept.erased_at.isoformat()}
    return told | ({"merged": kept.merged_keys} if kept.merged_keys else {})


def _stored() -> list[dict[str, Any]]:
    if Erasure._meta.db_table not in connection.introspection.table_names():
        return []
    return [_told(kept) for kept in Erasure.objects.all()]


def _read() -> list[dict[str, Any]]:
    if not file().exists():
        return []
    return [json.loads(line) for line in file().read_text().splitlines() if line.strip()]


def _write(entries: list[dict[str, Any]]) -> None:
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("a") as out:
        out.writelines(json.dumps(entry) + "\n" for entry in entries)
