"""Measure three ways of keeping a history: by row, by statement with a join by key, by statement as we do.

    python -m benchmarks.audit [ROWS]

Prints the seconds of one insert of ROWS rows (20,000), of as many updates of one row each, and of one update of
all rows in a session that has updated one row before. Runs on a throw-away database, over a table of its own.
"""

import sys
import time

import psycopg

from benchmarks.cluster import throw_away_database

COLUMNS = "id, name, city, email, phone, headcount"
TABLES = """
DROP TABLE IF EXISTS kept, held;
CREATE TABLE held (id bigint PRIMARY KEY, name text, city text, email text, phone text,
  headcount int);
CREATE TABLE kept (key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text, id bigint, name text,
  city text, email text, phone text, headcount int);
CREATE INDEX ON kept (id)"""
FUNCTION = (
    "CREATE OR REPLACE FUNCTION keep_{0}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {1}; RETURN NULL; END $$"
)
TRIGGER = "CREATE TRIGGER {0} AFTER {0} ON held {1} EXECUTE FUNCTION keep_{0}()"
KEEP = f"INSERT INTO kept (label, {COLUMNS}) "
NEW_ROW = f"{KEEP} SELECT TG_OP, NEW.*"
NEW_ROWS = f"{KEEP} SELECT TG_OP, {COLUMNS} FROM new_rows"
JOINED = f"{KEEP} SELECT TG_OP, n.* FROM old_rows o JOIN new_rows n USING (id) WHERE o.* IS DISTINCT FROM n.*"
GROUPED = f"""{KEEP} SELECT TG_OP, {COLUMNS} FROM (SELECT true AS is_new, * FROM new_rows
  UNION ALL SELECT false, * FROM old_rows) AS both_sides GROUP BY {COLUMNS} HAVING bool_and(is_new)"""
BY_ROW = "FOR EACH ROW"
NEW = "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT"
BOTH = "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT"
WAYS = {
    "none": None,
    "by row": ((NEW_ROW, BY_ROW), (NEW_ROW, f"{BY_ROW} WHEN (OLD.* IS DISTINCT FROM NEW.*)")),
    "by statement, joined": ((NEW_ROWS, NEW), (JOINED, BOTH)),
    "by statement, grouped": ((NEW_ROWS, NEW), (GROUPED, BOTH)),
}
INSERT = """INSERT INTO held
SELECT n, 'Essai ' || n, 'Alès', 'a@example.org', '', 1 FROM generate_series(1, {rows}) n"""
ONE_BY_ONE = "DO $$ BEGIN FOR n IN 1..{rows} LOOP UPDATE held SET phone = 'x' WHERE id = n; END LOOP; END $$"


def seconds(connection: psycopg.Connection, sql: str) -> float:
    """Return how long ``sql`` takes."""
    began = time.perf_counter()
    connection.execute(sql)
    return time.perf_counter() - began


def measure(address: str, way: str, rows: int) -> list[float]:
    """Return the seconds of the three acts, in a session of its own."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(TABLES)
        for operation, told in zip(("insert", "update"), WAYS[way] or (), strict=False):
            connection.execute(FUNCTION.format(operation, told[0]))
            connection.execute(TRIGGER.format(operation, told[1]))
        return [
            seconds(connection, INSERT.format(rows=rows)),
            seconds(connection, ONE_BY_ONE.format(rows=rows)),
            seconds(connection, "UPDATE held SET headcount = 2"),
        ]


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    print(f"| history | insert of {rows:,} rows | {rows:,} updates of one row | update of {rows:,} rows |")
    print("|---|---|---|---|")
    with throw_away_database() as address:
        for way in WAYS:
            print(f"| {way} | " + " | ".join(f"{s:.2f} s" for s in measure(address, way, rows)) + " |")


if __name__ == "__main__":
    main()
