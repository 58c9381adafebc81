"""What a merge does to rows, each act written down as it is done, so that it can be told and undone.

Rows are read and written as JSON by the database itself: whatever their columns are, they come back as they were.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, IntegrityError, connection
from django.db.models import Model

Row = dict[str, Any]


@dataclass
class Journal:
    """The acts of one merge in their order, how many rows follow of each kind, and what had to give way."""

    acts: list[Row] = field(default_factory=list)
    followed: Counter[type[Model]] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def change(self, model: type[Model], keys: list[Any], before: Row, after: Row) -> None:
        """Write ``after`` (by column) over ``before`` in the rows ``keys``."""
        before, after = json.loads(dumped(before)), json.loads(dumped(after))
        write(model, keys, before, after)
        self.acts.append({"act": "change", "model": label(model), "keys": keys, "before": before, "after": after})

    def remove(self, model: type[Model], key: Any) -> None:
        """Take a row out."""
        self.acts.append({"act": "remove", "model": label(model), "row": read(model, key)})
        delete(model, key)

    def add(self, model: type[Model], row: Row) -> None:
        """Put a new row in; ``row`` has no key yet."""
        key = insert(model, row)
        self.acts.append({"act": "add", "model": label(model), "key": key, "row": read(model, key)})

    def digest(self) -> str:
        """Return what tells two journals apart, whatever keys the added rows were given.

        A row that is taken out counts with all that it says: somebody may have changed it since it was told.
        """
        kept = [
            (act["act"], act["model"], act.get("keys"), act.get("after"), act["act"] == "remove" and act["row"])
            for act in self.acts
        ]
        return hashlib.sha256(dumped([kept, self.told]).encode()).hexdigest()


@contextmanager
def at_once() -> Iterator[None]:
    """Let the database ask every foreign key at once within the block, not when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def dumped(value: Any) -> str:
    """Return ``value`` as JSON."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)


def label(model: type[Model]) -> str:
    """Return the name under which a journal knows ``model``."""
    return model._meta.label


def model_of(name: str) -> type[Model]:
    """Return the model that a journal calls ``name``."""
    return apps.get_model(name)


def columns_of(model: type[Model]) -> list[str]:
    """Return the columns of ``model`` that may be written."""
    return [f.column for f in model._meta.concrete_fields if f.column and not f.generated]


def read(model: type[Model], key: Any) -> Row:
    """Return the row ``key``, its generated columns left out."""
    table, pk = _names(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {pk} = %s", [key])  # noqa: S608 - our own names
        row = json.loads(cursor.fetchone()[0])
    return {column: row[column] for column in columns_of(model)}


def write(model: type[Model], keys: Iterable[Any], before: Row, after: Row) -> list[Any]:
    """Write ``after`` into the rows ``keys`` whose columns still say ``before``; return the keys of those."""
    table, pk = _names(model)
    listed = _listed(after)
    sql = f"""
        UPDATE {table} t SET ({listed}) = ROW({_listed(after, "a")})
        FROM jsonb_populate_record(NULL::{table}, %s::jsonb) a, jsonb_populate_record(NULL::{table}, %s::jsonb) b
        WHERE t.{pk} = ANY(%s) AND ROW({_listed(after, "t")}) IS NOT DISTINCT FROM ROW({_listed(after, "b")})
        RETURNING t.{pk}"""  # noqa: S608 - names of our own tables and columns
    with _triggers_at_rest(model), connection.cursor() as cursor:
        cursor.execute(sql, [dumped(after), dumped(before), list(keys)])
        return [row[0] for row in cursor.fetchall()]


def _triggers_at_rest(model: type[Model]) -> AbstractContextManager[Any]:
    """Keep the triggers that ``model`` names in ``merged_without`` from writing a day that is not the row's."""
    names = getattr(model, "merged_without", ())
    return pgtrigger.ignore(*(f"{label(model)}:{name}" for name in names)) if names else nullcontext()


def insert(model: type[Model], row: Row) -> Any:
    """Put ``row`` in and return its key."""
    table, pk = _names(model)
    listed = _listed(row)
    sql = f"""
        INSERT INTO {table} ({listed})
        SELECT {listed} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) RETURNING {pk}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [dumped(row)])
        return cursor.fetchone()[0]


def delete(model: type[Model], key: Any) -> None:
    """Delete the row ``key`` alone: whatever still refers to it is an error."""
    table, pk = _names(model)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {pk} = %s", [key])  # noqa: S608 - our own names


def is_said(error: DatabaseError) -> bool:
    """Tell whether a rule refused a change: a constraint, or a trigger, as those of a table never written over."""
    return isinstance(error, IntegrityError) or getattr(error.__cause__, "sqlstate", "") == "P0001"


def _names(model: type[Model]) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(str(model._meta.pk.column))


def _listed(columns: Iterable[str], alias: str = "") -> str:
    before = f"{alias}." if alias else ""
    return ", ".join(before + connection.ops.quote_name(column) for column in columns)
