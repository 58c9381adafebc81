"""The one scope rule: what a person may see or change is a queryset.

A lower app cannot know the roles of an upper one. So each app has a module ``scope``, found at start-up,
with its *grants*: functions that take a user and return a ``Q`` over one model. The queryset of the model
only asks: a row is visible when one grant says so. No grant, no row: the rule fails closed.

A grant reaches other tables through ``pk__in`` where the other side is short (one person's companies), through
``one_of`` where it is long (every membership), never through a join, so that no row is found twice.
"""

import operator
from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from functools import reduce
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, Model, OuterRef, Q, QuerySet

AnyUser = AbstractBaseUser | AnonymousUser
Grant = Callable[[Any], Q | None]


class Right(StrEnum):
    """What one may do with a row, the narrower right first; each includes the ones after it."""

    ADMINISTER = "administer"  # finds it in the admin
    EDIT = "edit"
    VIEW = "view"


EVERY_ROW = ~Q(pk__in=[])
_grants: dict[tuple[type[Model], Right], list[Grant]] = defaultdict(list)


def grant(right: Right, *models: type[Model]) -> Callable[[Grant], Grant]:
    """Return a decorator: the function (user → Q over the model, or None for no row) gives ``right``."""

    def add(given_by: Grant) -> Grant:
        for model in models:
            _grants[model, right].append(given_by)
        return given_by

    return add


def one_of(rows: QuerySet[Any], column: str, *, of: str = "pk") -> Q:
    """Return the condition that one of ``rows`` names in ``column`` the key that the asked row has in ``of``.

    It is looked up row by row, by an index that begins with ``column``. Two bounds say "equal" so that PostgreSQL
    cannot read all ``rows`` into a table of hashes instead, as it does beside an OR even for a page of 25.
    """
    return Q(Exists(rows.filter(**{f"{column}__gte": OuterRef(of), f"{column}__lte": OuterRef(of)})))


class _IsAmong(Func):
    """Whether a value is in an array."""

    template, arg_joiner = "%(expressions)s)", " = ANY ("
    output_field = BooleanField()


def among(column: str, keys: QuerySet[Any, Any]) -> Q:
    """Return the condition that ``column`` is one of ``keys`` (a queryset of one column).

    They are worked out once, as an array that an index takes at one go; also beside an OR.
    """
    return Q(_IsAmong(F(column), ArraySubquery(keys)))


def given_by(model: type[Model], right: Right, user: AnyUser) -> list[Grant]:
    """Return the grants that give ``user`` this very ``right`` over some row of ``model``."""
    return [give for give in _grants[model, right] if give(user) is not None]


def scoped_models() -> list[type[Model]]:
    """Return the models over which some app gives a right, by name."""
    return sorted({model for model, _right in list(_grants)}, key=lambda model: model._meta.label)


def granted(model: type[Model], right: Right, user: AnyUser) -> Q | None:
    """Return the condition under which ``user`` has ``right`` over a row of ``model``; None: over no row."""
    rights = list(Right)[: list(Right).index(right) + 1]
    conditions = []
    for give in [give for each in rights for give in _grants[model, each]]:
        if (condition := give(user)) is EVERY_ROW:
            return EVERY_ROW  # staff: nothing more needs asking
        if condition is not None:
            conditions.append(condition)
    return reduce(operator.or_, conditions) if conditions else None


Refusal = Callable[[AnyUser], bool]
_adding_refused: list[Refusal] = []


def refuses_adding(refused: Refusal) -> Refusal:
    """Register a rule that tells of whom, among those who administer a part of the rows, may add none."""
    _adding_refused.append(refused)
    return refused


def may_add_to_part(user: AnyUser) -> bool:
    """Tell whether no rule keeps ``user`` from adding to the part of the rows that they administer."""
    return not any(refused(user) for refused in _adding_refused)


def is_scoped(model: type[Model]) -> bool:
    """Tell whether some app gives a right over rows of ``model``; else its rows follow their parent's."""
    return any(_grants[model, right] for right in Right)


def administers(user: AnyUser) -> bool:
    """Tell whether ``user`` finds something in the admin: staff, and by their grants the leads."""
    models = [model for model, right in list(_grants) if right is Right.ADMINISTER]
    return any(granted(model, Right.ADMINISTER, user) is not None for model in models)


def within(rows: QuerySet[Any], right: Right, user: AnyUser) -> QuerySet[Any]:
    """Keep the rows over which ``user`` has ``right``; for any queryset, of a model with grants or without."""
    condition = granted(rows.model, right, user)
    if condition is None:
        return rows.none()
    return rows if condition == EVERY_ROW else rows.filter(condition)


class ScopedQuerySet(QuerySet[Any]):
    """A queryset that answers what a user may see or change."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the rows that ``user`` may see."""
        return within(self, Right.VIEW, user)  # type: ignore[return-value]

    def editable_by(self, user: AnyUser) -> Self:
        """Keep the rows that ``user`` may change."""
        return within(self, Right.EDIT, user)  # type: ignore[return-value]

    def administered_by(self, user: AnyUser) -> Self:
        """Keep the rows that ``user`` finds in the admin."""
        return within(self, Right.ADMINISTER, user)  # type: ignore[return-value]
