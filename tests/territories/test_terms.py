"""How long a membership lasts: the edges of the year, and the day that comes every four years."""

from dataclasses import replace
from datetime import date

import pytest

from territories.terms import Terms

CALENDAR = Terms(is_calendar=True, late_from_month=None, opens_days=60, grace_days=60)
ROLLING = replace(CALENDAR, is_calendar=False)


@pytest.mark.parametrize(
    ("starts_on", "late_from", "ends_on"),
    [
        (date(2026, 1, 1), None, date(2026, 12, 31)),
        (date(2026, 12, 31), None, date(2026, 12, 31)),
        (date(2026, 9, 30), 10, date(2026, 12, 31)),
        (date(2026, 10, 1), 10, date(2027, 12, 31)),
        (date(2026, 12, 31), 10, date(2027, 12, 31)),
        (date(2026, 1, 1), 1, date(2027, 12, 31)),
    ],
)
def test_a_first_calendar_period_ends_with_the_year_or_late_with_the_next(starts_on, late_from, ends_on):
    assert replace(CALENDAR, late_from_month=late_from).last_day(starts_on, is_first=True) == ends_on


def test_a_renewal_is_one_year_however_late_it_begins():
    terms = replace(CALENDAR, late_from_month=1)

    assert terms.renewed(date(2026, 12, 31)) == (date(2027, 1, 1), date(2027, 12, 31))
    assert terms.renewed(date(2026, 10, 14)) == (date(2026, 10, 15), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 5, 4), date(2027, 5, 3)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 12, 30)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2029, 2, 27)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 3, 1), date(2029, 2, 28)),
    ],
)
def test_a_rolling_period_is_a_year_less_a_day(starts_on, ends_on):
    assert ROLLING.last_day(starts_on, is_first=True) == ends_on


def test_a_rolling_period_from_29_february_goes_on_without_gap_or_overlap_for_eight_years():
    starts_on, days = date(2028, 2, 29), []
    for _year in range(8):
        ends_on = ROLLING.last_day(starts_on, is_first=False)
        days.append((ends_on.year, ends_on.month, ends_on.day))
        starts_on, _ends_on = ROLLING.renewed(ends_on)

    assert days == [
        (2029, 2, 28), (2030, 2, 28), (2031, 2, 28), (2032, 2, 29),
        (2033, 2, 28), (2034, 2, 28), (2035, 2, 28), (2036, 2, 29),
    ]  # fmt: skip


def test_renewal_opens_so_many_days_before_the_last_day():
    assert CALENDAR.opens_on(date(2026, 12, 31)) == date(2026, 11, 1)
