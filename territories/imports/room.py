"""What one transaction of an import may take of the server; told for the transaction, so that a pooler may stand between."""

from django.db import connection

# Sorts and joins of 100,000 lines stay in memory; longer files spill to disk, within these bounds. Compiling the
# long statements of an import to machine code takes longer than it saves.
_ROOM = "SET LOCAL work_mem = '64MB'; SET LOCAL jit = off"


def make_room() -> None:
    """Give the current transaction its memory."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
