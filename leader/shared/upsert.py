"""Reference data brought up to date in one statement: rows arrive by COPY, and only what differs is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from psycopg import sql

_ARRIVING = sql.Identifier("arriving_rows")


@dataclass(frozen=True)
class Counts:
    """How many rows were new, changed, or as they were."""

    created: int
    updated: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.created} new, {self.updated} changed, {self.unchanged} unchanged"


@transaction.atomic
def upsert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> Counts:
    """Bring the table of ``model`` up to ``rows`` (values of ``fields``, the primary key first).

    A row that the table has beyond these stays. A second call with the same rows writes nothing.
    """
    table = sql.Identifier(model._meta.db_table)
    columns = [sql.Identifier(_column(model, name)) for name in fields]
    listed = sql.SQL(", ").join(columns)
    with connection.cursor() as cursor:
        made = sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA")
        # As text: the audit, which notes who runs a command, reads the statement.
        cursor.execute(made.format(_ARRIVING, listed, table).as_string())
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(_ARRIVING, listed)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_merge(table, columns).as_string())
        is_new = [new for (new,) in cursor.fetchall()]
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(_ARRIVING).as_string())
        total = cursor.fetchone()[0]
        cursor.execute(sql.SQL("DROP TABLE {}").format(_ARRIVING).as_string())
    return Counts(sum(is_new), len(is_new) - sum(is_new), total - len(is_new))


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    return str(field.column if isinstance(field, models.Field) else name)


def _merge(table: sql.Composable, columns: list[sql.Identifier]) -> sql.Composed:
    """Return the statement; of each row written it tells whether it is new."""
    key, *others = columns
    mine = sql.SQL(", ").join(sql.SQL("{}.{}").format(table, column) for column in others)
    theirs = sql.SQL(", ").join(sql.SQL("excluded.{}").format(column) for column in others)
    return sql.SQL(
        "INSERT INTO {table} ({listed}) SELECT {listed} FROM {arriving}"
        " ON CONFLICT ({key}) DO UPDATE SET ({names}) = ROW({theirs})"
        " WHERE ({mine}) IS DISTINCT FROM ({theirs}) RETURNING xmax = 0"
    ).format(
        table=table,
        listed=sql.SQL(", ").join(columns),
        arriving=_ARRIVING,
        key=key,
        names=sql.SQL(", ").join(others),
        mine=mine,
        theirs=theirs,
    )
