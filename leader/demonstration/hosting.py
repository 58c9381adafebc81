"""Two calls for hosts: one that was decided, one in which a territory has begun a candidacy."""

from datetime import timedelta

from django.utils import timezone

from events.models import Event, HostCall, HostCandidacy
from members.models import User
from territories.models import Territory

CRITERIA = "Une salle de cent couverts au moins, accessible à tous ; un budget équilibré ; une équipe sur place."


def load_hosting(territory: Territory, lead: User, staff: User) -> None:
    """Record the decision behind the next gala, and the call of the year after it with a draft."""
    now, today = timezone.now(), timezone.localdate()
    next_gala = Event.objects.galas().from_day(today)[0]
    HostCall.objects.create(
        year=next_gala.held_on.year, opens_on=today - timedelta(days=200), closes_on=today - timedelta(days=120),
        criteria=CRITERIA, outcome=HostCall.Outcome.TERRITORY, host=next_gala.territory, decided_by=staff,
        decided_at=now - timedelta(days=90), reason="Ce territoire n’a pas encore accueilli le gala (fictif).",
    )  # fmt: skip
    call = HostCall.objects.create(
        year=next_gala.held_on.year + 1, opens_on=today - timedelta(days=10), closes_on=today + timedelta(days=80),
        criteria=CRITERIA,
    )  # fmt: skip
    HostCandidacy.objects.create(
        call=call, territory=territory, author=lead, venue="Halle (fictive)", city="Toulouse"
    )
