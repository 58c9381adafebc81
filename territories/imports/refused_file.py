"""The refused lines as a file: as they were typed, with the reason; mended, it is imported again."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column
from territories.imports.lines import rows_of, typed_cells
from territories.imports.reports import reason
from territories.models import CompanyImport, ImportRow

AT_ONCE = 1000
REASON = _("Why the line was refused")
Row = tuple[list[str], str]


def columns(company_import: CompanyImport) -> list[Column]:
    """Return the columns of the file that was read, and one more with the reason."""
    typed = [Column(heading, _cell(place)) for place, heading in enumerate(company_import.headings)]
    return [*typed, Column(REASON, lambda row: row[1])]


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
