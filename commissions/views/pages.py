"""The commissions, and the page of each."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from commissions.history import history_of
from commissions.models import (
    Announcement,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    CommissionQuerySet,
    Document,
    SeatProposal,
)
from commissions.scope import commissions_run_by, may_found, place_of, sees_every_seat
from leader.shared.exports import Column, as_file
from leader.shared.scope import AnyUser
from members.disclosure import disclosed_to
from members.models import Representative
from members.scope import person_of

NEW_FOR = timedelta(days=365)
LATEST = 3


@login_not_required
@require_safe
def commission_list(request: HttpRequest) -> HttpResponseBase:
    """Show the commissions of today, and those dissolved as history."""
    today = timezone.localdate()
    commissions = Commission.objects.visible_to(request.user)
    if file := as_file(
        request, pgettext("name of a file", "commissions"), _columns(), commissions.select_related("territory")
    ):
        return file
    context = {
        "commissions": _with_members(commissions.alive_on(today).select_related("territory"), request.user),
        "dissolved": commissions.filter(dissolved_on__lt=today).order_by("-dissolved_on", "name"),
        "planned": commissions.filter(founded_on__gt=today).order_by("founded_on", "name"),
        "recastings": _recastings(),
        "invited_to": SeatProposal.objects.visible_to(request.user)
        .waiting()
        .filter(person=person_of(request.user), origin=SeatProposal.Origin.COMMISSION)
        .select_related("commission"),
        "may_found": may_found(request.user),
        "new_since": today - NEW_FOR,
        "sees_all": sees_every_seat(request.user),
    }
    return render(request, "commissions/commission_list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("name"), lambda row: row.name),
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("territory"), lambda row: row.territory or ""),
        Column(gettext_lazy("theme"), lambda row: row.theme),
        Column(gettext_lazy("purpose"), lambda row: row.purpose),
        Column(gettext_lazy("founded on"), lambda row: row.founded_on),
        Column(gettext_lazy("dissolved on"), lambda row: row.dissolved_on),
    ]


def _recastings() -> list[dict[str, Any]]:
    """Return each day on which the commissions were recast, with those kept and those added on it."""
    kept = CommissionMilestone.objects.filter(kind=CommissionMilestone.Kind.KEPT).select_related("commission")
    days: dict[date, dict[str, Any]] = {}
    for milestone in kept.order_by("-happened_on", "commission__name"):
        day = days.setdefault(milestone.happened_on, {"milestone": milestone, "kept": [], "added": []})
        day["kept"].append(milestone.commission)
    for commission in Commission.objects.filter(founded_on__in=days).order_by("name") if days else []:
        days[commission.founded_on]["added"].append(commission)
    return list(days.values())


@login_not_required
@require_safe
def commission_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a commission: its theme, purpose and history, and to members who sits there."""
    today = timezone.localdate()
    commissions = Commission.objects.visible_to(request.user).select_related("territory", "merged_into")
    commissions = commissions.prefetch_related("milestones", "absorbed").annotate(
        may_edit=Exists(Commission.objects.editable_by(request.user).filter(pk=OuterRef("pk"))),
        runs_it=Exists(commissions_run_by(request.user).filter(pk=OuterRef("pk"))),
    )
    commission = _with_members(commissions, request.user).filter(slug=slug).first()
    if commission is None:
        raise Http404
    context = {
        "commission": commission,
        "is_dissolved": bool(commission.dissolved_on and commission.dissolved_on < today),
        "is_alive": commission.is_alive_on(today),
        "is_new": bool(commission.founded_on and today - NEW_FOR <= commission.founded_on <= today),
        "history": history_of(commission),
        "place": place_of(request.user, commission, today),
        "sees_all": sees_every_seat(request.user),
        "announcements": Announcement.objects.visible_to(request.user).filter(commission=commission)[:LATEST],
        "documents": Document.objects.visible_to(request.user)
        .kept()
        .filter(commission=commission)
        .order_by("-brought_at", "-pk")[:LATEST],
    }
    return render(request, "commissions/commission_detail.html", context)


def _with_members(commissions: CommissionQuerySet, user: AnyUser) -> CommissionQuerySet:
    """Prefetch ``sitting``: who sits today as far as ``user`` may see, the chair first, with their companies."""
    today = timezone.localdate()
    spells = Representative.objects.visible_to(user).running_on(today).select_related("company")
    sitting = CommissionMembership.objects.visible_to(user).running_on(today).by_role()
    people = disclosed_to(user).prefetch_related(Prefetch("representations", spells, "companies_today"))
    sitting = sitting.prefetch_related(Prefetch("person", people))
    return commissions.prefetch_related(Prefetch("commission_memberships", sitting, "sitting"))
