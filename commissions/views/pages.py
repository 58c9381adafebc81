"""The commissions, and the page of each."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from commissions.activity import with_activity, with_seat_count
from commissions.forms.filters import ARCHIVE, TODAY, CommissionFilterForm
from commissions.history import history_of, with_history
from commissions.models import (
    Announcement,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    CommissionQuerySet,
    Document,
    SeatProposal,
)
from commissions.scope import commissions_run_by, may_found, sees_every_seat
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.disclosure import disclosed_to
from members.models import Company, Representative
from members.scope import person_of

NEW_FOR = timedelta(days=365)
A_PAGE = 24
LATEST = 3


@login_not_required
@require_safe
def commission_list(request: HttpRequest) -> HttpResponseBase:
    """Show the commissions of today with their next meeting; those to come and those that are over on demand."""
    sees_all = sees_every_seat(request.user)
    form = CommissionFilterForm(request.GET, user=request.user, sees_meetings=sees_all)
    found = form.narrow(Commission.objects.visible_to(request.user)).select_related("territory", "merged_into")
    found = with_activity(found, request.user, at=timezone.now())
    if file := as_file(request, pgettext("name of a file", "commissions"), _columns(), found):
        return file
    page = BoundedPaginator(form.in_order(with_seat_count(found)), A_PAGE).get_page(request.GET.get("page"))
    page.object_list = _with_chairs(list(page.object_list), request.user)
    context = {
        "form": form,
        "page": page,
        "recastings": _recastings() if form.state == ARCHIVE else [],
        "invited_to": _invitations(request.user) if form.state == TODAY else [],
        "may_found": may_found(request.user),
        "new_since": timezone.localdate() - NEW_FOR,
        "sees_all": sees_all,
    }
    return render(request, "commissions/commission_list.html", context)


def _with_chairs(commissions: list[Any], user: AnyUser) -> list[Any]:
    """Give each its ``chair``, as far as ``user`` may see: one query for all."""
    seats: Any = CommissionMembership.objects.visible_to(user).running_on(timezone.localdate())
    chairs = seats.filter(
        role=CommissionMembership.Role.CHAIR, commission__in=[c.pk for c in commissions]
    ).order_by()
    people = disclosed_to(user).filter(pk__in=chairs.values("person"))
    people = people.annotate(chaired=ArraySubquery(chairs.filter(person=OuterRef("pk")).values("commission")))
    by_commission = {commission: person for person in people for commission in person.chaired}
    for commission in commissions:
        commission.chair = by_commission.get(commission.pk)
    return commissions


def _invitations(user: AnyUser) -> Any:
    if person_of(user) is None:
        return SeatProposal.objects.none()
    waiting = SeatProposal.objects.visible_to(user).waiting()
    own = waiting.filter(person=person_of(user), origin=SeatProposal.Origin.COMMISSION)
    return own.select_related("commission")


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("name"), lambda row: row.name),
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("territory"), lambda row: row.territory or ""),
        Column(gettext_lazy("theme"), lambda row: row.theme),
        Column(gettext_lazy("purpose"), lambda row: row.purpose),
        Column(gettext_lazy("founded on"), lambda row: row.founded_on),
        Column(gettext_lazy("dissolved on"), lambda row: row.dissolved_on),
        Column(gettext_lazy("merged into"), lambda row: row.merged_into or ""),
        Column(gettext_lazy("next meeting"), lambda row: row.meets_at),
        Column(gettext_lazy("last meeting"), lambda row: row.met_at),
        Column(gettext_lazy("meetings in a year"), lambda row: row.met_count),
    ]


def _recastings() -> list[dict[str, Any]]:
    """Return each day on which the commissions were recast, with those kept and those added on it."""
    kept = CommissionMilestone.objects.filter(kind=CommissionMilestone.Kind.KEPT)
    own = kept.filter(commission=OuterRef("pk"))
    told = own.values(told=JSONObject(on="happened_on", precision="precision", source="source"))
    concerned = Commission.objects.filter(Q(Exists(own)) | Q(founded_on__in=kept.values("happened_on")))
    commissions = list(concerned.annotate(kept_told=ArraySubquery(told)).order_by("name"))
    days: dict[date, dict[str, Any]] = {}
    for commission in commissions:
        for milestone in commission.kept_told:
            on = milestone["on"] = date.fromisoformat(milestone["on"])
            days.setdefault(on, {"milestone": milestone, "kept": [], "added": []})["kept"].append(commission)
    for commission in commissions:
        if commission.founded_on in days:
            days[commission.founded_on]["added"].append(commission)
    return [days[on] for on in sorted(days, reverse=True)]


@login_not_required
@require_safe
def commission_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a commission: its theme, purpose and history, and to members who sits there and when it meets."""
    today = timezone.localdate()
    commission = _for_its_page(request.user).filter(slug=slug).first()
    if commission is None:
        raise Http404
    for seat in commission.sitting:
        seat.companies = [Company(**told) for told in seat.person.companies_told]
    context = {
        "commission": commission,
        "is_dissolved": bool(commission.dissolved_on and commission.dissolved_on < today),
        "is_alive": commission.is_alive_on(today),
        "is_new": bool(commission.founded_on and today - NEW_FOR <= commission.founded_on <= today),
        "history": history_of(commission),
        "sees_all": sees_every_seat(request.user),
        "announcements": Announcement.objects.visible_to(request.user).filter(commission=commission)[:LATEST],
        "documents": [
            Document(pk=told["pk"], title=told["title"], brought_at=datetime.fromisoformat(told["brought_at"]))
            for told in commission.documents_told
        ],
    }
    return render(request, "commissions/commission_detail.html", context)


def _for_its_page(user: AnyUser) -> CommissionQuerySet:
    """Return the commissions with what the page tells of one, in as few queries as it may."""
    commissions = with_history(Commission.objects.visible_to(user).select_related("territory"))
    documents = Document.objects.visible_to(user).kept().filter(commission=OuterRef("pk"))
    latest = documents.order_by("-brought_at", "-pk")[:LATEST]
    commissions = commissions.annotate(
        documents_told=ArraySubquery(
            latest.values(told=JSONObject(pk="pk", title="title", brought_at="brought_at"))
        ),
        may_edit=Exists(Commission.objects.editable_by(user).filter(pk=OuterRef("pk"))),
        runs_it=Exists(commissions_run_by(user).filter(pk=OuterRef("pk"))),
        **_own_place(user),
    )
    return with_activity(_with_sitting(commissions, user), user, at=timezone.now())


def _own_place(user: AnyUser) -> dict[str, Any]:
    """Return, as columns, whether ``user`` sits in a commission, and who proposed what waits for an answer."""
    person = person_of(user) or 0
    seats: Any = CommissionMembership.objects.running_on(timezone.localdate()).filter(person=person)
    waiting = SeatProposal.objects.waiting().filter(person=person, commission=OuterRef("pk"))
    return {
        "sits_there": Exists(seats.filter(commission=OuterRef("pk"))),
        "proposed_by_side": Subquery(waiting.values("origin")[:1]),
    }


def _with_sitting(commissions: CommissionQuerySet, user: AnyUser) -> CommissionQuerySet:
    """Prefetch ``sitting``: who sits today as far as ``user`` may see, the chair first, with their companies."""
    today = timezone.localdate()
    spells: Any = Representative.objects.visible_to(user).running_on(today).filter(person=OuterRef("pk"))
    companies = spells.order_by("company__name", "pk").values(told=JSONObject(pk="company", name="company__name"))
    people = disclosed_to(user).annotate(companies_told=ArraySubquery(companies))
    sitting = CommissionMembership.objects.visible_to(user).running_on(today).by_role()
    sitting = sitting.prefetch_related(Prefetch("person", people))
    return commissions.prefetch_related(Prefetch("commission_memberships", sitting, "sitting"))
