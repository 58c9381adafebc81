"""How long memberships last under the federation's settings: sums of days, without a database."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """The kind of period, when its renewal opens, and how long rights last after its end.

    ``late_from_month`` counts for calendar years: a *first* period that begins in that month or later runs to the
    end of the next year. A renewal never does.
    """

    is_calendar: bool
    late_from_month: int | None
    opens_days: int
    grace_days: int

    def last_day(self, starts_on: date, *, is_first: bool) -> date:
        """Return the last day of a period that begins on ``starts_on``."""
        if not self.is_calendar:
            return _same_day_next_year(starts_on) - _DAY
        is_late = is_first and self.late_from_month is not None and starts_on.month >= self.late_from_month
        return date(starts_on.year + is_late, 12, 31)

    def last_day_running(self, starts_on: date, day: date, *, is_first: bool) -> date:
        """Return the last day of the period of ``day``, for one begun on ``starts_on`` and renewed ever since."""
        last = self.last_day(starts_on, is_first=is_first)
        while last < day:
            _first, last = self.renewed(last)
        return last

    def opens_on(self, ends_on: date) -> date:
        """Return the first day on which a period that ends on ``ends_on`` may be renewed."""
        return ends_on - timedelta(days=self.opens_days)

    def renewed(self, ends_on: date) -> tuple[date, date]:
        """Return the first and the last day of the period that follows one ending on ``ends_on``."""
        starts_on = ends_on + _DAY
        return starts_on, self.last_day(starts_on, is_first=False)


def _same_day_next_year(day: date) -> date:
    """Return the same day of the next year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)
