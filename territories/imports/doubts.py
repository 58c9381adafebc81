"""The doubtful lines: a known company bears the name, and neither SIREN nor town says whether it is the same."""

from collections import defaultdict
from typing import Any

from django.db.models import CharField, Func, QuerySet, Value

from leader.shared.names import Folded
from leader.shared.scope import AnyUser
from members.models import Company
from territories.imports.lines import doubtful_rows
from territories.models import CompanyImport, ImportRow

PER_PAGE = 25
LEFT_OUT = " .,;:-_&/()'’\""  # what two spellings of a name may differ by; as in ``matching``


def with_candidates(company_import: CompanyImport, reach: AnyUser | None) -> list[tuple[ImportRow, list[Company]]]:
    """Return the first doubtful lines, each with the known companies that it may mean; two queries."""
    rows: Any = doubtful_rows(company_import).annotate(key=_key("name"))
    found = list(rows[:PER_PAGE])
    if not found:
        return []
    alike: dict[str, list[Any]] = defaultdict(list)
    companies: Any = _reachable(reach).annotate(key=_key("name")).select_related("commune").order_by("pk")
    for company in companies.filter(key__in={row.key for row in found}):
        alike[company.key].append(company)
    return [(row, [c for c in alike[row.key] if not (row.siren and c.siren)]) for row in found]


def _reachable(reach: AnyUser | None) -> QuerySet[Company]:
    return Company.objects.administered_by(reach) if reach else Company.objects.all()


def _key(name: str) -> Func:
    return Func(Folded(name), Value(LEFT_OUT), Value(""), function="translate", output_field=CharField())
