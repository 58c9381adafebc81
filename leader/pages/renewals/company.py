"""The membership of one company, for staff: its history, its renewal, leaving and coming back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from leader.pages.renewals.acts import renewed
from leader.pages.renewals.forms import ComingBackForm, LeavingForm
from leader.shared.scope import EVERY_ROW, Right, granted
from leader.shared.typed import key_of
from members.models import Category, Company, Membership
from territories.membership import acts
from territories.membership.renewing import StaleError
from territories.membership.states import Period, State, history, seen
from territories.models import Federation
from territories.terms import Terms


@require_safe
def membership_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the memberships of a company, and what can be done with the last one."""
    return _page(request, _company(request, pk))


@require_POST
def membership_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew the membership of a company for the next period."""
    company = _company(request, pk)
    try:
        made = renewed(company.memberships.all(), shown=request.POST.get("shown", ""))
    except StaleError:
        made = []
    if not made:  # somebody recorded the next period in the same moment
        messages.warning(request, acts.CHANGED)
    else:
        messages.success(request, _("The membership of “%(name)s” is renewed.") % {"name": company.name})
    return redirect("pages:membership-detail", pk=pk)


@require_POST
def membership_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End the membership of a company."""
    company, today = _company(request, pk), timezone.localdate()
    form = LeavingForm(request.POST, shown=None, today=today)

    def leave(typed: dict[str, Any]) -> None:
        acts.leave(company, **typed, today=today)

    return _acted(request, company, form, leave, _("The end of the membership is recorded."), "leaving")


@require_POST
def membership_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new period for a company that was a member, or its first one."""
    company = _company(request, pk)
    is_new = not company.memberships.exists()
    form = ComingBackForm(request.POST, shown=None, today=timezone.localdate())

    def come_back(typed: dict[str, Any]) -> None:
        acts.come_back(company, by=request.user, **{**typed, "category": Category(typed["category"])})

    said = _("“%(name)s” is a member.") if is_new else _("“%(name)s” is a member again.")
    return _acted(request, company, form, come_back, said, "coming_back")


@require_POST
def membership_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a renewal made by mistake, as long as nothing follows from it."""
    company = _company(request, pk)
    try:
        acts.undo_renewal(company, shown=key_of(request.POST.get("shown", "")), today=timezone.localdate())
    except acts.RefusedError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The renewal is undone."))
    return redirect("pages:membership-detail", pk=pk)


def _company(request: HttpRequest, pk: int) -> Company:
    """Return the company, for whoever keeps its memberships: a lead sees them, and does not change them.

    Its first one is recorded by who keeps those of every company.
    """
    company: Company = get_object_or_404(Company.objects.administered_by(request.user), pk=pk)
    if granted(Membership, Right.ADMINISTER, request.user) is not EVERY_ROW:
        get_object_or_404(Membership.objects.administered_by(request.user).filter(company=pk)[:1])
    return company


def _acted(
    request: HttpRequest,
    company: Company,
    form: Any,
    act: Callable[[dict[str, Any]], None],
    said: str,
    name: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except acts.RefusedError as error:
            form.refuse(error.message)
        else:
            messages.success(request, said % {"name": company.name})
            return redirect("pages:membership-detail", pk=company.pk)
    return _page(request, company, **{name: form})


def _page(request: HttpRequest, company: Company, **forms: Any) -> HttpResponse:
    today, terms = timezone.localdate(), Federation.load().terms
    periods = history(company.memberships.all(), today, terms)
    context = {"company": company, "periods": periods, "member_since": company.member_since(today)}
    if periods:
        context |= _about_the_last(periods, today, terms)
    else:
        context |= {"may_return": True, "coming_back": ComingBackForm(shown=None, today=today)}
    return render(request, "pages/membership/detail.html", context | forms)


def _about_the_last(periods: list[Period], today: date, terms: Terms) -> dict[str, Any]:
    """Return what can be done with the last membership, and the forms for it."""
    last = periods[0]
    rows = [period.membership for period in periods]
    ended = bool(last.membership.ending)  # by leaving, or said to come to its term: that one is not renewed
    may_renew = last.state in {State.TO_RENEW, State.GRACE} and last.membership.meaning.renews and not ended
    covers = last.membership.covered_until is None or last.membership.covered_until >= today
    return {
        "last": last,
        "next_period": terms.renewed(last.membership.ends_on) if may_renew and last.membership.ends_on else None,
        "is_termless": last.membership.ends_on is None and last.membership.meaning.renews,
        "shown": seen([last.membership.pk]),
        "may_undo": acts.may_undo(rows, today),
        "leaving": LeavingForm(shown=last.membership.pk, today=today),
        "coming_back": ComingBackForm(
            shown=last.membership.pk, today=today, on=_first_day_free(last.membership, today)
        ),
        "may_leave": covers and not last.membership.has_left,
        "may_return": not covers or ended,
    }


def _first_day_free(last: Membership, today: date) -> date:
    """Return the first day from ``today`` on which the company has no rights by its ``last`` membership."""
    return max(today, last.covered_until + timedelta(days=1)) if last.covered_until else today
