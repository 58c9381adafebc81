"""The lines of an import as its page shows them: what each says, what would change, why it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from members.models import SizeClass
from territories.imports.columns import LABELS
from territories.imports.reading import SEPARATOR
from territories.imports.reports import reason
from territories.models import CompanyImport, ImportLine, ImportRow, Territory

PER_PAGE = 50
DOUBTFUL = "name:doubtful"
_SAID_OF_NEW = ["address", "postal_code", "email", "phone", "website", "founded_on", "naf", "naf_2025", "size_class",
                "headcount", "turnover"]  # fmt: skip
_COLUMN_OF = {"activity": "naf", "activity_2025": "naf_2025", "prospect": "territory"}

_EITHER = {"naf": "naf_2025", "naf_2025": "naf"}  # a code may stand under the heading of the other nomenclature


@dataclass(frozen=True)
class Change:
    """A value that would change: its column, what stands there, what would."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Objection:
    """Why a line is refused, or what of it is left out: the column, what was typed, a sentence."""

    label: str
    value: str
    reason: str


@dataclass
class Line:
    """A line of the file in words."""

    row: ImportRow
    changes: list[Change] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)


class _CountedPaginator(Paginator):
    """Pages over rows that were counted already."""

    def __init__(self, rows: Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def rows_of(company_import: CompanyImport) -> QuerySet[ImportRow]:
    """Return the outcomes of the lines, in the order of the file."""
    return ImportRow.objects.filter(import_id=company_import.pk).order_by("number")


def doubtful_rows(company_import: CompanyImport) -> QuerySet[ImportRow]:
    """Return the lines that look like a known company, which nothing proves."""
    refused = rows_of(company_import).filter(outcome=ImportRow.Outcome.REFUSED)
    return refused.filter(refusal__contains=[DOUBTFUL])


def page_of(company_import: CompanyImport, outcome: str, number: Any) -> Page:
    """Return page ``number`` of the lines that have ``outcome``."""
    rows = rows_of(company_import).filter(outcome=outcome)
    page = _CountedPaginator(rows, PER_PAGE, count=company_import.counts.get(outcome, 0)).get_page(number)
    page.object_list = told(company_import, page.object_list)
    return page


def told(company_import: CompanyImport, rows: Iterable[ImportRow]) -> list[Line]:
    """Put the rows into words, with two queries for all: what was typed, and the names of territories."""
    found = list(rows)
    cells = typed_cells(company_import, [row.number for row in found])
    territories = _territories(found)
    return [
        Line(
            row,
            [_change(column, values, territories) for column, values in _changes_of(row).items()],
            [
                _objection(company_import, code, cells.get(row.number, []))
                for code in [*row.refusal, *row.warnings]
            ],
        )
        for row in found
    ]


def typed_cells(company_import: CompanyImport, numbers: list[int]) -> dict[int, list[str]]:
    """Return the cells of some lines as they were typed."""
    lines = ImportLine.objects.filter(import_id=company_import.pk, number__in=numbers)
    return {number: text.split(SEPARATOR) for number, text in lines.values_list("number", "cells")}


def _territories(rows: list[ImportRow]) -> dict[int, str]:
    named = {row.changes[key][1] for row in rows for key in ("territory", "prospect") if key in row.changes}
    return dict(Territory.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}


def _changes_of(row: ImportRow) -> dict[str, list[Any]]:
    """Return what would change; of a new company what the line says, but for what stands beside its name already."""
    if row.outcome != ImportRow.Outcome.NEW:
        return row.changes
    left_out = {code.split(":")[0] for code in row.warnings}
    said = {column: getattr(row, column) for column in _SAID_OF_NEW if column not in left_out}
    return {column: ["", value] for column, value in said.items() if value is not None} | row.changes


def _change(column: str, values: list[Any], territories: dict[int, str]) -> Change:
    before, after = (_said(column, value, territories) for value in values)
    label = _("pressentie of") if column == "prospect" else str(LABELS[_COLUMN_OF.get(column, column)])
    return Change(label, before, after)


def _said(column: str, value: Any, territories: dict[int, str]) -> str:
    if value in (None, ""):
        return ""
    if column in {"territory", "prospect"}:
        return territories.get(int(value), "")
    if column in {"founded_on", "member_since"}:
        return date_format(date.fromisoformat(str(value)), "d/m/Y")
    if column in {"headcount", "turnover"}:
        return number_format(int(value), force_grouping=True)
    return str(SizeClass(value).label) if column == "size_class" else str(value)


def _objection(company_import: CompanyImport, code: str, cells: list[str]) -> Objection:
    column = code.split(":")[0]
    value = _typed(company_import, column, cells)
    if not value and column in _EITHER:
        value = _typed(company_import, _EITHER[column], cells)
    return Objection(str(LABELS[column]), value, reason(code))


def _typed(company_import: CompanyImport, column: str, cells: list[str]) -> str:
    place = company_import.mapping.get(column, 0)
    return cells[place - 1] if 0 < place <= len(cells) else ""
