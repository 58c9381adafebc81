"""Rows into the tables by COPY, each with the defaults of its model, under a progress bar."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from psycopg import sql
from tqdm import tqdm

RECORDED_AT = datetime(2026, 9, 1, 8, tzinfo=UTC)  # always the same: two runs give the same rows


def draw_keys(model: type[models.Model], count: int) -> list[int]:
    """Return ``count`` new keys of ``model`` in rising order, as its sequence gives them to everybody."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, shown: bool = True
) -> int:
    """Write ``rows`` (values of the fields ``names``) into the table of ``model``; return how many."""
    given = [_field(model, name) for name in names]
    others = [field for field in model._meta.concrete_fields if _needs_value(field) and field not in given]
    constants = [_default(field) for field in others]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in [*given, *others])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    watched = tqdm(rows, desc=model.__name__, unit="row", disable=None if shown else True)
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(watched, 1):  # noqa: B007 - the count is what is returned
            copy.write_row((*row, *constants))
    return count


def _field(model: type[models.Model], name: str) -> Any:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {model.__name__}.")
    return field


def _needs_value(field: Any) -> bool:
    return not (field.generated or field.has_db_default() or isinstance(field, models.AutoField))


def _default(field: Any) -> Any:
    return RECORDED_AT if getattr(field, "auto_now_add", False) else field.get_default()
