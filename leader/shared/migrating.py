"""Operations of migrations that are applied together, so that a new database is made in seconds, not minutes.

Django renders the models that a change touches anew after each operation. Here they are all related, and a
migration adds a hundred triggers or constraints, none of which needs to know what the one before it did.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# Operations of one kind, next to each other, do not look at what the others of their kind did.
TRIGGERS = (AddTrigger, RemoveTrigger)
KINDS: list[tuple[type[Operation], ...]] = [
    (CreateModel,), (AddField,), (AddIndex, AddConstraint), (RemoveTrigger,), (AddTrigger,),
]  # fmt: skip


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Return the ``operations`` of a migration in their order, long runs of one kind as one."""
    return list(_gathered(operations))


def kind_of(operation: Operation) -> int | None:
    """Return which of the KINDS an operation is of, or None."""
    return next((number for number, kinds in enumerate(KINDS) if type(operation) in kinds), None)


def _gathered(operations: Iterable[Operation]) -> Iterator[Operation]:
    for kind, found in groupby(operations, key=kind_of):
        if kind is None:
            yield from found
        else:
            yield Together(list(found))


class Together(Operation):
    """A run of operations that are independent of each other: the models they touch are rendered once."""

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the state; render what was touched anew, where models are rendered. Triggers change no model."""
        apps = state.__dict__.pop("apps", None)  # a cached property, without which nothing is rendered
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if apps is not None:
            state.__dict__["apps"] = apps
            names = {name for each in self.operations if (name := _model_changed_by(each))}
            state.reload_models(
                [(app_label, name) for name in names], delay=not any(map(_relates, self.operations))
            )

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Change the database, each operation knowing the models before all and after all."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the operations back, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what is done, as ``migrate --plan`` shows it."""
        return "; ".join(operation.describe() for operation in self.operations)

    def references_model(self, name: str, app_label: str) -> bool:
        """Tell whether one of the operations may touch the model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)


def _model_changed_by(operation: Operation) -> str | None:
    if isinstance(operation, TRIGGERS):
        return None
    name: str = operation.name if isinstance(operation, CreateModel) else operation.model_name  # type: ignore[attr-defined]
    return name.lower()


def _relates(operation: Operation) -> bool:
    """Tell whether models that are related to the model must know of the change."""
    return isinstance(operation, CreateModel) or (isinstance(operation, AddField) and operation.field.is_relation)
