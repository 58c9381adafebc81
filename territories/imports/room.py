"""What the transaction of an import may take of the server, told for the transaction alone: a pooler may stand between."""

from django.db import connection

# Each sort and join of 100,000 lines stays in memory; those of longer files spill to disk. Compiling the long
# statements of an import to machine code takes longer than it saves.
_ROOM = "SET LOCAL work_mem = '32MB'; SET LOCAL hash_mem_multiplier = 1; SET LOCAL jit = off"
# The planner may know nothing of companies that another import wrote a moment ago. A join that it plans for one row
# is fatal over many when it goes row by row; by sorting or hashing it costs what it costs.
_NOT_ROW_BY_ROW = "SET LOCAL enable_nestloop = off"
_MANY = 1000


def make_room(lines: int) -> None:
    """Give the current transaction what an import of so many lines needs."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        if lines > _MANY:
            cursor.execute(_NOT_ROW_BY_ROW)
