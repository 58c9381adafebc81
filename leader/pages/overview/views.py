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
from leader.shared.exports import FORMATS, as_file
from leader.shared.staff import staff_only
from territories.area import coverage_on
from territories.models import DeclaredFigure, StageKind, Territory

PER_PAGE = 25


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
    rows = _rows(request, form, days, declared)
    ordered = _in_order(rows, form.order)
    if request.GET.get("format") in FORMATS:
        _complete(ordered, days, form)
        if file := as_file(request, pgettext("name of a file", "territories"), overview_columns(days), ordered):
            return file
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    _complete(list(page.object_list), days, form)
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


def _rows(
    request: HttpRequest, form: OverviewForm, days: list[date], declared: dict[int | None, list[Any]]
) -> list[Row]:
    """Return every territory with what the map, the order and the sums need."""
    day = days[-1]
    territories = list(counting.territories_on(Territory.objects.visible_to(request.user), day).order_by("name"))
    compared = [days[counting.A_YEAR_BEFORE], day] if form.asks_for(Figure.GROWTH) else [day]
    members = counting.members_by_territory(compared)
    prospects = counting.prospects_by_territory(day)
    sizes = counting.companies_by_area([t.pk for t in territories], day) if form.asks_for(Figure.COVERAGE) else {}
    rows = []
    for territory in territories:
        territory.stage_label = StageKind(territory.stage).label
        counted, _home = members.get(territory.pk, ([0] * len(compared), 0))
        rows.append(
            Row(
                territory=territory, day=day, members=counted[-1], year_before=counted[0],
                prospects=prospects.get(territory.pk, {}), sizes=sizes.get(territory.pk, {}),
                declared=declared.get(territory.pk, []),
            )
        )  # fmt: skip
    return rows


def _complete(rows: list[Row], days: list[date], form: OverviewForm) -> None:
    """Add what only the rows shown need: the trend over three years, the homes, the companies by size."""
    keys = [row.territory.pk for row in rows]
    members = counting.members_by_territory(days, keys)
    sizes = {} if form.asks_for(Figure.COVERAGE) else counting.companies_by_area(keys, days[-1])
    for row in rows:
        row.trend, row.home = members.get(row.territory.pk, ([0] * len(days), 0))
        row.year_before = row.trend[counting.A_YEAR_BEFORE]
        row.sizes = sizes.get(row.territory.pk, row.sizes)


def _in_order(rows: list[Row], figure: str) -> list[Row]:
    """Put the most first; those without the figure last, equals by name."""
    if not figure:
        return rows
    value = VALUES[figure]
    return sorted(rows, key=lambda row: (value(row) is None, -(value(row) or 0)))
