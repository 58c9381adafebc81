"""The refused lines as a file: as they were typed, with the reason; mended, it is imported again."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Value
from django.db.models.functions import Length, Replace
from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column
from territories.imports.lines import rows_of, typed_cells
from territories.imports.reading import SEPARATOR
from territories.imports.reports import reason
from territories.models import CompanyImport, ImportLine, ImportRow

AT_ONCE = 1000
REASON = _("Why the line was refused")
Row = tuple[list[str], str]


def columns(company_import: CompanyImport) -> list[Column]:
    """Return the columns of the file that was read, those beyond its headings too, and one more with the reason."""
    headings = company_import.headings + [""] * (_widest(company_import) - len(company_import.headings))
    typed = [Column(heading, _cell(place)) for place, heading in enumerate(headings)]
    return [*typed, Column(REASON, lambda row: row[1])]


def _widest(company_import: CompanyImport) -> int:
    """Return how many cells the longest refused line has."""
    refused = rows_of(company_import).filter(outcome=ImportRow.Outcome.REFUSED).order_by()
    lines = ImportLine.objects.filter(import_id=company_import.pk, number__in=refused.values("number"))
    signs = Length("cells") - Length(Replace("cells", Value(SEPARATOR), Value("")))
    return int(lines.aggregate(widest=Max(signs, default=-1))["widest"]) + 1


def _cell(place: int) -> Any:
    return lambda row: row[0][place] if place < len(row[0]) else ""


def rows(company_import: CompanyImport) -> Iterator[Row]:
    """Yield the cells of each refused line and the sentence, some lines at a time."""
    refused, last = rows_of(company_import).filter(outcome=ImportRow.Outcome.REFUSED), 0
    while found := list(refused.filter(number__gt=last).values_list("number", "refusal")[:AT_ONCE]):
        cells = typed_cells(company_import, [number for number, _codes in found])
        for number, codes in found:
            yield cells.get(number, []), " ".join(reason(code) for code in codes)
        last = found[-1][0]
