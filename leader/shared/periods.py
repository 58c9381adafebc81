"""History as dated rows: spells from a day to a day, both included, the last day open when unknown."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField
from django.db.models import CheckConstraint, DateField, F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import ScopedQuerySet


class DaysBetween(Func):
    """The range of days from ``starts_on`` to ``ends_on``, both included; no end means for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, starts_on: str, ends_on: str, **extra: Any) -> None:
        super().__init__(F(starts_on), F(ends_on), Value("[]"), **extra)


class DaysAfter(Func):
    """The day that comes ``days`` (a column) after ``day``; none after none."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField(null=True)

    def __init__(self, day: str, days: str, **extra: Any) -> None:
        super().__init__(F(day), F(days), **extra)


def on_day(day: date, prefix: str = "") -> Q:
    """Return the condition that a spell, reached through ``prefix``, runs on ``day``."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def not_over(day: date) -> Q:
    """Return the condition that a spell runs on ``day`` or begins later."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=day)


def last_day_covered() -> Coalesce:
    """Return the last day of the rights of a spell, the last day of all for one without end.

    As one comparison it is read from an index; "none, or later" is not.
    """
    return Coalesce("covered_until", Value(date.max), output_field=DateField())


def covering_day(day: date) -> Q:
    """Return the condition that a spell gives its rights on ``day``: it runs, or its days of grace do."""
    return Q(GreaterThanOrEqual(last_day_covered(), day), starts_on__lte=day)


def ends_after_start(name: str) -> CheckConstraint:
    """Return the constraint, called ``name``, that a spell does not end before it starts."""
    return CheckConstraint(
        name=name,
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        violation_error_message=_("The last day is before the first day."),
    )


class DatedQuerySet(ScopedQuerySet):
    """Questions about spells that have ``starts_on`` and ``ends_on``."""

    def running_on(self, day: date) -> Self:
        """Keep the spells that run on ``day``."""
        return self.filter(on_day(day))
