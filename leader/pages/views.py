"""Home: the federation at a glance for visitors, one's own affairs for who signed in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commissions.models import Commission
from elections.scope import elections_of
from events.models import Event
from members.models import Company, Membership
from members.scope import companies_of
from territories.area import coverage_on, map_of
from territories.mandates.alerts import MONTHS
from territories.mandates.months import months_after
from territories.models import (
    Affiliation,
    Application,
    DeclaredFigure,
    Federation,
    Mandate,
    Opening,
    Stage,
    StageKind,
    Task,
    Territory,
)
from territories.models.territories import LIVELY
from territories.scope import may_answer_applications, may_exchange, may_open, rights_of, territories_led_by
from territories.views.public import cards_of, territories_with_stage

SHOWN_EVENTS = 4
SHOWN_TERRITORIES = 6
SHOWN_APPLICATIONS = 5
SHOWN_TASKS = 5
SHOWN_ELECTIONS = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the federation at a glance, and to who signed in what concerns them."""
    context = _federation(request.user)
    if request.user.is_authenticated:
        context |= _own(request.user, context["all_territories"])
        context |= _applications(request.user)
        context |= _work(request.user)
        if request.user.is_staff:
            context |= _staff()
    return render(request, "pages/home.html", context)


def _federation(user: Any) -> dict[str, Any]:
    """Return what everybody sees: figures counted today, the map, the next dates, the commissions."""
    today = timezone.localdate()
    territories = list(territories_with_stage(user))
    events = list(Event.objects.visible_to(user).from_day(today).select_related("territory")[:SHOWN_EVENTS])
    return {
        "federation": Federation.load(),
        "figures": DeclaredFigure.objects.visible_to(user).of_the_federation().latest_first(),
        "all_territories": territories,
        "territories": cards_of(user, territories[:SHOWN_TERRITORIES]),
        "open_count": sum(territory.stage in LIVELY for territory in territories),
        "coming_count": sum(
            territory.stage in {StageKind.PLANNED, StageKind.ANNOUNCED} for territory in territories
        ),
        "member_count": Membership.objects.covering_on(today).aggregate(n=Count("company", distinct=True))["n"],
        "map": map_of(territories, coverage_on(today)),
        "events": events,
        "gala": Event.objects.visible_to(user).galas().select_related("territory").order_by("-held_on").first(),
        "commissions": Commission.objects.visible_to(user).alive_on(today).order_by("name"),
        "today": today,
    }


def _own(user: Any, territories: list[Territory]) -> dict[str, Any]:
    """Return what concerns ``user``: companies represented, those of ``territories`` led, dossiers, elections."""
    today, led = timezone.localdate(), territories_led_by(user)
    companies = Company.objects.filter(pk__in=companies_of(user)).select_related("commune").order_by("name")
    homes = Affiliation.objects.running_on(today).filter(company__in=companies_of(user))
    return {
        "own_companies": companies,
        "own_territories": Territory.objects.filter(pk__in=homes.values("territory")),
        "led_territories": [territory for territory in territories if territory.pk in led],
        "own_openings": Opening.objects.filter(author=user).exclude(state=Opening.State.APPROVED),
        "may_open": may_open(user),
        "own_elections": elections_of(user)[:SHOWN_ELECTIONS],
        "may": rights_of(user),
    }


def _applications(user: Any) -> dict[str, Any]:
    """Return the applications for membership that wait for the answer of ``user``, who waits longest first."""
    if not may_answer_applications(user):
        return {}
    waiting = Application.objects.editable_by(user).filter(state=Application.State.CONFIRMED)
    shown = waiting.order_by("confirmed_at", "pk")[:SHOWN_APPLICATIONS]
    return {"answers_applications": True, "waiting_applications": shown}


def _work(user: Any) -> dict[str, Any]:
    """Return the tasks of ``user`` due first, and the terms that end within six months in the bureaux kept."""
    if not may_exchange(user):
        return {}
    today = timezone.localdate()
    tasks = Task.objects.visible_to(user).mine(user).with_day().to_do().select_related("territory")
    ending = Mandate.objects.editable_by(user).ending_between(today, months_after(today, max(MONTHS)))
    return {
        "works": True,
        "own_tasks": tasks.order_by(F("day").asc(nulls_last=True), "pk")[:SHOWN_TASKS],
        "ending_mandates": ending.select_related("person", "office", "territory").order_by(
            "expected_end_on", "pk"
        )[:SHOWN_TASKS],
    }


def _staff() -> dict[str, Any]:
    """Return what waits for the staff: the dossiers submitted, the stages that are late."""
    today = timezone.localdate()
    return {
        "submitted_openings": Opening.objects.filter(state=Opening.State.SUBMITTED).order_by("submitted_at"),
        "late_stages": Stage.objects.late_on(today).select_related("territory"),
    }
