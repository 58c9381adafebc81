"""The applications that wait for an answer, the page of each, and the three answers: for staff and leads."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from leader.shared.exports import as_file
from members.models import User
from members.register import RegisteredCompany
from territories.applications import acts
from territories.applications.accepting import Accepted, RefusedError, accept
from territories.applications.exporting import application_columns
from territories.applications.known import known_companies, others_under_way
from territories.applications.warnings import warnings_about
from territories.forms.decisions import AcceptanceForm, DecisionForm, FilterForm, QuestionForm, RefusalForm
from territories.models import Application
from territories.models.applications import OPEN_STATES
from territories.scope import may_answer_applications

PER_PAGE = 25
View = Callable[..., HttpResponseBase]


def _answering(view: View) -> View:
    """Return ``view`` for those who answer applications; to anybody else its address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_answer_applications(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_answering
@require_safe
def application_list(request: HttpRequest) -> HttpResponseBase:
    """Show the applications that wait for an answer; ``?etat=accepted`` shows those in another state."""
    asked = request.GET.get("etat", "")
    state = asked if asked in Application.State.values else Application.State.CONFIRMED
    filters = FilterForm(request.GET, user=request.user)
    applications = filters.narrow(Application.objects.editable_by(request.user))
    counts = dict(applications.values_list("state").annotate(Count("pk")).order_by())
    rows = applications.filter(state=state).select_related("territory", "decided_by__person")
    if file := as_file(request, pgettext("name of a file", "applications"), application_columns(), rows):
        return file
    # Who waits longest stands first; what is decided, the latest first.
    order = ["confirmed_at", "pk"] if state in OPEN_STATES else [F("decided_at").desc(nulls_last=True), "-pk"]
    context = {
        "page": Paginator(rows.order_by(*order), PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [(value, label, counts.get(value, 0)) for value, label in _states(request.user)],
        "state": state,
        "filters": filters,
        "is_filtered": bool(request.GET.get("q") or request.GET.get("territory")),
    }
    return render(request, "territories/applications/list.html", context)


def _states(user: Any) -> list[tuple[str, Any]]:
    """Return the states that ``user`` may find something in: a lead finds nothing unconfirmed."""
    return [pair for pair in Application.State.choices if user.is_staff or pair[0] != Application.State.SUBMITTED]


@_answering
@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the application beside what is known of the company, with the three answers while it waits."""
    return _page(request, _application(request, pk))


@_answering
@require_POST
def application_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept: the company is a member from today."""
    application, user = _application(request, pk), cast("User", request.user)
    form = _acceptance(request, application, request.POST)
    if form.is_valid():
        try:
            made = accept(
                application, by=user, at=timezone.now(), version=form.cleaned_data["version"],
                company=form.chosen_company(), territory=form.chosen_territory(),
                moves_home=form.moves_home(),
            )  # fmt: skip
        except Application.WrongStateError:
            return _conflict(request, pk, form)
        except RefusedError as error:
            form.add_error(None, str(error.message))
        else:
            _tell_what_was_made(request, made)
            return redirect(application)
    return _page(request, application, form)


def _tell_what_was_made(request: HttpRequest, made: Accepted) -> None:
    messages.success(request, _("%(company)s is a member from today.") % {"company": made.company})
    if not made.votes:
        said = _("Somebody else votes for this company already: the applicant represents it without a vote.")
        messages.warning(request, said)
    if not made.is_at_home:
        said = _("The company is at home in another territory: yours is secondary, and the staff are told.")
        messages.warning(request, said)


@_answering
@require_POST
def application_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the applicant something."""
    form = QuestionForm(request.POST, application=_application(request, pk))
    return _answer(request, pk, form, acts.ask, "text", _("The question is on its way to the applicant."))


@_answering
@require_POST
def application_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse for a reason."""
    form = RefusalForm(request.POST, application=_application(request, pk))
    done = _("The application is refused and the applicant is told why.")
    return _answer(request, pk, form, acts.refuse, "reason", done)


def _answer(
    request: HttpRequest, pk: int, form: DecisionForm, act: Callable[..., None], field: str, done: str
) -> HttpResponse:
    application = _application(request, pk)
    if not form.is_valid():
        return _page(request, application, form)
    typed = form.cleaned_data
    try:
        act(application, typed[field], by=request.user, at=timezone.now(), version=typed["version"])
    except Application.WrongStateError:
        return _conflict(request, pk, form)
    messages.success(request, done)
    return redirect(application)


def _conflict(request: HttpRequest, pk: int, form: DecisionForm) -> HttpResponse:
    application = _application(request, pk)
    form.tell_of_conflict(application)
    return _page(request, application, form)


def _application(request: HttpRequest, pk: int) -> Application:
    applications = Application.objects.editable_by(request.user)
    related = ["territory", "commune__departement", "decided_by__person", "company"]
    return get_object_or_404(applications.select_related(*related), pk=pk)


def _acceptance(request: HttpRequest, application: Application, typed: Any = None) -> AcceptanceForm:
    candidates = known_companies(application, timezone.localdate()) if application.is_open else []
    return AcceptanceForm(typed, application=application, candidates=candidates, user=request.user)


def _page(request: HttpRequest, application: Application, answered: DecisionForm | None = None) -> HttpResponse:
    forms: dict[str, Any] = {
        "acceptance": answered if isinstance(answered, AcceptanceForm) else _acceptance(request, application),
        "question": QuestionForm(application=application),
        "refusal": RefusalForm(application=application),
    }
    if answered:
        forms[answered.name] = answered
    known = list(forms["acceptance"].candidates.values())
    registered = RegisteredCompany.of_json(application.registered) if application.registered else None
    rivals = list(others_under_way(application)) if application.is_open else []
    readable = Application.objects.editable_by(request.user).filter(pk__in=[rival.pk for rival in rivals])
    context = {
        "application": application, "answered": answered, "forms": forms, "known": known, "registered": registered,
        "rivals": rivals, "readable": set(readable) if rivals else set(),
        "warnings": warnings_about(application, registered, known, timezone.localdate()),
        "questions": application.questions.select_related("asked_by__person"),
        "may_ask": application.state == Application.State.CONFIRMED,
    }  # fmt: skip
    return render(request, "territories/applications/detail.html", context)
