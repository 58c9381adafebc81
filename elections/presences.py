"""Who is in the room, where an online vote is for those who are."""

from collections.abc import Iterable

from django.db import transaction

from elections.holding import hold
from elections.models import Election, Presence, RollEntry

STATES = (Election.State.SEALED, Election.State.OPEN)


@transaction.atomic
def record(election: Election, entries: Iterable[int]) -> None:
    """Record which companies are present: those of ``entries`` are, the others are not."""
    locked = hold(election, *STATES)
    wanted = set(RollEntry.objects.filter(election=locked, pk__in=set(entries)).values_list("pk", flat=True))
    there = Presence.objects.filter(roll_entry__election=locked)
    there.exclude(pk__in=wanted).delete()
    known = set(there.values_list("pk", flat=True))
    Presence.objects.bulk_create(Presence(roll_entry_id=key) for key in sorted(wanted - known))
