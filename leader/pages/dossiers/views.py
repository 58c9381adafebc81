"""The dossiers that wait for the staff, the page of each, and the three answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from events.models import Announcement
from leader.pages.dossiers.approving import approve_and_announce
from leader.pages.dossiers.forms import DecisionForm, RefusalForm, ReturnForm
from leader.shared.exports import as_file
from leader.shared.staff import staff_only
from territories.approval import IncompleteError
from territories.models import Opening
from territories.opening import acts
from territories.opening.areas import Area, summary
from territories.opening.completeness import problems
from territories.opening.exporting import opening_columns

PER_PAGE = 25
Act = Callable[[Opening, Any], object]


@staff_only
@require_safe
def dossier_list(request: HttpRequest) -> HttpResponseBase:
    """Show the dossiers that wait for an answer; ``?etat=returned`` shows those in another state."""
    asked = request.GET.get("etat", "")
    state = asked if asked in Opening.State.values else Opening.State.SUBMITTED
    dossiers = Opening.objects.administered_by(request.user)
    counts = dict(dossiers.values_list("state").annotate(Count("pk")).order_by())
    rows = _in_order(dossiers.filter(state=state))
    if file := as_file(request, pgettext("name of a file", "dossiers"), opening_columns(), rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    tabs = [(value, label, counts.get(value, 0)) for value, label in Opening.State.choices]
    return render(request, "pages/dossier_list.html", {"page": page, "tabs": tabs, "state": state})


def _in_order(dossiers: QuerySet[Any]) -> QuerySet[Any]:
    """Return the dossiers, who waits longest first; those not yet submitted by their beginning."""
    found = dossiers.select_related("author__person").annotate(prospect_count=Count("prospects"))
    return found.order_by(F("submitted_at").asc(nulls_last=True), "created_at", "pk")


@staff_only
@require_safe
def dossier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole dossier, with the three answers while it waits for one."""
    return _page(request, _dossier(request, pk))


@staff_only
@require_POST
def dossier_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve: the territory is made."""

    def act(opening: Opening, form: DecisionForm) -> None:
        approve_and_announce(opening, **_by(request, form))

    return _decide(request, pk, DecisionForm, act, _("The dossier is approved and the territory has its page."))


@staff_only
@require_POST
def dossier_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the dossier to its author with remarks."""

    def act(opening: Opening, form: ReturnForm) -> None:
        acts.send_back(opening, remarks=form.remarks(), **_by(request, form))

    return _decide(request, pk, ReturnForm, act, _("The dossier is returned to its author with your remarks."))


@staff_only
@require_POST
def dossier_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse the dossier for a reason."""

    def act(opening: Opening, form: RefusalForm) -> None:
        acts.refuse(opening, reason=form.cleaned_data["reason"], **_by(request, form))

    return _decide(request, pk, RefusalForm, act, _("The dossier is refused and its author is told why."))


def _by(request: HttpRequest, form: DecisionForm) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now(), "version": form.cleaned_data["version"]}


def _decide(request: HttpRequest, pk: int, form_class: type, act: Act, done: str) -> HttpResponse:
    """Carry ``act`` out; what stands in its way is said on the page, with everything that was typed."""
    opening = _dossier(request, pk)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            act(opening, form)
        except Opening.WrongStateError:
            opening = _dossier(request, pk)
            form.tell_of_conflict(opening)
        except IncompleteError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, done)
            return redirect("pages:dossier-detail", pk=opening.pk)
    return _page(request, opening, form)


def _dossier(request: HttpRequest, pk: int) -> Opening:
    dossiers = Opening.objects.administered_by(request.user)
    return get_object_or_404(dossiers.select_related("author__person", "decided_by", "territory"), pk=pk)


def _page(request: HttpRequest, opening: Opening, answered: DecisionForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    forms = {f.name: f(initial={"version": opening.version}) for f in [DecisionForm, ReturnForm, RefusalForm]}
    if answered:
        forms[answered.name] = answered
    context = {
        "opening": opening,
        "waits": opening.state == Opening.State.SUBMITTED,
        "answered": answered,
        "forms": forms,
        "parts": opening.area_parts.select_related("departement", "epci", "commune__departement"),
        "area": summary(Area.of(opening), today),
        "prospects": opening.prospects.select_related("company"),
        "team": opening.team.all(),
        "remarks": opening.remarks.select_related("author__person").order_by("-created_at", "pk"),
        "problems": problems(opening, today) if opening.state != Opening.State.APPROVED else [],
        "announcement": Announcement.objects.select_related("event").filter(opening=opening).first(),
    }
    return render(request, "pages/dossier_detail.html", context)
