"""The pages of what became of an evening: who came, the thanks that follow, and the survey."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.after import surveying, thanking
from events.after.figures import absent_from, never_come, parties_of, shares_of
from events.after.forms import FollowUpForm, SurveyForm
from events.door.counts import Count
from events.door.roll import on_the_list
from events.models import Admission, FollowUp
from events.registration.parties import events_run_by
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.saving import saved

Rows = Callable[[HttpRequest, Admission], QuerySet[Any]]


def _parties(request: HttpRequest, admission: Admission) -> QuerySet[Any]:
    return parties_of(request.user, admission)


def _absent(request: HttpRequest, admission: Admission) -> QuerySet[Any]:
    return absent_from(on_the_list(request.user, admission))


def _never(request: HttpRequest, admission: Admission) -> QuerySet[Any]:
    return never_come(request.user, admission)


VIEWS: dict[str, Rows] = {"groupes": _parties, "absents": _absent, "jamais": _never}


@require_safe
def attendance(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who came, by territory and by party; who did not; which members have never come; each as a file."""
    events = events_run_by(request.user).select_related("admission")
    event = get_object_or_404(events, slug=slug)
    admission = event.admission
    admission.event = event
    view = request.GET.get("voir", "")
    view = view if view in VIEWS else "groupes"
    rows = VIEWS[view](request, admission)
    if file := as_file(request, pgettext("name of a file", "attendance"), COLUMNS[view], rows):
        return file
    count = Count.of(admission)
    context = {
        "event": event,
        "view": view,
        "count": count,
        "missing": max(0, count.expected - (count.arrived - count.walk_ins)),
        "shares": shares_of(rows) if view == "groupes" else [],
        "page": BoundedPaginator(rows).get_page(request.GET.get("page")),
    }
    return render(request, "events/after/attendance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the staff and the host write the thanks; show what the survey says."""
    event = get_object_or_404(events_run_by(request.user), slug=slug)
    stored = FollowUp.objects.visible_to(request.user).filter(event=event).first()
    form = FollowUpForm(request.POST or None, instance=stored or FollowUp(event=event))
    if form.is_valid() and saved(form):
        messages.success(request, _("The thanks are saved: they leave on that day."))
        return redirect(request.path)
    stored = FollowUp.objects.filter(event=event).first()
    context = {
        "event": event,
        "form": form,
        "follow_up": stored,
        "figures": surveying.figures_of(stored) if stored else None,
        "waiting": len(thanking.to_thank(stored)) if stored else 0,
        "fewest": surveying.FEWEST,
    }
    return render(request, "events/after/follow_up.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer of whoever got the letter, without sign-in."""
    letter = thanking.letter_behind(token)
    if letter is None:
        raise Http404
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        try:
            surveying.answer(letter, form.cleaned_data, day=timezone.localdate())
        except surveying.RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you: your answer is here. Nothing says that it is yours."))
        return redirect(request.path)
    context = {
        "event": letter.follow_up.event,
        "form": form,
        "has_answered": letter.has_answered,
        "is_open": letter.follow_up.closes_on >= timezone.localdate(),
    }
    return render(request, "events/after/survey.html", context)


COLUMNS: dict[str, list[Column]] = {
    "groupes": [
        Column(gettext_lazy("party"), str),
        Column(gettext_lazy("territory"), lambda row: row.home),
        Column(gettext_lazy("as"), lambda row: row.get_category_display()),
        Column(gettext_lazy("places"), lambda row: row.places),
        Column(gettext_lazy("arrived"), lambda row: row.arrived),
    ],
    "absents": [
        Column(gettext_lazy("family name"), lambda row: row.family_name),
        Column(gettext_lazy("given name"), lambda row: row.given_name),
        Column(gettext_lazy("party"), lambda row: str(row.registration)),
        Column(gettext_lazy("e-mail"), lambda row: row.email),
    ],
    "jamais": [Column(gettext_lazy("company"), str), Column(gettext_lazy("SIREN"), lambda row: row.siren)],
}
