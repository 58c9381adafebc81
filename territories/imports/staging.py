"""From the file to rows that the database has read: COPY first, then one INSERT … SELECT that checks each cell."""

import re
import unicodedata
from itertools import islice

from django.db import connection, transaction

from leader.shared.typed import BLANK_LETTERS, visible
from territories.imports.parsing import parse_sql
from territories.imports.progress import Step, tell
from territories.imports.reading import SEPARATOR, Table
from territories.models import CompanyImport

_BLOCK = 5000
_BLANKS = "\t\r\n\u00a0\u202f\u2009"  # the last three part the digits of French numbers

# Blank to the eye, or seen upon a letter alone: the blocks of combining marks, and what chooses the look of a sign.
_MAY_BE_UNSEEN = re.compile(f"[{BLANK_LETTERS}\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]")


def stage(company_import: CompanyImport, table: Table) -> int:
    """Copy the lines of ``table`` beside the import, in place of any from an earlier try; return how many."""
    lines = read = 0
    with transaction.atomic(), connection.cursor() as cursor:
        tell(company_import, Step.READ, 0 if table.size else None)
        cursor.execute("DELETE FROM territories_importrow WHERE import_id = %s", [company_import.pk])
        cursor.execute("DELETE FROM territories_importline WHERE import_id = %s", [company_import.pk])
        # A COPY a block: between two of them the connection can tell how far it is.
        while block := [f"{number}\t{_escaped(cells)}\n" for number, cells in islice(table.rows, _BLOCK)]:
            with cursor.copy("COPY territories_importline (import_id, number, cells) FROM STDIN") as copy:
                copy.write("".join(f"{company_import.pk}\t{line}" for line in block))
            lines += len(block)
            read += sum(map(len, block))
            tell(company_import, Step.READ, read * 100 // table.size if table.size else None)
    return lines


def _escaped(cells: list[str]) -> str:
    joined = SEPARATOR.join(cells)
    if joined.count(SEPARATOR) >= len(cells):  # the separator stands within a cell as well
        return _escaped([cell.replace(SEPARATOR, " ") for cell in cells])
    if "'" in joined:  # what the export put before a formula
        joined = SEPARATOR.join(c[1:] if c[:1] == "'" and c[1:2] in "'=+-@＝＋－＠−" else c for c in cells)
    if not joined.isascii():
        joined = unicodedata.normalize("NFC", joined)
    for sign in _BLANKS if not joined.isascii() else _BLANKS[:3]:
        if sign in joined:
            joined = joined.replace(sign, " ")
    if _holds_unseen(joined):
        joined = SEPARATOR.join(visible(cell) for cell in joined.split(SEPARATOR))
    if "\\" in joined:
        joined = joined.replace("\\", "\\\\")
    return joined


def _holds_unseen(joined: str) -> bool:
    """Tell, fast, whether a cell holds what is not seen; seldom so."""
    if not joined.replace(SEPARATOR, "").isprintable():
        return True
    return not joined.isascii() and _MAY_BE_UNSEEN.search(joined) is not None


def parse(company_import: CompanyImport) -> None:
    """Read the cells of every line by the mapping, and note what is wrong with each."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM territories_importrow WHERE import_id = %s", [company_import.pk])
        cursor.execute(parse_sql(company_import.mapping), {"import": company_import.pk})
        cursor.execute("ANALYZE territories_importrow (import_id, number, siren, name, problems)")
