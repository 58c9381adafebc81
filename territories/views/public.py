"""The public pages of territories: the list with its map, and the page of each."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from leader.shared.exports import FORMATS, Column, as_file
from members.disclosure import people_through
from members.models import Company, Membership
from territories.area import area_parts_on, coverage_on, map_of, size_of
from territories.history import goes_on_in, successions_of
from territories.models import Affiliation, DeclaredFigure, Mandate, Stage, StageKind, Territory, TerritoryLead
from territories.scope import territories_led_by

SHOWN_MEMBERS = 24
PER_PAGE = 36


def _members_here(day: date) -> QuerySet[Any, Any]:
    """Return who belongs where on ``day`` and is a member, each company once a territory."""
    member = Membership.objects.covering_on(day).filter(company=OuterRef("company"))
    return Affiliation.objects.running_on(day).filter(Exists(member)).order_by()


def territories_with_figures(user: Any) -> QuerySet[Any, Any]:
    """Return the territories that ``user`` may see, each with its stage, dates due and members of today."""
    today = timezone.localdate()
    here = _members_here(today).filter(territory=OuterRef("pk"))
    counted = here.values("territory").annotate(n=Count("pk"))
    return (
        territories_with_stage(user)
        .annotate(
            member_count=Coalesce(Subquery(counted.values("n")), 0),
            members_declared=DeclaredFigure.objects.latest_of_territory("members", today),
            prospects_declared=DeclaredFigure.objects.latest_of_territory("prospects", today),
        )
        .prefetch_related(Prefetch("stages", Stage.objects.due(), to_attr="due_stages"))
    )


def territories_with_stage(user: Any) -> QuerySet[Any, Any]:
    """Return the territories that ``user`` may see with their stage of today: what the map of all needs."""
    return Territory.objects.visible_to(user).with_stage_on(timezone.localdate())


def cards_of(user: Any, territories: Iterable[Any]) -> list[Any]:
    """Return these ``territories`` with their figures, in their order; the others are not counted."""
    keys = [territory.pk for territory in territories]
    found = {territory.pk: territory for territory in territories_with_figures(user).filter(pk__in=keys)}
    for territory in found.values():
        territory.stage_label = StageKind(territory.stage).label
    return [found[key] for key in keys if key in found]


def _members_by_territory() -> dict[int, int]:
    """Return the members of today of every territory: all at once, in a third of the time of one by one."""
    return dict(_members_here(timezone.localdate()).values_list("territory").annotate(Count("pk")))


@login_not_required
@require_safe
def territory_list(request: HttpRequest) -> HttpResponseBase:
    """Show every territory on the map, and page by page; ``?departement=34`` keeps those that touch it."""
    territories = list(territories_with_stage(request.user))
    drawn = map_of(territories, coverage_on(timezone.localdate()))
    wanted = request.GET.get("departement", "")
    chosen = next((shape for shape in drawn.shapes if shape.outline.code == wanted), None)
    kept = chosen.territories if chosen else territories
    if request.GET.get("format") in FORMATS and (file := _file(request, kept)):
        return file
    page: Any = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    cards = cards_of(request.user, page.object_list)
    context = {"territories": cards, "page": page, "map": drawn, "chosen": chosen}
    return render(request, "territories/territory_list.html", context)


def _file(request: HttpRequest, kept: list[Any]) -> HttpResponseBase | None:
    """Return ``kept`` as the file that was asked for."""
    members, declared = (
        _members_by_territory(),
        dict(
            Territory.objects.values_list(
                "pk", DeclaredFigure.objects.latest_of_territory("members", timezone.localdate())
            )
        ),
    )
    for territory in kept:
        territory.stage_label = StageKind(territory.stage).label
        territory.member_count = members.get(territory.pk, 0)
        territory.members_declared = declared.get(territory.pk)
    return as_file(request, pgettext("name of a file", "territories"), _columns(), kept)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("name"), lambda row: row.name),
        Column(gettext_lazy("status"), lambda row: row.stage_label),
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("member companies"), lambda row: row.member_count),
        Column(gettext_lazy("members declared"), lambda row: row.members_declared),
    ]


@login_not_required
@require_safe
def territory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one territory: its life, its people, its area, its members to those who may see them.

    One that was merged leads to the one that goes on; its history keeps its own page.
    """
    today = timezone.localdate()
    territory = get_object_or_404(territories_with_figures(request.user), slug=slug)
    if territory.stage == StageKind.CLOSED and (successor := goes_on_in(territory)):
        return redirect(successor)
    territory.stage_label = StageKind(territory.stage).label
    members = list(_members(territory, request.user)[: SHOWN_MEMBERS + 1])
    context = {
        "territory": territory,
        "stages": territory.stages.all(),
        "leads": TerritoryLead.objects.visible_to(request.user)
        .running_on(today)
        .filter(territory=territory)
        .prefetch_related(people_through("person", request.user)),
        "bureau": Mandate.objects.visible_to(request.user)
        .running_on(today)
        .filter(territory=territory)
        .select_related("office", "company")
        .prefetch_related(people_through("person", request.user))
        .order_by("office__rank", "starts_on"),
        "parts": area_parts_on(today)
        .filter(territory=territory)
        .select_related("departement", "epci", "commune__departement"),
        "size": size_of(territory, today),
        "map": map_of([territory], coverage_on(today)),
        "successions": successions_of(territory),
        "figures": territory.declared_figures.visible_to(request.user).latest_first(),
        "members": members[:SHOWN_MEMBERS],
        "more_members": len(members) > SHOWN_MEMBERS,
        "runs": request.user.is_staff or territory.pk in territories_led_by(request.user),
        "may_edit": Territory.objects.editable_by(request.user).filter(pk=territory.pk).exists(),
        # The floor above hangs its events here; they come through the relation, unknown by name.
        "events": territory.events.visible_to(request.user).from_day(today),
        "today": today,
    }
    return render(request, "territories/territory_detail.html", context)


@login_not_required
@require_safe
def territory_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a territory came from, its stages with their reasons, and what became of it."""
    today = timezone.localdate()
    territory = get_object_or_404(Territory.objects.visible_to(request.user).with_stage_on(today), slug=slug)
    territory.stage_label = StageKind(territory.stage).label
    context = {
        "territory": territory,
        "stages": territory.stages.filter(done_on__isnull=False),
        "successions": successions_of(territory),
        "goes_on_in": goes_on_in(territory) if territory.stage == StageKind.CLOSED else None,
        "today": today,
    }
    return render(request, "territories/territory_history.html", context)


def _members(territory: Any, user: Any) -> QuerySet[Any, Any]:
    """Return the members of today of ``territory`` that ``user`` may see."""
    today = timezone.localdate()
    here = Affiliation.objects.running_on(today).filter(territory=territory)
    companies = Company.objects.visible_to(user).members_on(today).filter(pk__in=here.values("company"))
    return companies.select_related("commune").order_by("name", "pk")
