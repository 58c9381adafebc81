"""Days that two records have in common: those of the kept one stand, the other's are cut."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import F, Q

from leader.shared.periods import DaysBetween

Days = tuple[date, date | None]
DAY = timedelta(days=1)


def outside(days: Days, taken: list[Days]) -> list[Days]:
    """Return the parts of ``days`` that none of ``taken`` holds; both ends are included."""
    left = [days]
    for busy in taken:
        left = [part for each in left for part in _without(each, busy)]
    return left


def _without(days: Days, busy: Days) -> Iterator[Days]:
    (first, last), (begins, ends) = days, busy
    if (ends and ends < first) or (last and begins > last):
        yield days
        return
    if first < begins:
        yield first, begins - DAY
    if ends and (last is None or ends < last):
        yield ends + DAY, last


def settled(row: Any) -> list[Any]:
    """Return the parts of ``row`` (not yet saved where it is going) that no other row of its model excludes.

    What a model gives up instead of days, such as the vote or being the home, stands in its ``gives_way``.
    """
    for constraint, others in excluded_by(row):
        taken = [(other.starts_on, other.ends_on) for other in others]
        if not taken:
            continue
        free = outside((row.starts_on, row.ends_on), taken)
        parts = [_part(row, days) for days in free]
        if given := getattr(row, "gives_way", {}).get(constraint.name):
            parts += [_part(row, days, given) for days in outside((row.starts_on, row.ends_on), free)]
        return sorted((p for part in parts for p in settled(part)), key=lambda part: part.starts_on)
    return [row]


def _part(row: Any, days: Days, given: dict[str, Any] | None = None) -> Any:
    part = copy.copy(row)
    for name, value in {"starts_on": days[0], "ends_on": days[1], **(given or {})}.items():
        setattr(part, name, value)
    return part


def excluded_by(row: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each constraint of spells of the model, with the other rows that keep ``row`` out."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, ExclusionConstraint) and (equal := _equal(constraint)) is not None:
            if constraint.condition and not _meets(row, constraint.condition):
                continue
            values = {name: getattr(row, row._meta.get_field(name).attname) for name in equal}
            if None in values.values():
                continue
            others = row._meta.model._base_manager.filter(constraint.condition or Q(), **values).exclude(pk=row.pk)
            yield constraint, others.filter(_overlapping(row)).order_by("starts_on")


def _equal(constraint: ExclusionConstraint) -> list[str] | None:
    """Return the names that must be equal, or None when this is not a rule about spells."""
    names: list[str] = []
    has_days = False
    for expression, operator in constraint.expressions:
        if operator == "&&" and isinstance(expression, DaysBetween):
            has_days = True
        elif operator == "=" and isinstance(expression, str | F):
            names.append(expression if isinstance(expression, str) else vars(expression)["name"])
        else:
            return None
    return names if has_days else None


def _meets(row: Any, condition: Q) -> bool:
    return condition.check(row._get_field_expression_map(meta=row._meta))


def _overlapping(row: Any) -> Q:
    condition = Q(ends_on__isnull=True) | Q(ends_on__gte=row.starts_on)
    return condition & Q(starts_on__lte=row.ends_on) if row.ends_on else condition
