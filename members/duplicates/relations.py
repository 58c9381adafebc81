"""Every foreign key that leads to a model, whichever app has it, those added later included."""

from typing import Any

from django.db.models import Model
from pghistory.models import Event


def keys_to(model: type[Model]) -> list[Any]:
    """Return the foreign keys to ``model`` in the order of their names, those of many-to-many tables included.

    The kept changes are left out: history tells what was, under the number that it had.
    """
    relations: list[Any] = [
        relation.field  # type: ignore[union-attr]  # those that Django made: the other end of a key
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    keys = [key for key in relations if not issubclass(key.model, Event) and key.model._meta.managed]
    return sorted(keys, key=lambda key: (key.model._meta.label, key.name))
