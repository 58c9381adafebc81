"""Which companies are a territory's: those that belong to it today, and those that it courts."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from territories.models import Affiliation, Prospect


def companies_of(territories: Any) -> Q:
    """Return the condition that a company belongs today to one of ``territories`` (keys), or is courted by it."""
    return Q(pk__in=keys_of_companies(territories))


def keys_of_companies(territories: Any) -> QuerySet[Any, Any]:
    """Return the keys of the companies that belong today to one of ``territories`` (keys), or are courted by it.

    A prospect that stopped gives no right over the company any more; its file stays with the territory.
    """
    affiliated = Affiliation.objects.running_on(timezone.localdate()).filter(territory__in=territories)
    courted = Prospect.objects.courted().filter(territory__in=territories)
    # One union: a list of a few companies is looked up by key, not found by reading every company.
    return affiliated.order_by().values("company").union(courted.order_by().values("company"))
