"""What merges keep, forgotten: after thirty days, and at once when somebody concerned is erased."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from leader.shared.audit import forget
from leader.shared.history import changes_of
from leader.shared.personal_data import ERASED, Subject
from leader.shared.personal_data.holding import at_their_address
from members.duplicates.journal import label
from members.models import DuplicatePair, MergeRecord, Person
from members.models.duplicates import UNDOABLE_FOR, Kind

ERASED_PERSON = {"given_name": "", "family_name": ERASED, "email": "", "phone": "", "public_function": ""}


def past_undoing(at: datetime) -> QuerySet[MergeRecord]:
    """Return the merges that cannot be undone any more at ``at``, and still hold what they moved."""
    return MergeRecord.objects.filter(merged_at__lte=at - UNDOABLE_FOR, content__isnull=False)


def forget_old_merges(at: datetime) -> int:
    """Forget what the merges older than thirty days had moved; return how many."""
    return past_undoing(at).update(content=None, removed_name="")


def merged_away(person: int) -> list[int]:
    """Return the numbers under which ``person`` was recorded as well, before a merge."""
    merges = MergeRecord.objects.filter(kind=Kind.PERSON, person=person, undone_at=None)
    return list(merges.values_list("removed_key", flat=True))


def forget_about(whose: Subject) -> None:
    """Forget what merges keep of somebody erased, and empty the history under their other numbers.

    Their words are looked for in the rows that other merges keep. Such a merge cannot be undone any more. A pair
    that they are one of is listed no more: who it was cannot be seen.
    """
    theirs = Q(pk__in=[])
    if whose.person:
        theirs |= Q(kind=Kind.PERSON, person=whose.person)
        past: Any = changes_of(Person)._default_manager.filter(pgh_obj__in=merged_away(whose.person))
        forget(past, **ERASED_PERSON)
        DuplicatePair.objects.filter(Q(person=whose.person) | Q(other_person=whose.person)).delete()
    _forget_deleted(whose)
    if whose.pattern:
        theirs |= whose.named_in("said")
    kept = MergeRecord.objects.filter(content__isnull=False).annotate(said=Cast("content", TextField()))
    MergeRecord.objects.filter(pk__in=kept.filter(theirs).values("pk")).update(content=None, removed_name="")


def forget_joined(company: int, is_theirs: Callable[[dict[str, Any]], bool]) -> None:
    """Forget the merges into ``company`` that hold what is erased there, or their undoing brought it back.

    One that was undone holds it as well, until its time is over.
    """
    merges = MergeRecord.objects.filter(Q(company=company) | Q(kind=Kind.COMPANY, removed_key=company))
    kept = merges.filter(content__isnull=False).values_list("pk", "content")
    held = [key for key, content in kept if any(map(is_theirs, (content or {})["acts"]))]
    MergeRecord.objects.filter(pk__in=held).update(content=None, removed_name="")


def _forget_deleted(whose: Subject) -> None:
    """Empty the history of records of theirs that are gone, and were merged into nobody: no key leads there."""
    theirs, changes = at_their_address(Person, "email", whose), changes_of(Person)._default_manager
    if not theirs:
        return
    living = Person.objects.filter(pk=OuterRef("pgh_obj"))
    merged = MergeRecord.objects.filter(kind=Kind.PERSON, removed_key=OuterRef("pgh_obj"), undone_at=None)
    gone = changes.filter(theirs, ~Exists(living), ~Exists(merged))
    forget(changes.filter(pgh_obj__in=gone.values("pgh_obj")), **ERASED_PERSON)


def taken_out(model: type[Model]) -> Iterator[dict[str, Any]]:
    """Yield the rows of ``model`` that an undoing would put back."""
    undoable = MergeRecord.objects.filter(content__isnull=False, undone_at=None)
    for content in undoable.values_list("content", flat=True).iterator():
        acts = (content or {}).get("acts", [])
        yield from (act["row"] for act in acts if act["act"] == "remove" and act["model"] == label(model))
