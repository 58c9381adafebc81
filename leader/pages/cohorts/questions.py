"""What is asked about the memberships of many years; a handful of queries whatever their number.

A company *joins* on the first day of a membership that follows no other directly, *renews* with one that begins
the day after another ended, and *leaves* on the last day of one that none follows. Memberships of one company
never overlap (a constraint), so that counting those that run on a day counts companies.

Where a category is asked for, only memberships of that category follow each other: a partner who becomes a member
leaves as a partner and joins as a member.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, Exists, Func, OuterRef, QuerySet, Subquery

from leader.shared.periods import on_day
from members.models import CompanyFigures
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
    """How many members there were on the last day of a month, or today."""

    day: date
    members: int


# One pass over the memberships in the order of each company: what ended before, what begins after.
_OVER_TIME = """
WITH spells AS (
  SELECT starts_on, ends_on, lag(ends_on) OVER w AS ended, lead(starts_on) OVER w AS begins
  FROM ({counted}) AS counted WINDOW w AS (PARTITION BY company_id ORDER BY starts_on))
SELECT 'start', date_trunc('month', starts_on)::date, date_trunc('month', starts_on)::date, count(*),
  count(*) FILTER (WHERE ended = starts_on - 1) FROM spells WHERE starts_on <= %(today)s GROUP BY 2
UNION ALL
SELECT 'end', date_trunc('month', ends_on)::date, date_trunc('month', ends_on + 1)::date, count(*),
  count(*) FILTER (WHERE begins = ends_on + 1) FROM spells WHERE ends_on < %(today)s GROUP BY 2, 3"""


def over_time(counted: Counted, today: date) -> tuple[list[Year], list[Point]]:
    """Return the years, the latest first, and the members at the end of each month; one query."""
    rows = _asked(_OVER_TIME, counted, today)
    named = ("what", "month", "gone_in", "all", "linked")
    told = [dict(zip(named, row, strict=True)) for row in rows]
    starts = [{**row, "renewed": row["linked"]} for row in told if row["what"] == "start"]
    ends = [{**row, "followed": row["linked"]} for row in told if row["what"] == "end"]
    return _summed(starts, ends, today)


def _asked(statement: str, counted: Counted, today: date) -> list[Any]:
    """Return the rows of ``statement``, whose ``counted`` and ``kin`` are the memberships."""
    columns = ("company_id", "starts_on", "ends_on")
    values: dict[str, Any] = {"today": today}
    parts = {}
    for name, rows in (("counted", counted.memberships), ("kin", counted.kin)):
        sql, parameters = rows.order_by().values(*columns).query.sql_with_params()
        values |= {f"{name}{place}": value for place, value in enumerate(parameters)}
        parts[name] = sql % tuple(f"%({name}{place})s" for place in range(len(parameters)))
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts), values)
        return list(cursor.fetchall())


def _summed(starts: list[Any], ends: list[Any], today: date) -> tuple[list[Year], list[Point]]:
    years: dict[int, Year] = {}
    change: dict[date, int] = defaultdict(int)
    for row in starts:
        year = years.setdefault(row["month"].year, Year(row["month"].year))
        year.joined += row["all"] - row["renewed"]
        year.renewed += row["renewed"]
        change[row["month"]] += row["all"]
    for row in ends:
        years.setdefault(row["month"].year, Year(row["month"].year)).left += row["all"] - row["followed"]
        change[row["gone_in"]] -= row["all"]  # who leaves on the last day of a month is a member on that day
    points, members = [], 0
    for month in _months(min(change, default=today), today) if change else []:
        members += change[month]
        points.append(Point(min(_next_month(month) - timedelta(days=1), today), members))
        years.setdefault(month.year, Year(month.year)).members = members
    return sorted(years.values(), key=lambda y: -y.year)[:YEARS_SHOWN], points


def _months(first: date, today: date) -> list[date]:
    month, months = first.replace(day=1), []
    while month <= today:
        months.append(month)
        month = _next_month(month)
    return months


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass
class Cohort:
    """The companies that first joined in ``year``, and how many are members at the end of each later year."""

    year: int
    size: int
    stayed: list[tuple[int, int, int]]  # the year, the members on its last day, in percent of the size


_COHORTS = """
WITH firsts AS (
  SELECT company_id, extract(year FROM min(starts_on))::int AS cohort FROM ({{kin}}) AS kin GROUP BY 1)
SELECT cohort, count(DISTINCT company_id), {counts}
FROM ({{counted}}) AS counted JOIN firsts USING (company_id) WHERE starts_on <= %(today)s GROUP BY 1"""


def cohorts(counted: Counted, years: list[int], today: date) -> list[Cohort]:
    """Return the cohorts of ``years``, the earliest first; one query."""
    if not years:
        return []
    days = {year: f"date '{last_day(year, today)}'" for year in sorted(years)}
    runs = "count(*) FILTER (WHERE starts_on <= {day} AND (ends_on IS NULL OR ends_on >= {day}))"
    statement = _COHORTS.format(counts=", ".join(runs.format(day=day) for day in days.values()))
    found = {
        cohort: (size, dict(zip(days, counts, strict=True)))
        for cohort, size, *counts in _asked(statement, counted, today)
    }
    return [
        Cohort(year, found[year][0], [_share(*found[year], each) for each in days if each >= year])
        for year in days
        if year in found
    ]


def _share(size: int, members: dict[int, int], year: int) -> tuple[int, int, int]:
    return year, members[year], round(100 * members[year] / size)


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


# By territory, size and activity


def with_home(today: date, value: str = "territory__slug") -> Subquery:
    """Return the territory that was last the company's home: its slug, or another ``value`` of it."""
    homes = Affiliation.objects.filter(company=OuterRef("company"), is_home=True, starts_on__lte=today)
    return Subquery(homes.order_by("-starts_on").values(value)[:1])


def at_home_in(slug: str, today: date) -> QuerySet[Any]:
    """Return the keys of the companies whose last home is the territory ``slug``."""
    homes = Affiliation.objects.filter(is_home=True, starts_on__lte=today)
    last = homes.order_by("company_id", "-starts_on").distinct("company_id")
    return Affiliation.objects.filter(pk__in=last.values("pk"), territory__slug=slug).values("company")


def with_size() -> Subquery:
    """Return the size class of the company's latest figures that tell one."""
    figures = CompanyFigures.objects.filter(company=OuterRef("company"), size_class__isnull=False)
    return Subquery(figures.order_by("-year").values("size_class")[:1])


def of_size(size_class: str) -> QuerySet[Any]:
    """Return the keys of the companies whose latest figures put them in ``size_class``."""
    told = CompanyFigures.objects.filter(size_class__isnull=False)
    last = told.order_by("company_id", "-year").distinct("company_id")
    return CompanyFigures.objects.filter(pk__in=last.values("pk"), size_class=size_class).values("company")


def breakdown(counted: Counted, by: Any, year: int, today: date) -> dict[Any, dict[str, int]]:
    """Return for each value of ``by`` the figures of ``year``; four queries."""
    table: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(WHAT, 0))
    for what in WHAT:
        rows = those_who(what, counted, year, today).annotate(by=by).order_by().values("by")
        for row in rows.annotate(n=Count("pk")):
            table[row["by"]][what] = row["n"]
    return dict(sorted(table.items(), key=lambda item: (-item[1]["members"], str(item[0]))))


BY_SECTION = with_section("company__")
