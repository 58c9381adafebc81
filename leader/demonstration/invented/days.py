"""The days of the invented federation: they do not follow the calendar, so that the rows are always the same."""

from datetime import date, timedelta

AS_OF = date(2026, 9, 1)  # what is told as done was done by then
FOUNDED_ON = date(2013, 3, 14)
GALAS = range(2013, 2031)
ELECTIONS = range(2014, 2027, 3)  # years in which the federation elects its bureau
FRIDAY = 4


def gala_day(year: int) -> date:
    """Return the third Friday of June."""
    first = date(year, 6, 1)
    return first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 14)


def assembly_day(year: int) -> date:
    """Return the second Thursday of March: the day of the federation's general assembly."""
    first = date(year, 3, 1)
    return first + timedelta(days=(FRIDAY - 1 - first.weekday()) % 7 + 7)


def years_after(day: date, years: int) -> date:
    """Return ``day`` so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
