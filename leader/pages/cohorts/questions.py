"""What is asked about the memberships of many years; a handful of queries whatever their number.

A company *joins* on the first day of a membership that follows no other directly, *renews* with one that begins
the day after another ended, and *leaves* on the last day of one that none follows. Memberships of one company
never overlap (a constraint), so that counting those that run on a day counts companies.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear, TruncMonth

from leader.shared.periods import on_day
from members.models import CompanyFigures, Membership
from territories.models import Affiliation

YEARS_SHOWN = 20


class _DaysLater(Func):
    """A day so many days later."""

    output_field = DateField()

    def __init__(self, day: Any, days: int, **extra: Any) -> None:
        super().__init__(day, template=f"(%(expressions)s + ({int(days)}))", **extra)


def follows() -> Exists:
    """Return the condition that a membership begins the day after another of the company ended."""
    others = Membership.objects.filter(company=OuterRef("company"))
    return Exists(others.filter(ends_on=_DaysLater(OuterRef("starts_on"), -1)))


def is_followed() -> Exists:
    """Return the condition that another membership of the company begins the day after this one ends."""
    others = Membership.objects.filter(company=OuterRef("company"))
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


def over_time(memberships: QuerySet[Any], today: date) -> tuple[list[Year], list[Point]]:
    """Return the years, the latest first, and the members at the end of each month; two queries."""
    starts = (
        memberships.filter(starts_on__lte=today)
        .annotate(month=TruncMonth("starts_on"))
        .order_by()
        .values("month")
        .annotate(all=Count("pk"), renewed=Count("pk", filter=follows()))
    )
    ends = (
        memberships.filter(ends_on__lt=today)
        .annotate(month=TruncMonth("ends_on"), gone_in=TruncMonth(_DaysLater(F("ends_on"), 1)))
        .order_by()
        .values("month", "gone_in")
        .annotate(all=Count("pk"), followed=Count("pk", filter=is_followed()))
    )
    return _summed(list(starts), list(ends), today)


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


def cohorts(memberships: QuerySet[Any], years: list[int], today: date) -> list[Cohort]:
    """Return the cohorts of ``years``, the earliest first; one query."""
    first = Membership.objects.filter(company=OuterRef("company")).order_by("starts_on").values("starts_on")[:1]
    counts: dict[str, Any] = {f"in_{year}": Count("pk", filter=on_day(last_day(year, today))) for year in years}
    rows = (
        memberships.filter(starts_on__lte=today)
        .annotate(cohort=ExtractYear(Subquery(first)))
        .order_by()
        .values("cohort")
        .annotate(size=Count("company", distinct=True), **counts)
    )
    found = {row["cohort"]: row for row in rows}
    return [
        Cohort(year, row["size"], [_share(row, each) for each in sorted(years) if each >= year])
        for year in sorted(years)
        if (row := found.get(year))
    ]


def _share(row: dict[str, Any], year: int) -> tuple[int, int, int]:
    members = row[f"in_{year}"]
    return year, members, round(100 * members / row["size"])


def last_day(year: int, today: date) -> date:
    """Return the last day of ``year``, or today when the year still runs."""
    return min(date(year, 12, 31), today)


# Who they are


WHAT = ["joined", "renewed", "left", "members"]


def those_who(what: str, memberships: QuerySet[Any], year: int, today: date) -> QuerySet[Any]:
    """Keep the memberships that make up a figure of ``year``: joined, renewed, left or members."""
    if what == "members":
        return memberships.filter(on_day(last_day(year, today)))
    if what == "left":
        return memberships.filter(ends_on__year=year, ends_on__lt=today).exclude(is_followed())
    begun = memberships.filter(starts_on__year=year, starts_on__lte=today)
    return begun.filter(follows()) if what == "renewed" else begun.exclude(follows())


def cohort_of(memberships: QuerySet[Any], cohort: int, year: int, today: date) -> QuerySet[Any]:
    """Keep those that ran at the end of ``year`` of the companies that first joined in the year ``cohort``."""
    earlier = Membership.objects.filter(company=OuterRef("company"), starts_on__lt=date(cohort, 1, 1))
    begun = Membership.objects.filter(company=OuterRef("company"), starts_on__year=cohort)
    return memberships.filter(on_day(last_day(year, today))).filter(Exists(begun)).exclude(Exists(earlier))


# By territory, size and activity


def with_home(value: str = "territory__slug") -> Subquery:
    """Return the territory that was last the company's home: its slug, or another ``value`` of it."""
    homes = Affiliation.objects.filter(company=OuterRef("company"), is_home=True).order_by("-starts_on")
    return Subquery(homes.values(value)[:1])


def with_size() -> Subquery:
    """Return the size class of the company's latest figures that tell one."""
    figures = CompanyFigures.objects.filter(company=OuterRef("company"), size_class__isnull=False)
    return Subquery(figures.order_by("-year").values("size_class")[:1])


def breakdown(memberships: QuerySet[Any], by: Any, year: int, today: date) -> dict[Any, dict[str, int]]:
    """Return for each value of ``by`` the figures of ``year``; four queries."""
    table: dict[Any, dict[str, int]] = defaultdict(lambda: dict.fromkeys(WHAT, 0))
    for what in WHAT:
        rows = those_who(what, memberships, year, today).annotate(by=by).order_by().values("by")
        for row in rows.annotate(n=Count("pk")):
            table[row["by"]][what] = row["n"]
    return dict(sorted(table.items(), key=lambda item: (-item[1]["members"], str(item[0]))))


BY_SECTION = F("company__activity__section")
