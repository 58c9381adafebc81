"""The commissions, and the page of each."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from commissions.models import Commission, CommissionMembership, CommissionQuerySet
from leader.shared.exports import Column, as_file
from leader.shared.scope import AnyUser, Right, granted
from members.disclosure import disclosed_to
from members.models import Representative

NEW_FOR = timedelta(days=365)


@login_not_required
@require_safe
def commission_list(request: HttpRequest) -> HttpResponseBase:
    """Show the commissions of today, and those dissolved as history."""
    today = timezone.localdate()
    commissions = Commission.objects.visible_to(request.user)
    if file := as_file(request, pgettext("name of a file", "commissions"), _columns(), commissions):
        return file
    context = {
        "commissions": _with_members(commissions.alive_on(today), request.user),
        "dissolved": commissions.filter(dissolved_on__lt=today).order_by("-dissolved_on", "name"),
        "planned": commissions.filter(founded_on__gt=today).order_by("founded_on", "name"),
        "new_since": today - NEW_FOR,
        "sees_members": _sees_members(request.user),
    }
    return render(request, "commissions/commission_list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("name"), lambda row: row.name),
        Column(gettext_lazy("theme"), lambda row: row.theme),
        Column(gettext_lazy("purpose"), lambda row: row.purpose),
        Column(gettext_lazy("founded on"), lambda row: row.founded_on),
        Column(gettext_lazy("dissolved on"), lambda row: row.dissolved_on),
    ]


@login_not_required
@require_safe
def commission_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a commission: its theme and purpose, and to members who sits there."""
    today = timezone.localdate()
    commissions = _with_members(Commission.objects.visible_to(request.user), request.user)
    commission = get_object_or_404(commissions, slug=slug)
    context = {
        "commission": commission,
        "is_dissolved": bool(commission.dissolved_on and commission.dissolved_on < today),
        "is_new": bool(commission.founded_on and today - NEW_FOR <= commission.founded_on <= today),
        "sees_members": _sees_members(request.user),
    }
    return render(request, "commissions/commission_detail.html", context)


def _sees_members(user: AnyUser) -> bool:
    return granted(CommissionMembership, Right.VIEW, user) is not None


def _with_members(commissions: CommissionQuerySet, user: AnyUser) -> CommissionQuerySet:
    """Prefetch ``sitting``: who sits today as far as ``user`` may see, the chair first, with their companies."""
    today = timezone.localdate()
    spells = Representative.objects.visible_to(user).running_on(today).select_related("company")
    sitting = CommissionMembership.objects.visible_to(user).running_on(today).by_role()
    people = disclosed_to(user).prefetch_related(Prefetch("representations", spells, "companies_today"))
    sitting = sitting.prefetch_related(Prefetch("person", people))
    return commissions.prefetch_related(Prefetch("commission_memberships", sitting, "sitting"))
