"""Staff change the area of a territory from a day on: chosen, foreseen with its companies, recorded in one act."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.geography.outlines import outline_map
from leader.shared.exports import Column, as_file
from leader.shared.staff import staff_only
from members.models import User
from territories.areas import changing
from territories.areas.moving import Foreseen, foresee
from territories.forms.areas import AreaForm, RecordForm
from territories.models import AreaChange, AreaPart, Territory
from territories.opening.areas import Area, AreaSummary, summary

PER_PAGE = 50
State = AreaChange.State


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def territory_area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the area of a territory and its history, and prepare another."""
    territory = get_object_or_404(Territory.objects.administered_by(request.user), slug=slug)
    prepared = AreaChange.objects.filter(territory=territory, state=State.DRAFT).first()
    is_searching = request.method == "POST" and request.POST.get("then") == "search"
    form = AreaForm(request.POST or None, territory=territory, prepared=prepared)
    if not is_searching and form.is_valid():
        typed = form.cleaned_data
        change = changing.draft(
            territory, form.shown_area, starts_on=typed["starts_on"], reason=typed["reason"],
            by=cast("User", request.user),
        )  # fmt: skip
        if form.unknown_parts:
            messages.warning(request, form.unknown_parts)
        return redirect(change)
    if is_searching:
        form.errors.clear()  # whoever looks for a commune has not finished
    today = timezone.localdate()
    parts = territory.area_parts.select_related("departement", "epci", "commune")
    context = {
        "territory": territory, "form": form, "today": today, "prepared": prepared,
        "parts": sorted(parts, key=_newest_first),
        "changes": territory.area_changes.exclude(state=State.DRAFT).select_related("author__person"),
        "area": _summary(territory, Area.of_territory(territory, today), today), "drawing": outline_map(),
    }  # fmt: skip
    return render(request, "territories/areas/area.html", context)


def _newest_first(part: AreaPart) -> tuple[bool, int, str]:
    """Put those that still hold first, each group by the last day that it changed."""
    day = part.ends_on or part.starts_on
    return part.ends_on is not None, -day.toordinal() if day else 0, str(part)


def _summary(territory: Territory, area: Area, day: date) -> AreaSummary:
    """Return what ``area`` holds, and the other territories that hold a part of it."""
    found = summary(area, day)
    return replace(found, overlaps=[overlap for overlap in found.overlaps if overlap.territory != territory])


@staff_only
@require_safe
def area_change_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show which companies a change would concern, or give them as a file; of one that is done, what it did."""
    return _page(request, _change(request, pk))


@staff_only
@require_POST
def area_change_record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record the change as its page showed it."""
    change, form = _change(request, pk), RecordForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("What would change is not what you read any more: read it again, then confirm."))
        return redirect(change)
    try:
        change = changing.record(change, **form.cleaned_data, at=timezone.now())
    except AreaChange.WrongStateError as error:
        messages.error(request, str(error))
        return redirect(change)
    if change.state == State.PLANNED:
        messages.success(request, _("The change is recorded; the companies follow on its day."))
    else:
        messages.success(request, _("The change is recorded, and the companies have followed."))
    return redirect(change)


@staff_only
@require_POST
def area_change_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, or take back a change before its day."""
    change = _change(request, pk)
    try:
        if change.state == State.DRAFT:
            changing.discard(change)
        else:
            changing.cancel(change, today=timezone.localdate())
    except AreaChange.WrongStateError as error:
        messages.error(request, str(error))
        return redirect(change)
    messages.success(request, _("The area stays as it was."))
    return redirect("territories:territory-area", change.territory.slug)


def _change(request: HttpRequest, pk: int) -> AreaChange:
    rows = AreaChange.objects.administered_by(request.user).select_related("territory", "author__person")
    return get_object_or_404(rows, pk=pk)


def _page(request: HttpRequest, change: AreaChange) -> HttpResponseBase:
    today = timezone.localdate()
    found = _foreseen(change)
    name = pgettext("name of a file", "change of an area")
    if file := as_file(request, name, _columns(), found.lines):
        return file
    day = max(change.starts_on, today)
    context = {
        "change": change, "territory": change.territory, "today": today, "day": day, "found": found,
        "page": Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page")),
        "area": _summary(change.territory, changing.area_of(change), day), "drawing": outline_map(),
        "form": RecordForm(initial={"version": change.version, "shown": found.digest()}),
        "obstacle": changing.obstacle(change.territory, change.starts_on) if change.state == State.DRAFT else "",
        "questions": change.questions.open().count(),
    }  # fmt: skip
    return render(request, "territories/areas/change.html", context)


def _foreseen(change: AreaChange) -> Foreseen:
    """Return the companies concerned while the change is to come; once it is done they have followed."""
    if change.state == State.DRAFT:
        return changing.foreseen(change)
    if change.state == State.PLANNED:
        return foresee(change.territory, change.touched, max(change.starts_on, timezone.localdate()))
    return Foreseen()


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda line: line.company.name),
        Column(gettext_lazy("SIREN"), lambda line: line.company.siren),
        Column(gettext_lazy("commune"), lambda line: line.company.commune.name),
        Column(gettext_lazy("INSEE code"), lambda line: line.company.commune_id),
        Column(gettext_lazy("home until then"), lambda line: line.home or ""),
        Column(gettext_lazy("what happens"), lambda line: line.outcome.label),
        Column(gettext_lazy("home then"), lambda line: line.target or ""),
        Column(gettext_lazy("asked about"), lambda line: _named(line) if not line.target else ""),
    ]


def _named(line: Any) -> str:
    return ", ".join(territory.name for territory in line.choices)
