"""The share of the site is destroyed once nobody can contest any more: then nobody can open a ballot, ever.

What was destroyed is noted in a file beside the database as well, by the digest of its public key: a backup that
holds such a share still is recognised when it is put back.
"""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections import incidents
from elections.crypto.hashing import sha_hex
from elections.holding import hold
from elections.models import Election, Incident, KeyCeremony

log = logging.getLogger("leader.security")
State = Election.State
DAY = timedelta(days=1)


def with_a_share() -> Any:
    """Return the ceremonies of which the share of the site is still there."""
    return KeyCeremony.objects.exclude(server_share="")


def due(at: datetime) -> Any:
    """Return those whose share is to be destroyed: proclaimed, or void, and the time to contest is over.

    One that was given up made no ballot: its share goes at once.
    """
    days = F("election__contest_days") * DAY
    rows = with_a_share().annotate(
        contested_until=ExpressionWrapper(F("election__proclaimed_at") + days, output_field=DateTimeField()),
        void_until=ExpressionWrapper(F("election__held_on") + days, output_field=DateTimeField()),
    )
    proclaimed = Q(election__state=State.PROCLAIMED, contested_until__lte=at)
    void = Q(election__state=State.VOID, void_until__lte=at)
    return rows.filter(proclaimed | void | Q(given_up_at__isnull=False)).order_by("pk")


def day_of(ceremony: KeyCeremony) -> datetime | None:
    """Return when the share of a proclaimed election goes; None before the proclamation."""
    proclaimed: datetime | None = ceremony.election.proclaimed_at
    return proclaimed + ceremony.election.contest_days * DAY if proclaimed else None


def run(*, at: datetime) -> int:
    """Destroy what is due, and tell of what is back; return how many were destroyed."""
    for ceremony in returned():
        _tell_of(ceremony)
    keys = list(due(at).values_list("pk", flat=True))
    return sum(_destroy(key, at) for key in keys)


@transaction.atomic
def _destroy(key: int, at: datetime) -> bool:
    hold(KeyCeremony.objects.get(pk=key).election)
    ceremony = due(at).filter(pk=key).first()
    if ceremony is None:
        return False
    ceremony.server_share, ceremony.share_destroyed_at = "", at
    ceremony.save(update_fields=["server_share", "share_destroyed_at"])
    transaction.on_commit(lambda: _note(ceremony, at))
    return True


def returned() -> list[KeyCeremony]:
    """Return the ceremonies whose share is there although it was destroyed: a backup was put back."""
    noted = _noted()
    return [one for one in with_a_share().select_related("election") if _digest(one) in noted] if noted else []


@transaction.atomic
def _tell_of(ceremony: KeyCeremony) -> None:
    """Write down, once, that a destroyed share is back."""
    on = date_format(timezone.localtime(_noted()[_digest(ceremony)]))
    said = _("The site's share of the key, destroyed on %(day)s, is back: a backup was put back.") % {"day": on}
    election = hold(ceremony.election)
    if not Incident.objects.filter(election=election, text=said).exists():
        log.error("the destroyed share of the key of election %s is back", election.pk)
        incidents.record(election, said)


def file() -> Path:
    """Return the list beside the database."""
    return Path(settings.DATA_FOLDER) / "destroyed_shares.jsonl"


def _digest(ceremony: KeyCeremony) -> str:
    return sha_hex(ceremony.server_key)


def _noted() -> dict[str, datetime]:
    if not file().exists():
        return {}
    lines = [json.loads(line) for line in file().read_text().splitlines() if line.strip()]
    return {line["key"]: datetime.fromisoformat(line["at"]) for line in lines}


def _note(ceremony: KeyCeremony, at: datetime) -> None:
    if _digest(ceremony) in _noted():
        return
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("a") as out:
        out.write(json.dumps({"key": _digest(ceremony), "at": at.isoformat()}) + "\n")
