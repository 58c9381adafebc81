"""How alive a commission is: when it meets next, when it met last, how often in a year."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from commissions.models import CommissionMembership, CommissionQuerySet, Meeting
from leader.shared.scope import AnyUser

YEAR = timedelta(days=365)


def with_activity(commissions: CommissionQuerySet, user: AnyUser, *, at: datetime) -> CommissionQuerySet:
    """Annotate ``next_meeting`` (its key), ``meets_at``, ``met_at`` and ``met_count``: how often in a year.

    They are those of the meetings that ``user`` may see: who sees none reads nothing of them.
    """
    meetings = Meeting.objects.visible_to(user).held().filter(commission=OuterRef("pk"))
    ahead, past = meetings.from_moment(at), meetings.before_moment(at)
    return commissions.annotate(
        next_meeting=Subquery(ahead.values("pk")[:1]),
        meets_at=Subquery(ahead.values("starts_at")[:1], output_field=DateTimeField()),
        met_at=Subquery(past.values("starts_at")[:1], output_field=DateTimeField()),
        met_count=_counted(past.filter(starts_at__gte=at - YEAR)),
    )


def with_seat_count(commissions: CommissionQuerySet) -> CommissionQuerySet:
    """Annotate ``seat_count``: how many sit there today."""
    seats: Any = CommissionMembership.objects.running_on(timezone.localdate()).filter(commission=OuterRef("pk"))
    return commissions.annotate(seat_count=_counted(seats))


def _counted(rows: Any) -> Coalesce:
    """Return how many ``rows`` of the commission there are, as a column."""
    by_commission = rows.order_by().values("commission").annotate(counted=Count("pk")).values("counted")
    return Coalesce(Subquery(by_commission, output_field=IntegerField()), 0)
