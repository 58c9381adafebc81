"""Reading a file as people's spreadsheets write it, line by line: memory does not grow with the file."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from territories.imports.columns import recognised

SEPARATOR = "\x1f"
MAX_LINES = 2_000_000
MAX_COLUMNS = 200
MAX_UNZIPPED = 400_000_000
EMPTY_ROWS_TO_STOP = 1000
SAMPLE = 500
# What the reader of workbooks meets in one that was cut, packed in an unknown way, or written by a bad program.
_DAMAGED = (
    ValueError, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError, RuntimeError, OSError, EOFError,
    zlib.error, zipfile.BadZipFile,
)  # fmt: skip
csv.field_size_limit(20_000)


class FileRefusedError(Exception):
    """The file cannot be read; the message is a sentence for the person who chose it."""


@dataclass
class Table:
    """A file opened: its headings, the place of each known column, and its lines still to come."""

    headings: list[str]
    mapping: dict[str, int]
    rows: Iterator[tuple[int, list[str]]] = field(repr=False)
    size: int = 0  # of the text in bytes; 0 for a workbook, which is packed


def read(path: Path) -> Table:
    """Open the file at ``path``; raise FileRefusedError, here or at any line."""
    try:
        start = path.open("rb").read(4096)
    except OSError as error:
        raise FileRefusedError(_("The file cannot be opened.")) from error
    if not start.strip(b"\x00\r\n\t ;,"):
        raise FileRefusedError(_("The file is empty."))
    is_workbook = start.startswith(b"PK\x03\x04")
    rows = _xlsx_rows(path) if is_workbook else _csv_rows(path, start)
    table = _table(_counted(_readable(rows)))
    table.size = 0 if is_workbook else path.stat().st_size
    return table


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except UnicodeError as error:
        message = _("The characters of the file are not readable: save it as “CSV UTF-8”.")
        raise FileRefusedError(message) from error


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    """Find the headings among the first lines; a title may stand above them."""
    head = list(islice((r for r in rows if any(r[1])), 10))
    if not head:
        raise FileRefusedError(_("The file is empty."))
    for at, (_number, cells) in enumerate(head):
        if "name" in recognised(cells) or "siren" in recognised(cells):
            return _with_sample(cells, head[at + 1 :], rows)
    raise FileRefusedError(
        _("No known column was found: the first line must hold headings such as “Raison sociale” or “SIREN”.")
    )


def _with_sample(
    headings: list[str], after: list[tuple[int, list[str]]], rows: Iterator[tuple[int, list[str]]]
) -> Table:
    sample = after + list(islice(rows, SAMPLE))
    if not any(any(cells) for _number, cells in sample):
        raise FileRefusedError(_("The file has headings but no line below them."))
    plain = [h for h in headings if h]
    twice = sorted({h for h in plain if plain.count(h) > 1})
    if twice:
        raise FileRefusedError(_("Two columns have the same heading: %s.") % ", ".join(twice))
    mapping = recognised(headings, [cells for _number, cells in sample])

    def lines() -> Iterator[tuple[int, list[str]]]:
        for number, cells in _chained(sample, rows):
            if any(cells):
                yield number, cells

    return Table(headings, mapping, lines())


def _chained(
    first: list[tuple[int, list[str]]], then: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    first.clear()
    yield from then


def _counted(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(rows, start=1):
        if number > MAX_LINES:
            raise FileRefusedError(_("The file has more than %d lines: divide it.") % MAX_LINES)
        if len(cells) > MAX_COLUMNS:
            raise FileRefusedError(_("The file has more than %d columns.") % MAX_COLUMNS)
        yield number, [cell.strip() for cell in cells]


def _csv_rows(path: Path, start: bytes) -> Iterator[list[str]]:
    encoding = _encoding(path, start)
    lowered = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if lowered.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise FileRefusedError(_("This is a web page, not a table: save it as CSV or XLSX."))
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(20_000)
        skipped = first.lower().startswith("sep=")
        delimiter = first[4:5] if skipped else _delimiter(first, file)
        if not skipped:
            file.seek(0)
        else:
            yield []
        reader = csv.reader(file, delimiter=delimiter or ";", strict=True)
        try:
            for cells in reader:
                if "\x00" in SEPARATOR.join(cells):
                    raise FileRefusedError(
                        _("Line %d holds a NUL character: this is not a table.") % reader.line_num
                    )
                yield cells
        except csv.Error as error:
            message = _("Line %d: a quotation mark is opened and not closed, or a cell is too long.")
            raise FileRefusedError(message % reader.line_num) from error
        except UnicodeError as error:
            raise FileRefusedError(
                _("The characters of the file are not readable: save it as “CSV UTF-8”.")
            ) from error


def _encoding(path: Path, start: bytes) -> str:
    """Return the encoding of the file: as its byte order mark says, else UTF-8 where all of it is, else cp1252."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefusedError(_("This is an old Excel file (.xls): save it as XLSX or CSV."))
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\x1f\x8b")):
        raise FileRefusedError(_("This file is not a table: save it as CSV or XLSX."))
    if start[1::2].count(0) > len(start) // 3:
        return "utf-16-le"
    if b"\x00" in start:
        raise FileRefusedError(_("The file holds NUL characters: this is not a table."))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(first: str, file: io.TextIOBase) -> str:
    """Return what parts the cells: the sign that gives most known headings, in the first lines."""
    lines = [first, *islice(iter(lambda: file.readline(20_000), ""), 9)]
    best = max(";,\t|", key=lambda sign: max(len(recognised(_split(line, sign))) for line in lines))
    return best if any(recognised(_split(line, best)) for line in lines) else ";"


def _split(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return []


def _xlsx_rows(path: Path) -> Iterator[list[str]]:
    try:
        _refuse_bombs(path)
        book = load_workbook(path, read_only=True, data_only=True)
    except FileRefusedError:
        raise
    except Exception as error:
        raise FileRefusedError(_("This workbook is damaged: save it again as XLSX or CSV.")) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the declared size lies: too small drops rows, too large fills the memory
        empty = 0
        for row in sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True):
            cells = [_text(value) for value in row]
            empty = 0 if any(cells) else empty + 1
            if empty > EMPTY_ROWS_TO_STOP:
                return
            yield cells
    except _DAMAGED as error:
        raise FileRefusedError(_("This workbook is damaged: save it again as XLSX or CSV.")) from error
    finally:
        book.close()


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNZIPPED:
            raise FileRefusedError(_("This workbook is too large once unpacked: save it as CSV."))
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                with archive.open(part) as content:
                    if b"<!DOCTYPE" in content.read(2048):
                        raise FileRefusedError(_("This workbook is damaged: save it again as XLSX or CSV."))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\x00", "")
