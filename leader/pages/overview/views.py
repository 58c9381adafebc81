"""The overview: all territories on a day, side by side, on the map, over time; for the staff."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from leader.pages.cohorts.chart import curve
from leader.pages.cohorts.questions import Point
from leader.pages.overview import counting
from leader.pages.overview.drawing import ADDED, VALUES, figure_map, small_line
from leader.pages.overview.exporting import declared_columns, overview_columns
from leader.pages.overview.forms import Figure, OverviewForm
from leader.pages.overview.rows import Row
from leader.shared.exports import as_file
from leader.shared.staff import staff_only
from territories.area import coverage_on
from territories.models import DeclaredFigure, StageKind, Territory

PER_PAGE = 50


@staff_only
@require_safe
def territory_overview(request: HttpRequest) -> HttpResponseBase:
    """Show every territory on a day (``?jour=``), or give them as a file; ``table=declared``: what was told."""
    form = OverviewForm(request.GET)
    day = min(form.day(), timezone.localdate())
    days = counting.points_until(day)
    figures = DeclaredFigure.objects.visible_to(request.user)
    declared = counting.declared_by_territory(day, figures)
    if request.GET.get("table") == "declared":
        told = [figure for rows in declared.values() for figure in rows]
        if file := as_file(request, pgettext("name of a file", "declared figures"), declared_columns(), told):
            return file
    rows = _rows(request, day, days, declared)
    ordered = _in_order(rows, form.order)
    if file := as_file(request, pgettext("name of a file", "territories"), overview_columns(days), ordered):
        return file
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.line = small_line(row.trend)  # type: ignore[attr-defined]  # what the template draws
    whole = counting.members_of_the_federation(days)
    context = {
        "form": form, "day": day, "today": timezone.localdate(), "page": page, "days": days,
        "map": figure_map(rows, coverage_on(day), form.figure), "figure": Figure(form.figure),
        "added": form.figure in ADDED,
        "members": whole[-1], "growth": whole[-1] - whole[counting.A_YEAR_BEFORE],
        "courted": sum(row.courted for row in rows),
        "curve": curve([Point(each, number) for each, number in zip(days, whole, strict=True)]),
        "declared": [figure for told in declared.values() for figure in told],
    }  # fmt: skip
    return render(request, "pages/overview/overview.html", context)


def _rows(request: HttpRequest, day: date, days: list[date], declared: dict[int | None, list[Any]]) -> list[Row]:
    territories = list(counting.territories_on(Territory.objects.visible_to(request.user), day).order_by("name"))
    members = counting.members_by_territory(days)
    prospects = counting.prospects_by_territory(day)
    sizes = counting.companies_by_area(territories, day)
    none = ([0] * len(days), 0)
    rows = []
    for territory in territories:
        territory.stage_label = StageKind(territory.stage).label
        trend, home = members.get(territory.pk, none)
        rows.append(
            Row(
                territory=territory, day=day, trend=trend, home=home, year_before=trend[counting.A_YEAR_BEFORE],
                prospects=prospects.get(territory.pk, {}), sizes=sizes[territory.pk],
                declared=declared.get(territory.pk, []),
            )
        )  # fmt: skip
    return rows


def _in_order(rows: list[Row], figure: str) -> list[Row]:
    """Put the most first; those without the figure last, equals by name."""
    if not figure:
        return rows
    value = VALUES[figure]
    return sorted(rows, key=lambda row: (value(row) is None, -(value(row) or 0)))
