"""The companies as a table that the import reads back without changing anything."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from leader.shared.exports import Column
from members.models import CompanyFigures, Membership
from territories.imports.columns import LABELS
from territories.models import Affiliation


def company_columns() -> list[Column]:
    """Return the columns of an export of companies; the rows come from ``exported``."""
    fields = {
        "reference": "pk", "naf": "activity_id", "naf_2025": "activity_2025", "size_class": "insee_size_class",
        "year": "figures_year", "headcount": "figures_headcount", "turnover": "figures_turnover",
        "member_since": "first_joined", "territory": "home",
    }  # fmt: skip
    return [_column(name, fields.get(name, name)) for name in LABELS if name != "contact"]


def _column(name: str, attribute: str) -> Column:
    def value(company: Any) -> Any:
        return getattr(company, attribute)

    return Column(LABELS[name], value)


def exported(companies: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Add to ``companies`` the figures of their latest year, their home of today and their first membership."""
    figures = CompanyFigures.objects.filter(company=OuterRef("pk")).order_by("-year")
    homes = Affiliation.objects.running_on(timezone.localdate()).filter(company=OuterRef("pk"), is_home=True)
    joined = Membership.objects.filter(company=OuterRef("pk")).order_by("starts_on")
    return companies.annotate(
        figures_year=Subquery(figures.values("year")[:1]),
        figures_headcount=Subquery(figures.values("headcount")[:1]),
        figures_turnover=Subquery(figures.values("turnover")[:1]),
        home=Subquery(homes.values(name=F("territory__name"))[:1]),
        first_joined=Subquery(joined.values("starts_on")[:1]),
    )
