"""The scope rule as the admin asks it: once a request, a model and a right."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from leader.shared.scope import EVERY_ROW, Right, granted


def condition_for(request: HttpRequest, model: type[Model], right: Right) -> Q | None:
    """Return the condition under which the person has ``right`` over a row of ``model``; None: over no row."""
    known: dict[Any, Q | None] = request.__dict__.setdefault("_scope_conditions", {})
    if (model, right) not in known:
        known[model, right] = granted(model, right, request.user)
    return known[model, right]


def rows_for(request: HttpRequest, rows: QuerySet[Any], right: Right) -> QuerySet[Any]:
    """Keep the rows over which the person has ``right``."""
    condition = condition_for(request, rows.model, right)
    if condition is None:
        return rows.none()
    return rows if condition is EVERY_ROW else rows.filter(condition)


def has_every_row(request: HttpRequest, model: type[Model]) -> bool:
    """Tell whether the person administers every row of ``model``, as staff does."""
    return condition_for(request, model, Right.ADMINISTER) is EVERY_ROW
