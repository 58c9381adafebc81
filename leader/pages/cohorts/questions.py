"""What is asked about the memberships of many years; a handful of queries whatever their number.

A company *joins* on the first day of a membership that follows no other directly, *renews* with one that begins
the day after another ended, and *leaves* on the last day of one that none follows. Memberships of one company
never overlap (a constraint), so that counting those that run on a day counts companies.

Where a category is asked for, only memberships of that category follow each other: a partner who becomes a member
leaves as a partner and joins as a member.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection
from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet, Subquery

from leader.shared.periods import on_day
from members.models import Company, CompanyFigures
from members.models.sections import with_section
from territories.models import Affiliation

YEARS_SHOWN = 20
EARLIEST = date(1950, 1, 1)  # before it a day is a slip of the keyboard


class _DaysLater(Func):
    """A day so many days later."""

    output_field = DateField()

    def __init__(self, day: Any, days: int, **extra: Any) -> None:
        super().__init__(day, template=f"(%(expressions)s + ({int(days)}))", **extra)


@dataclass(frozen=True)
class Counted:
    """The memberships that are counted, and those of any company that may follow each other."""

    memberships: QuerySet[Any]
    kin: QuerySet[Any]

    def in_brief(self) -> QuerySet[Any]:
        """Return the days of the memberships that are counted, and whose they are."""
        return self.memberships.order_by().values("company_id", "starts_on", "ends_on")

    def follows(self) -> Exists:
        """Return the condition that a membership begins the day after another of the company ended."""
        others = self.kin.filter(company=OuterRef("company"))
        return Exists(others.filter(ends_on=_DaysLater(OuterRef("starts_on"), -1)))

    def is_followed(self) -> Exists:
        """Return the condition that another membership of the company begins the day after this one ends."""
        others = self.kin.filter(company=OuterRef("company"))
        return Exists(others.filter(starts_on=_DaysLater(OuterRef("ends_on"), 1)))


@dataclass
class Year:
    """A year in figures; ``members`` on its last day, or today."""

    year: int
    joined: int = 0
    renewed: int = 0
    left: int = 0
    members: int = 0


@dataclass(frozen=True)
class Point:
    """How many members there were on a day."""

    day: date
    members: int


@dataclass(frozen=True)
class Cohort:
    """The companies that first joined in ``year``, and how many are members at the end of each later year."""

    year: int
    size: int
    stayed: list[tuple[int, int, int]]  # the year, the members on its last day, in percent of the size


@dataclass(frozen=True)
class Figures:
    """The years, the latest first; every day since the first member; the newcomers, the earliest first."""

    years: list[Year]
    points: list[Point]
    cohorts: list[Cohort]

    def on_day(self, day: date) -> int:
        """Return how many members there were on ``day``."""
        place = (day - self.points[0].day).days if self.points else -1
        return self.points[place].members if 0 <= place < len(self.points) else 0


# One pass over the memberships in the order of each company, which their index has: what ended before, what begins
# after, the first of all. Memberships are narrowed by their company, so that none of a company is missing.
_OVER_TIME = """
SELECT grouping(starts_on, ends_on, cohort),
  starts_on, follows, ends_on, is_followed, cohort, since, gone, count(*)
FROM (
  SELECT starts_on, ends_on,
    lag(ends_on) OVER w = starts_on - 1 AS follows, lead(starts_on) OVER w = ends_on + 1 AS is_followed,
    extract(year FROM first_value(starts_on) OVER w)::int AS cohort, extract(year FROM starts_on)::int AS since,
    CASE WHEN ends_on < %(today)s THEN extract(year FROM ends_on + 1)::int END AS gone
  FROM ({counted}) AS counted
  WINDOW w AS (PARTITION BY company_id ORDER BY starts_on ROWS UNBOUNDED PRECEDING)) AS spells
WHERE starts_on <= %(today)s
GROUP BY GROUPING SETS ((starts_on, follows), (ends_on, is_followed), (cohort, since, gone))"""
_STARTS, _ENDS, _STAYS = 0b011, 0b101, 0b110  # the columns that a row does not have


def over_time(counted: Counted, today: date) -> Figures:
    """Return the figures of all years until ``today``; one query."""
    told: dict[int, list[Any]] = defaultdict(list)
    for columns, *values in _asked(_OVER_TIME, {"today": today}, counted=counted.in_brief()):
        told[columns].append(values)
    starts = [(day, follows, number) for day, follows, *_, number in told[_STARTS]]
    ends = [(day, followed, n) for _, _, day, followed, *_, n in told[_ENDS] if day and day < today]
    points = _day_by_day(starts, ends, today)
    years = _by_year(starts, ends, points)
    stays = [values[4:] for values in told[_STAYS]]
    shown = sorted(year.year for year in years)
    return Figures(years, points, _cohorts(starts, stays, shown, today))


def _asked(statement: str, days: dict[str, date], **rows: QuerySet[Any]) -> list[Any]:
    """Return the rows of ``statement`` for ``days``, in which each of ``rows`` stands by its name."""
    values, parts = dict[str, Any](days), {}
    for name, queryset in rows.items():
        sql, parameters = queryset.query.sql_with_params()
        values |= {f"{name}{place}": value for place, value in enumerate(parameters)}
        parts[name] = sql % tuple(f"%({name}{place})s" for place in range(len(parameters)))
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts), values)
        return list(cursor.fetchall())


def _day_by_day(starts: list[Any], ends: list[Any], today: date) -> list[Point]:
    change: dict[date, int] = defaultdict(int)
    for day, _follows, number in starts:
        change[day] += number
    for day, _followed, number in ends:
        change[day + timedelta(days=1)] -= number  # on its last day it still is a member
    first = min(change, default=None)
    if first is None:
        return []
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    return [Point(*point) for point in zip(days, accumulate(change[day] for day in days), strict=True)]


def _by_year(starts: list[Any], ends: list[Any], points: list[Point]) -> list[Year]:
    years = {point.day.year: Year(point.day.year, members=point.members) for point in points}  # the last day stays
    for day, follows, number in starts:
        year = years[day.year]
        year.renewed += number if follows else 0
        year.joined += 0 if follows else number
    for day, followed, number in ends:
        years[day.year].left += 0 if followed else number
    return sorted(years.values(), key=lambda year: -year.year)[:YEARS_SHOWN]


def _cohorts(starts: list[Any], stays: list[Any], years: list[int], today: date) -> list[Cohort]:
    """Return the cohorts of ``years``; a stay counts at the end of each year from its first until it is gone."""
    sizes: Counter[int] = Counter()
    for day, follows, number in starts:
        sizes[day.year] += number if follows is None else 0  # nothing came before it
    members: Counter[tuple[int, int]] = Counter()
    for cohort, since, gone, number in stays:
        for year in range(since, gone or today.year + 1):
            members[cohort, year] += number
    return [
        Cohort(cohort, size, [_share(size, members[cohort, year], year) for year in years if year >= cohort])
        for cohort in years
        if (size := sizes[cohort])
    ]


def _share(size: int, members: int, year: int) -> tuple[int, int, int]:
    return year, members, round(100 * members / size)


def last_day(year: int, today: date) -> date:
    """Return the last day of ``year``, or today when the year still runs."""
    return min(date(year, 12, 31), today)


# Who they are


WHAT = ["joined", "renewed", "left", "members"]


def those_who(what: str, counted: Counted, year: int, today: date) -> QuerySet[Any]:
    """Keep the memberships that make up a figure of ``year``: joined, renewed, left or members."""
    memberships = counted.memberships
    if what == "members":
        return memberships.filter(on_day(last_day(year, today)))
    if what == "left":
        return memberships.filter(ends_on__year=year, ends_on__lt=today).exclude(counted.is_followed())
    begun = memberships.filter(starts_on__year=year, starts_on__lte=today)
    return begun.filter(counted.follows()) if what == "renewed" else begun.exclude(counted.follows())


def cohort_of(counted: Counted, cohort: int, year: int, today: date) -> QuerySet[Any]:
    """Keep those that ran at the end of ``year`` of the companies that first joined in the year ``cohort``."""
    own = counted.kin.filter(company=OuterRef("company"))
    running = counted.memberships.filter(on_day(last_day(year, today)))
    began, earlier = own.filter(starts_on__year=cohort), own.filter(starts_on__lt=date(cohort, 1, 1))
    return running.filter(Exists(began)).exclude(Exists(earlier))


def newcomers(counted: Counted, year: int, today: date) -> QuerySet[Any]:
    """Keep the first membership of each company that joined for the first time in ``year``."""
    earlier = counted.kin.filter(company=OuterRef("company"), starts_on__lt=OuterRef("starts_on"))
    begun = counted.memberships.filter(starts_on__year=year, starts_on__lte=today)
    return begun.exclude(Exists(earlier))


# By territory, size and activity: each a table of the companies and what is the latest known of them


def homes(today: date) -> QuerySet[Any]:
    """Keep the affiliation of each company to the territory that was last its home."""
    begun = Affiliation.objects.filter(is_home=True, starts_on__lte=today)
    later = begun.filter(company=OuterRef("company"), starts_on__gt=OuterRef("starts_on"))
    return begun.exclude(Exists(later)).order_by()


def sizes() -> QuerySet[Any]:
    """Keep the latest figures of each company that tell its size class."""
    told = CompanyFigures.objects.filter(size_class__isnull=False)
    later = told.filter(company=OuterRef("company"), year__gt=OuterRef("year"))
    return told.exclude(Exists(later)).order_by()


def with_home(today: date) -> Subquery:
    """Return the name of the territory that was last the company's home."""
    own = Affiliation.objects.filter(company=OuterRef("company"), is_home=True, starts_on__lte=today)
    return Subquery(own.order_by("-starts_on").values("territory__name")[:1])


def with_size() -> Subquery:
    """Return the size class of the company's latest figures that tell one."""
    figures = CompanyFigures.objects.filter(company=OuterRef("company"), size_class__isnull=False)
    return Subquery(figures.order_by("-year").values("size_class")[:1])


BY: dict[str, Callable[[date], QuerySet[Any]]] = {
    "territory": lambda today: homes(today).values("company_id", value=F("territory__slug")),
    "size": lambda _today: sizes().values("company_id", value=F("size_class")),
    "section": lambda _today: Company.objects.order_by().values(company_id=F("pk"), value=with_section()),
}

# One pass over the memberships of the year and those that touch them, each beside what its company is.
_OF_A_YEAR = """
SELECT value, count(*) FILTER (WHERE begins AND follows IS NOT TRUE), count(*) FILTER (WHERE begins AND follows),
  count(*) FILTER (WHERE ends AND is_followed IS NOT TRUE), count(*) FILTER (WHERE runs)
FROM (
  SELECT company_id,
    lag(ends_on) OVER w = starts_on - 1 AS follows, lead(starts_on) OVER w = ends_on + 1 AS is_followed,
    starts_on BETWEEN %(first)s AND %(last)s AS begins, ends_on BETWEEN %(first)s AND %(gone)s AS ends,
    starts_on <= %(last)s AND (ends_on >= %(last)s OR ends_on IS NULL) AS runs
  FROM ({counted}) AS counted WHERE starts_on <= %(last)s + 1 AND (ends_on >= %(first)s - 1 OR ends_on IS NULL)
  WINDOW w AS (PARTITION BY company_id ORDER BY starts_on)) AS spells
LEFT JOIN ({known}) AS known USING (company_id) WHERE begins OR ends OR runs GROUP BY value"""


def breakdown(counted: Counted, by: str, year: int, today: date) -> dict[Any, dict[str, int]]:
    """Return for each territory, size or section (``by``) the figures of ``year``; one query."""
    last = last_day(year, today)
    days = {"first": date(year, 1, 1), "last": last, "gone": min(last, today - timedelta(days=1))}
    rows = _asked(_OF_A_YEAR, days, counted=counted.in_brief(), known=BY[by](today))
    table = {value: dict(zip(WHAT, figures, strict=True)) for value, *figures in rows}
    return dict(sorted(table.items(), key=lambda item: (-item[1]["members"], str(item[0]))))
