"""What a territory came from and what became of it, told from what is stored."""

from typing import Any

from django.db.models import Q, QuerySet

from territories.models import Succession, Territory


def successions_of(territory: Territory) -> QuerySet[Any]:
    """Return the successions in which ``territory`` is on one side, the latest first."""
    rows = Succession.objects.filter(Q(predecessor=territory) | Q(successor=territory))
    return rows.select_related("predecessor", "successor")


def goes_on_in(territory: Territory) -> Territory | None:
    """Return the territory into which ``territory`` was merged, if it was."""
    found = Succession.objects.filter(predecessor=territory, kind=Succession.Kind.MERGED)
    merged = found.select_related("successor").first()
    return merged.successor if merged else None
