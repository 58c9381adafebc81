"""The figures of the members, and the lists behind them, as tables."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from leader.pages.cohorts import questions
from leader.shared.exports import Column
from members.models import SizeClass

COUNTED: list[tuple[str | Promise, str]] = [
    (gettext_lazy("joined"), "joined"),
    (gettext_lazy("renewed"), "renewed"),
    (gettext_lazy("left"), "left"),
    (gettext_lazy("members at its end"), "members"),
]


def year_columns() -> list[Column]:
    """Return the columns of the table of the years; a row is a ``questions.Year``."""

    def told(name: str) -> Callable[[Any], Any]:
        return lambda year: getattr(year, name)

    return [Column(gettext_lazy("year"), told("year")), *(Column(label, told(name)) for label, name in COUNTED)]


def day_columns() -> list[Column]:
    """Return the columns of the members day by day; a row is a ``questions.Point``."""
    return [
        Column(gettext_lazy("day"), lambda point: point.day),
        Column(gettext_lazy("members"), lambda point: point.members),
    ]


def breakdown_columns(heading: str | Promise) -> list[Column]:
    """Return the columns of a year's breakdown under ``heading``; a row is a dictionary with its label."""

    def told(name: str) -> Callable[[Any], Any]:
        return lambda row: row[name]

    return [Column(heading, told("label")), *(Column(label, told(name)) for label, name in COUNTED)]


def cohort_columns(years: list[int]) -> list[Column]:
    """Return the columns of the newcomers: their year, their number, how many are left in each of ``years``."""

    def stayed(year: int) -> Callable[[questions.Cohort], int | None]:
        return lambda cohort: next((members for later, members, _ in cohort.stayed if later == year), None)

    return [
        Column(gettext_lazy("first joined in"), lambda cohort: cohort.year),
        Column(gettext_lazy("companies"), lambda cohort: cohort.size),
        *(Column(str(year), stayed(year)) for year in years),
    ]


def member_columns() -> list[Column]:
    """Return the columns of a list of members; a row is a membership with its home, size and activity."""
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("territory"), lambda row: row.home),
        Column(gettext_lazy("size"), lambda row: SizeClass(row.size).label if row.size else ""),
        Column(gettext_lazy("activity"), lambda row: row.activity),
        Column(gettext_lazy("category"), lambda row: row.get_category_display()),
        Column(gettext_lazy("from"), lambda row: row.starts_on),
        Column(gettext_lazy("until"), lambda row: row.ends_on),
        Column(gettext_lazy("how it ended"), lambda row: row.get_ending_display()),
        Column(gettext_lazy("why it ended"), lambda row: row.ending_reason),
    ]
