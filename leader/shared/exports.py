"""Tables written for a spreadsheet: CSV as French Excel reads it, and XLSX; nothing in a cell can run.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which the import takes off
again. Numbers and days are written as such, everything else is text: a SIREN keeps its zeros in XLSX, and
a day that Excel cannot count stands there as it does in CSV.
"""

import csv
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}

# What opens a formula, in its full-width and typographic forms too, behind whatever a spreadsheet skips.
_FORMULA = re.compile(r"[\s\u200b\ufeff']*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\u2212]|[\t\r\n]")
_PHONE = re.compile(r"\+[0-9][0-9 ().\-]*")
_CHUNK = 64 * 1024
# Before it the calendar of Excel is another one (it has a 29 February 1900), and before 1900 there is none.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and the function that gives its value for a row."""

    heading: str | Promise
    value: Callable[[Any], Any]


def harmless(text: str) -> str:
    """Return ``text``, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def by_key(queryset: QuerySet[Any, Any], size: int = 2000) -> Iterator[Any]:
    """Yield the rows of ``queryset`` in the order of their key, ``size`` at a time.

    Memory does not grow, ``prefetch_related`` works, and no cursor stays open behind PgBouncer.
    """
    ordered, last = queryset.order_by("pk"), None
    while rows := list((ordered if last is None else ordered.filter(pk__gt=last))[:size]):
        yield from rows
        last = rows[-1].pk


def csv_chunks(columns: list[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield a CSV file in pieces: semicolons, CRLF, UTF-8 behind a byte order mark."""
    lines: list[str] = []
    writer = csv.writer(_Sink(lines), delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(str(column.heading)) for column in columns])
    lines[0] = f"\ufeff{lines[0]}"
    length = 0
    for row in rows:
        writer.writerow([_csv_cell(column.value(row)) for column in columns])
        length += len(lines[-1])
        if length > _CHUNK:
            yield "".join(lines).encode()
            lines.clear()
            length = 0
    yield "".join(lines).encode()


def write_csv(columns: list[Column], rows: Iterable[Any], file: IO[bytes]) -> None:
    """Write a CSV file into ``file``."""
    for chunk in csv_chunks(columns, rows):
        file.write(chunk)


def write_xlsx(columns: list[Column], rows: Iterable[Any], file: IO[bytes]) -> None:
    """Write a workbook of one sheet into ``file``, row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Export"))
    sheet.freeze_panes = "A2"
    headings = [_text_cell(sheet, harmless(str(column.heading))) for column in columns]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    for row in rows:
        sheet.append([_xlsx_cell(sheet, column.value(row)) for column in columns])
    book.save(file)


def export_response(
    name: str, columns: list[Column], rows: Iterable[Any], file_format: str = "csv"
) -> HttpResponseBase:
    """Return the table as a file to download, called ``name`` and the day.

    ``rows`` comes from a queryset that answers for the person (``visible_to`` and its like).
    """
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    response: HttpResponseBase
    if file_format == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        write_xlsx(columns, rows, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX_TYPE)
    response = StreamingHttpResponse(csv_chunks(columns, rows), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


Refusal = Callable[[Any], bool]
_withheld: list[Refusal] = []


def withholds_files(refused: Refusal) -> Refusal:
    """Register a rule that tells to whom the lists give no file."""
    _withheld.append(refused)
    return refused


def may_take_files(user: Any) -> bool:
    """Tell whether the lists give ``user`` their files."""
    return not any(refused(user) for refused in _withheld)


def as_file(
    request: HttpRequest, name: str, columns: list[Column], rows: QuerySet[Any, Any] | list[Any]
) -> HttpResponseBase | None:
    """Return ``rows`` as the file that ``?format=csv`` or ``?format=xlsx`` asks for; None: the page is shown.

    A list offers it with ``includes/_export.html``: its address keeps the filters of the page.
    """
    file_format = request.GET.get("format", "")
    if file_format not in FORMATS or not may_take_files(request.user):
        return None
    found = rows if isinstance(rows, list) else by_key(rows)
    return export_response(name, columns, found, file_format)


class _Sink:
    """What ``csv.writer`` writes into: a list of lines."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _csv_cell(value: Any) -> str:
    value = _plain(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float, Decimal)):
        return str(value).replace(".", ",")  # a negative amount stays a number
    return harmless(value)


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, date) and value < _FIRST_DAY:
        return _text_cell(sheet, f"{value:%d/%m/%Y}")
    if isinstance(value, str):
        return _text_cell(sheet, value if _PHONE.fullmatch(value) else harmless(value))
    return value


def _text_cell(sheet: Any, text: str) -> Any:
    cell: Any = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # text, whatever it begins with
    return cell


def _plain(value: Any) -> Any:
    """Return ``value`` as text, number or day; none is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, (int, float, Decimal, date)) else str(value)
