"""For how long each territory has not hosted the gala: whose turn it may be."""

from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from events.models import Event
from territories.models import Territory
from territories.models.territories import LIVELY


def turns_on(day: date) -> QuerySet[Any]:
    """Return the territories open on ``day`` with ``last_hosted`` (a day or None), who waits longest first."""
    hosted = Q(events__kind=Event.Kind.GALA, events__is_published=True, events__held_on__lte=day)
    open_ones = Territory.objects.at_stage_on(day, LIVELY).annotate(
        last_hosted=Max("events__held_on", filter=hosted)
    )
    return open_ones.order_by(F("last_hosted").asc(nulls_first=True), "name", "pk")
