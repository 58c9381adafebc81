"""Who came to an event and who did not: by party, by territory; and which members have never come to any."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from events.models import Admission, CheckIn, Registration
from leader.shared.scope import AnyUser
from members.models import Company
from territories.models import Affiliation

_THERE = Q(attendees__check_ins__is_repeat=False, attendees__check_ins__undone_at=None)


@dataclass
class Share:
    """What one territory had of the places, and how many of its people came."""

    territory: str
    parties: int = 0
    places: int = 0
    arrived: int = 0


def parties_of(user: AnyUser, admission: Admission) -> QuerySet[Any]:
    """Return the confirmed parties seen by ``user``, with ``arrived`` and ``home``, the territory on the day."""
    homes = Affiliation.objects.running_on(admission.event.held_on).filter(
        company=OuterRef("company"), is_home=True
    )
    rows = Registration.objects.visible_to(user).filter(admission=admission, state=Registration.State.CONFIRMED)
    rows = rows.annotate(
        arrived=Count("attendees__check_ins", filter=_THERE),
        home=Subquery(homes.order_by("pk").values("territory__name")[:1]),
    )
    return rows.select_related("company", "invitation").order_by("company__name", "invitation__organisation", "pk")


def shares_of(parties: QuerySet[Any]) -> list[Share]:
    """Return the shares of the territories by name; those who are of none come last, under an empty name."""
    shares: dict[str, Share] = {}
    for home, places, arrived in parties.values_list("home", "places", "arrived"):
        share = shares.setdefault(home or "", Share(home or ""))
        share.parties += 1
        share.places += places
        share.arrived += arrived
    return sorted(shares.values(), key=lambda share: (not share.territory, share.territory))


def absent_from(expected: QuerySet[Any]) -> QuerySet[Any]:
    """Keep, of the people on the list, those whom no door has seen."""
    return expected.exclude(Exists(CheckIn.objects.counted().filter(attendee=OuterRef("pk"))))


def never_come(user: AnyUser, admission: Admission) -> QuerySet[Any]:
    """Return the members of the day, of those ``user`` administers, of whom nobody came to an event until then."""
    day = admission.event.held_on
    came = CheckIn.objects.counted().filter(
        attendee__registration__company=OuterRef("pk"), admission__event__held_on__lte=day
    )
    members = Company.objects.members_on(day).administered_by(user)
    return members.exclude(Exists(came)).order_by("name", "pk")
