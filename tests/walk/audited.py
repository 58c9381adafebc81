"""What a visit changed, as the audit has seen it: comparable between two visits that were both undone."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, Max, Model

NEW = "new"  # in place of a key that the visit drew: two visits draw different ones
OF_THE_AUDIT = {"pgh_id", "pgh_created_at", "pgh_context"}
DIGEST = "sha256"  # of a paper that tells its minute: two visits on either side of a full minute differ
Change = tuple[str, tuple[tuple[str, str], ...]]  # the table, then its columns with their values


class Audited:
    """The audit as it stood when this was made; ``changes`` tells what came since."""

    def __init__(self) -> None:
        self._tables = {m._meta.db_table: m for m in apps.get_models() if hasattr(m, "pgh_obj")}
        self._seen = {table: _highest(model) for table, model in self._tables.items()}
        self._keys = {m: _highest(m) for m in apps.get_models() if isinstance(m._meta.pk, AutoField)}

    def changes(self) -> list[Change]:
        """Return what was changed since, row by row, in an order of their own."""
        selects = [
            f"select '{table}', to_jsonb(t)::text from \"{table}\" t where pgh_id > {seen}"
            for table, seen in self._seen.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(selects))
            return sorted((table, tuple(self._told(table, json.loads(row)))) for table, row in cursor)

    def _told(self, table: str, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for field in self._tables[table]._meta.fields:
            if field.name not in {*OF_THE_AUDIT, DIGEST} and field.get_internal_type() != "DateTimeField":
                yield field.name, self._value(field, row[field.column])

    def _value(self, field: Any, value: Any) -> str:
        model = field.related_model or (field.model.pgh_obj.field.related_model if field.name == "id" else None)
        if model is None or value is None:
            return str(value)
        return reference(model, NEW if isinstance(value, int) and value > self._keys.get(model, value) else value)


def reference(model: type[Model], key: Any) -> str:
    """Return how a change tells of a record: ``members.company 12``."""
    return f"{model._meta.label_lower} {key}"


def _highest(model: type[Model]) -> int:
    return model._base_manager.aggregate(highest=Max("pk"))["highest"] or 0
