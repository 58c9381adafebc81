"""Who is in the room: they count for the quorum, and only they vote online where nobody votes from afar."""

from collections.abc import Iterable

from django.db import transaction

from elections import sheets
from elections.holding import hold
from elections.models import Election, Presence, RollEntry

STATES = (Election.State.SEALED, Election.State.OPEN)


@transaction.atomic
def record(election: Election, entries: Iterable[int], *, shown: set[int] | None = None) -> None:
    """Record which companies are present: those of ``entries`` are, the others are not.

    ``shown``: those that were ticked on the sheet before; then only what differs from it changes.
    """
    locked = hold(election, *STATES)
    there = Presence.objects.filter(roll_entry__election=locked)
    known = set(there.values_list("pk", flat=True))
    ticked = sheets.merged(known, set(entries), shown)
    # Who gave a proxy is there as long as its holder is.
    may_be = RollEntry.objects.filter(election=locked, proxy_given__isnull=True)
    wanted = set(may_be.filter(pk__in=ticked).values_list("pk", flat=True))
    there.exclude(pk__in=wanted).delete()
    Presence.objects.bulk_create(Presence(roll_entry_id=key) for key in sorted(wanted - known))
