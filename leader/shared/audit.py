"""The audit: every insert, change and deletion of a tracked model is kept, append-only, by a trigger.

Triggers see what Python does not: ``update()``, bulk operations, COPY and SQL typed by hand. They are asked once
a statement, not once a row, and keep all its rows together (docs/decisions/024-the-audit-works-by-statement.md).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory
import pgtrigger
from django.db import models, transaction


def tracked(
    *, exclude: list[str] | None = None, unsought: list[str] | None = None
) -> Callable[[type[models.Model]], type[models.Model]]:
    """Return a decorator that keeps the history of a model, the fields ``exclude`` left out.

    Generated columns are left out in any case: they follow from the others. The foreign keys ``unsought`` are kept
    without an index: nobody looks for changes by them.
    """

    def track(model: type[models.Model]) -> type[models.Model]:
        generated = [f.name for f in model._meta.fields if isinstance(f, models.GeneratedField)]
        decorate: Any = pghistory.track(
            _Inserts(),
            _Updates(),
            _Deletes(),
            exclude=[*generated, *(exclude or [])] or None,
            attrs={name: _without_index(model, name) for name in unsought or []},
            model_name=f"{model.__name__}Change",
            obj_field=pghistory.ObjForeignKey(related_name="changes", related_query_name="changes"),
        )
        return decorate(model)

    return track


def _without_index(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return models.ForeignKey(
        field.remote_field.model, models.DO_NOTHING, null=field.null, blank=field.blank,
        verbose_name=field.verbose_name, related_name="+", related_query_name="+",
        db_constraint=False, db_index=False,
    )  # fmt: skip


class _ByStatement:
    """Keep the rows of one statement by one INSERT, from the tables in which PostgreSQL collects them."""

    referencing: pgtrigger.Referencing
    rows: str  # what to read, given the tracked columns

    def add_event_trigger(self: Any, event_model: Any) -> None:
        """Register the trigger that fills ``event_model``; pghistory calls it."""
        model = event_model.pgh_tracked_model
        own = {field.name for field in model._meta.fields}
        listed = ", ".join(sorted(f'"{f.column}"' for f in event_model._meta.fields if f.name in own))
        # The clock, not the start of the transaction: of two that overlap, the later change is told as the later.
        # The context is a subquery: asked once, and never by a statement that changed no row.
        func = f"""
            INSERT INTO "{event_model._meta.db_table}"
              (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {listed})
            SELECT clock_timestamp(), '{self.label}', "{model._meta.pk.column}",
              (SELECT _pgh_attach_context()), {listed}
            FROM {self.rows.format(columns=listed)} AS kept;
            RETURN NULL;"""  # noqa: S608 - names of our own tables and columns
        register = pgtrigger.register(
            pgtrigger.Trigger(
                name=self.trigger_name.lower(),
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=self.operation,
                referencing=self.referencing,
                func=" ".join(func.split()),
            )
        )
        register(model)


class _Inserts(_ByStatement, pghistory.InsertEvent):
    referencing = pgtrigger.Referencing(new="new_rows")
    rows = "new_rows"


class _Deletes(_ByStatement, pghistory.DeleteEvent):
    referencing = pgtrigger.Referencing(old="old_rows")
    rows = "old_rows"


class _Updates(_ByStatement, pghistory.UpdateEvent):
    """A row is kept when none of the rows before the statement was the same.

    Grouping finds it, not a join by key: PostgreSQL plans a trigger once in a session, by the number of rows of
    its first statement, and a join planned for one row takes hours over a hundred thousand. A key that changes is
    kept as well.
    """

    referencing = pgtrigger.Referencing(old="old_rows", new="new_rows")
    rows = """(SELECT {columns} FROM (SELECT true AS is_new, {columns} FROM new_rows
      UNION ALL SELECT false, {columns} FROM old_rows) AS both_sides
      GROUP BY {columns} HAVING bool_and(is_new))"""


def forget(changes: models.QuerySet[Any, Any], **blank: Any) -> int:
    """Overwrite columns of kept changes: the one way round append-only, for personal data that must go.

    Return how many changes were overwritten. The row itself stays: that something changed is no secret.
    """
    label = changes.model._meta.label
    with transaction.atomic(), pgtrigger.ignore(f"{label}:append_only"):
        return changes.update(**blank)


def forget_rows(rows: models.QuerySet[Any, Any]) -> int:
    """Delete rows of a tracked model with all their history, which says the same; return how many."""
    keys = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    changes: Any = rows.model._meta.get_field("changes").related_model
    with transaction.atomic(), pgtrigger.ignore(f"{changes._meta.label}:append_only"):
        rows.model._base_manager.filter(pk__in=keys).delete()
        changes._base_manager.filter(pgh_obj__in=keys).delete()
    return len(keys)


# They serve many people and jobs, each of which names itself; and the SQL of a migration may hold a bare
# percent sign, which naming it would turn into a parameter.
NOT_NAMED = {"migrate", "procrastinate", "run", "runserver", "testserver"}


def named_command(command: str) -> AbstractContextManager[Any]:
    """Let the history of what is changed within the block name the management command."""
    return nullcontext() if command in NOT_NAMED else pghistory.context(command=command)
