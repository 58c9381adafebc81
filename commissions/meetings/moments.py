"""The instant of a local day and hour, the nights of the change of hour included; the days of a series."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
_STEPS = {WEEKLY: timedelta(days=7), FORTNIGHTLY: timedelta(days=14)}


class NoSuchMomentError(ValueError):
    """An hour that does not come on a day, or comes twice; its text says which."""


def instant(day: date, hour: time) -> datetime:
    """Return the instant at which it is ``hour`` on ``day`` in Paris; raise NoSuchMomentError."""
    wall = datetime.combine(day, hour)
    zone = timezone.get_default_timezone()
    first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    told = {"day": date_format(day, "j F Y")}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall:
        raise NoSuchMomentError(_("In the night of %(day)s this hour comes twice: choose another.") % told)
    raise NoSuchMomentError(_("In the night of %(day)s this hour does not come: clocks go forward.") % told)


def days_of(first: date, rhythm: str, count: int) -> Iterator[date]:
    """Yield ``count`` days from ``first`` on; monthly: the same weekday of the same week, the last for a fifth."""
    for number in range(count):
        yield first + _STEPS[rhythm] * number if rhythm in _STEPS else _in_month(first, number)


def _in_month(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    starts_on, length = calendar.monthrange(year, month + 1)
    day = 1 + (first.weekday() - starts_on) % 7 + (first.day - 1) // 7 * 7
    return date(year, month + 1, day if day <= length else day - 7)
