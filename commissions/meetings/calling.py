"""Every hour: a meeting of a series is convened when it comes near; those invited follow who sits there."""

from datetime import datetime, timedelta

from django.utils import timezone

from commissions.joining import RefusedError
from commissions.meetings.acts import catch_up, convene
from commissions.models import Meeting

AHEAD = timedelta(days=15)


def run(at: datetime | None = None) -> int:
    """Convene what is due at ``at`` (now), bring invitations up to date; return how many people are told."""
    at = at or timezone.now()
    ahead = Meeting.objects.held().filter(starts_at__gt=at)
    due = ahead.filter(convened_at=None, series__isnull=False, starts_at__lte=at + AHEAD)
    due = due.exclude(place="", link="")
    told = sum(_convene(meeting, at) for meeting in list(due.order_by("pk")))
    return told + sum(catch_up(meeting, at=at) for meeting in list(ahead.convened().order_by("pk")))


def _convene(meeting: Meeting, at: datetime) -> int:
    try:
        return convene(meeting, at=at)
    except RefusedError:  # somebody convened it, or called it off, in the same moment
        return 0
