"""What hangs on the kept record only since a merge: no act of the journal knows it, a person says whose it is."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from leader.shared.history import changes_of, is_tracked
from members.duplicates.following import RefusedError
from members.duplicates.journal import is_said, label, write
from members.duplicates.relations import keys_to
from members.models import DuplicatePair, Membership, MergeRecord
from members.models.duplicates import MODELS

EACH_BY_ITSELF = 20  # rows of one key; more go together, or a page would never end

# A pair is about the kept record as it was read, and a later merge has a journal of its own.
STAY = {DuplicatePair, MergeRecord}


@dataclass(frozen=True)
class Added:
    """A row that hangs by ``key`` on the kept record since the merge; or many, which go together."""

    key: Any
    rows: list[Any]
    said: str
    at: datetime

    @property
    def name(self) -> str:
        """Return what tells it from the others, today and when the page comes back.

        Of many it says which: one more that nobody has read is not what was decided.
        """
        which = self.rows[0] if len(self.rows) == 1 else f"{len(self.rows)}-{_digest(self.rows)}"
        return f"{self.key.model._meta.label}.{self.key.name}.{which}"

    def said_now(self) -> str:
        """Return the same as ``said`` of the row as it stands by now: it names the record on which it hangs."""
        row = self.key.model._base_manager.filter(pk=self.rows[0]).first() if len(self.rows) == 1 else None
        return _said(self.key, row) if row else self.said

    @property
    def is_membership(self) -> bool:
        """Tell whether it decides who is a member."""
        return self.key.model is Membership


def _digest(keys: list[Any]) -> str:
    return hashlib.sha256(" ".join(map(str, keys)).encode()).hexdigest()[:12]


class UndecidedError(Exception):
    """Something was added of which nobody has said where it belongs."""


class HinderedError(RefusedError):
    """What was added (``name``) cannot go to the other record."""

    def __init__(self, message: object, name: str) -> None:
        super().__init__(message)
        self.name = name


def added_since(record: MergeRecord) -> list[Added]:
    """Return what hangs on the kept record of a merge that hung nowhere on it when the merge was done."""
    kept, since, acts = (record.content or {}).get("kept"), _moment(record), _acts_of_later_merges(record)
    keys = [key for key in keys_to(MODELS[record.kind]) if key.model not in STAY and is_tracked(key.model)]
    return [added for key in keys for added in _by(key, kept, since, set(_brought(key, kept, acts)))]


def _acts_of_later_merges(record: MergeRecord) -> list[dict[str, Any]]:
    """Return what later merges into the same record did: what one brought goes with its own undoing."""
    kept = (record.content or {}).get("kept")
    later = MergeRecord.objects.filter(kind=record.kind, pk__gt=record.pk, undone_at=None, content__kept=kept)
    return [act for content in later.values_list("content", flat=True) for act in (content or {})["acts"]]


def _brought(key: Any, kept: Any, acts: list[dict[str, Any]]) -> Iterator[Any]:
    """Yield the rows that ``acts`` let hang by ``key`` on the kept record."""
    for act in acts:
        if act["model"] == label(key.model):
            if act["act"] == "change" and act["after"].get(key.column) == kept:
                yield from act["keys"]
            elif act["act"] == "add":
                yield act["key"]


def _moment(record: MergeRecord) -> datetime:
    """Return when the merge had done its last act, by the clock of the database, as its history tells."""
    written: Any = changes_of(MergeRecord)._default_manager.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    return written.values_list("pgh_created_at", flat=True).first() or record.merged_at


def _by(key: Any, kept: Any, since: datetime, brought: set[Any]) -> Iterator[Added]:
    changes: Any = changes_of(key.model)._default_manager.filter(pgh_obj_id=OuterRef("pk"), **{key.attname: kept})
    later = changes.filter(pgh_created_at__gt=since).order_by("pgh_id").values("pgh_created_at")[:1]
    found: QuerySet[Any] = (
        key.model._base_manager.filter(**{key.attname: kept})
        .annotate(hung_at=later)
        .filter(~Exists(changes.filter(pgh_created_at__lte=since)), hung_at__isnull=False)
        .exclude(pk__in=brought)
        .order_by("pk")
    )
    shown = [f.name for f in key.model._meta.concrete_fields if f.is_relation]
    rows = list(found.select_related(*shown)[: EACH_BY_ITSELF + 1])
    if len(rows) > EACH_BY_ITSELF:
        keys = list(found.values_list("pk", flat=True))
        yield Added(key, keys, f"{_kind(key, plural=True)} – {len(keys)}", rows[0].hung_at)
        return
    for row in rows:
        yield Added(key, [row.pk], _said(key, row), row.hung_at)


def _said(key: Any, row: Any) -> str:
    return f"{_kind(key)} – {row}"


def _kind(key: Any, *, plural: bool = False) -> str:
    """Return what kind of row it is; by which key it hangs there, where that is no matter of course."""
    meta = key.model._meta
    kind = capfirst(str(meta.verbose_name_plural if plural else meta.verbose_name))
    return kind if key.name in MODELS else f"{kind} ({key.verbose_name})"


def hand_over(added: Added, kept: Any, to: Any) -> None:
    """Let what was added hang on ``to``, the record that comes back; raise HinderedError where it cannot."""
    column = added.key.column
    try:
        with transaction.atomic():
            write(added.key.model, added.rows, {column: kept}, {column: to})
    except DatabaseError as error:
        if not is_said(error):
            raise
        said = _("This cannot go there: that record has one like it, or a rule forbids the change. Let it stay.")
        raise HinderedError(said, added.name) from error
