"""The audit: every insert, change and deletion of a tracked model is kept, append-only, by a trigger.

Triggers see what Python does not: ``update()``, bulk operations, COPY and SQL typed by hand.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pghistory
from django.db import models


def tracked(*, exclude: list[str] | None = None) -> Callable[[type[models.Model]], type[models.Model]]:
    """Return a decorator that keeps the history of a model, the fields ``exclude`` left out.

    Generated columns are left out in any case: they follow from the others.
    """

    def track(model: type[models.Model]) -> type[models.Model]:
        generated = [f.name for f in model._meta.fields if isinstance(f, models.GeneratedField)]
        decorate: Any = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=[*generated, *(exclude or [])] or None,
            model_name=f"{model.__name__}Change",
            obj_field=pghistory.ObjForeignKey(related_name="changes", related_query_name="changes"),
        )
        return decorate(model)

    return track


# They serve many people and jobs, each of which names itself; and the SQL of a migration may hold a bare
# percent sign, which naming it would turn into a parameter.
NOT_NAMED = {"migrate", "procrastinate", "run", "runserver", "testserver"}


def named_command(command: str) -> AbstractContextManager[Any]:
    """Let the history of what is changed within the block name the management command."""
    return nullcontext() if command in NOT_NAMED else pghistory.context(command=command)
