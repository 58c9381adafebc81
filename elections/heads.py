"""The head of the box, told to the trustees by letter: each hour in which it has grown, and at the closing.

Whoever keeps these letters can show later that a ballot was taken out: the archive then has no such event.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from elections import box, incidents
from elections.models import BoxCheck, BoxEvent, Election
from leader.shared import mails


@transaction.atomic
def tell(election: Election) -> int:
    """Write to the trustees what the head is, unless they know it already; return to how many."""
    head = box.head(election)
    fresh: Any = {"checked_at": timezone.now(), "head": head}
    kept, _made = BoxCheck.objects.select_for_update().get_or_create(election=election, defaults=fresh)
    if kept.told_head == head:
        return 0
    BoxCheck.objects.filter(pk=kept.pk).update(told_head=head)
    ballots = BoxEvent.objects.filter(election=election, type=BoxEvent.Type.BALLOT).count()
    context = {
        "election": election,
        "head": head,
        "ballots": ballots,
        "at": timezone.now(),
        "is_over": is_closed(election),
    }
    return len(mails.send("box_head", incidents.trustees_addresses(election), context))


def is_closed(election: Election) -> bool:
    """Tell whether no ballot comes in any more."""
    return bool(BoxEvent.objects.filter(election=election, type=BoxEvent.Type.END_BALLOTS).exists())


def at_closing(election: Election) -> str:
    """Return the head with which the box was closed; empty before."""
    ends = BoxEvent.objects.filter(election=election, type=BoxEvent.Type.END_BALLOTS)
    return ends.values_list("sha256", flat=True).first() or ""
