"""The one scope rule: what a person may see or change is a queryset.

A lower app cannot know the roles of an upper one. So each app adds its *grants* at start-up, in the
``ready`` of its configuration: functions that take a user and return a ``Q`` over one model. The queryset
of the model only asks: a row is visible when one grant says so. No grant, no row: the rule fails closed.

A grant reaches other tables through ``pk__in`` or ``Exists``, never through a join, so that no row is
found twice.
"""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

AnyUser = AbstractBaseUser | AnonymousUser
Grant = Callable[[Any], Q | None]


class Right(StrEnum):
    """What one may do with a row; who may change it may see it."""

    VIEW = "view"
    EDIT = "edit"


EVERY_ROW = ~Q(pk__in=[])
_grants: dict[tuple[type[Model], Right], list[Grant]] = defaultdict(list)


def grant(model: type[Model], right: Right, given_by: Grant) -> None:
    """Add ``given_by(user)`` (a Q over ``model``, or None for nothing) to what gives ``right``."""
    _grants[model, right].append(given_by)


def granted(model: type[Model], right: Right, user: AnyUser) -> Q | None:
    """Return the condition under which ``user`` has ``right`` over a row of ``model``; None: over no row."""
    rights = [Right.EDIT] if right is Right.EDIT else [Right.EDIT, Right.VIEW]
    conditions = [c for r in rights for g in _grants[model, r] if (c := g(user)) is not None]
    if not conditions:
        return None
    if EVERY_ROW in conditions:
        return EVERY_ROW
    condition = conditions[0]
    for other in conditions[1:]:
        condition |= other
    return condition


class ScopedQuerySet(QuerySet[Any]):
    """A queryset that answers what a user may see or change."""

    def visible_to(self, user: AnyUser) -> Self:
        """Keep the rows that ``user`` may see."""
        return self._with_right(Right.VIEW, user)

    def editable_by(self, user: AnyUser) -> Self:
        """Keep the rows that ``user`` may change."""
        return self._with_right(Right.EDIT, user)

    def _with_right(self, right: Right, user: AnyUser) -> Self:
        condition = granted(self.model, right, user)
        if condition is None:
            return self.none()
        return self if condition == EVERY_ROW else self.filter(condition)
