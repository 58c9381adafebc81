"""Where a company would be at home: the territories that hold its commune."""

from datetime import date

from django.db.models import QuerySet

from leader.geography.models import Commune
from territories.models import StageKind, Territory


def living_territories(day: date) -> QuerySet[Territory]:
    """Return the territories that a company may belong to on ``day``: all but the closed ones."""
    return Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED).order_by("name")


def territories_for(commune: Commune | None, country: str, day: date) -> list[Territory]:
    """Return the territories where a company of ``commune`` (or of ``country``, abroad) would be at home."""
    living = living_territories(day)
    if country != "FR":
        return list(living.filter(country=country))
    # Areas hold communes, never countries: two queries for any commune.
    return list(living.filter(pk__in=Territory.objects.covering(commune, on=day).values("pk"))) if commune else []
