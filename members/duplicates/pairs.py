"""What is said of pairs: two different records, remembered; and what a merge makes of pairs."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from members.duplicates.journal import Journal, read
from members.models import DuplicatePair, User
from members.models.duplicates import MODELS, Kind, Reason


class ChangedError(Exception):
    """Somebody has decided about this pair, or changed one of its records, since it was read."""


def names_of(kind: str) -> tuple[str, str]:
    """Return the names of the two keys of a pair of ``kind``."""
    return (kind, f"other_{kind}")


def name_pair(kind: str, one: int, other: int, *, at: datetime) -> DuplicatePair:
    """Return the pair of two records, listed now, and until it is decided, where no search had found it.

    Raise ChangedError when one of them is no more.
    """
    records = MODELS[kind]._base_manager.filter(pk__in=[one, other]).order_by("pk")
    ends = dict(zip(names_of(kind), records, strict=False))
    if len(ends) != 2:
        raise ChangedError
    said = {"kind": kind, "score": 100, "reasons": [Reason.NAMED], "found_at": at}
    try:
        with transaction.atomic():
            return DuplicatePair.objects.get_or_create(**ends, defaults=said)[0]
    except IntegrityError as error:  # merged with another at this moment
        raise ChangedError from error


@transaction.atomic
def tell_apart(pk: int, *, by: User, at: datetime, version: int, distinct: bool = True) -> DuplicatePair:
    """Remember that the two records of a pair are (``distinct``) no duplicate, or open the pair again."""
    pair = DuplicatePair.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if pair is None or pair.version != version:
        raise ChangedError
    pair.state = DuplicatePair.State.DISTINCT if distinct else DuplicatePair.State.OPEN
    pair.decided_by, pair.decided_at = by, at
    pair.save()
    return pair


def settle_pairs(kind: str, removed: int, kept: int, journal: Journal) -> None:
    """Take out the pairs of the removed record; what was told apart from it is told apart from the kept one."""
    one, other = names_of(kind)
    rows = DuplicatePair.objects.filter(Q(**{one: removed}) | Q(**{other: removed})).order_by("pk")
    for pair in list(rows.select_for_update(no_key=True, of=("self",))):
        stored = read(DuplicatePair, pair.pk)
        journal.remove(DuplicatePair, pair.pk)
        third = (set(_keys(pair, kind)) - {removed}).pop()
        ends = dict(zip((f"{one}_id", f"{other}_id"), sorted((third, kept)), strict=True))
        known = DuplicatePair.objects.filter(**ends).exists()
        if third != kept and pair.state == DuplicatePair.State.DISTINCT and not known:
            del stored["id"]
            journal.add(DuplicatePair, {**stored, **ends})


def _keys(pair: DuplicatePair, kind: str) -> tuple[Any, Any]:
    return (
        (pair.company_id, pair.other_company_id)
        if kind == Kind.COMPANY
        else (pair.person_id, pair.other_person_id)
    )
