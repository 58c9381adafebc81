"""Constraints of the database as the forms ask them."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import DEFAULT_DB_ALIAS


class ConditionalExclusion(ExclusionConstraint):
    """An exclusion under a condition; a form that refuses a field of the condition does not ask it.

    Django's own asks all the same, and the database cannot tell a field that was left out.
    """

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """Raise ValidationError when another row excludes ``instance``."""
        refused = exclude and self._expression_refs_exclude(model, self.condition, exclude)  # type: ignore[attr-defined]
        if not refused:
            super().validate(model, instance, exclude, using)

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Name Django's own in migrations: in the database they are the same."""
        _path, *rest = super().deconstruct()
        return ("django.contrib.postgres.constraints.ExclusionConstraint", *rest)  # type: ignore[return-value]
