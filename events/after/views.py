"""The page of what became of an evening."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from events.after.figures import absent_from, never_come, parties_of, shares_of
from events.door.counts import Count
from events.door.roll import on_the_list
from events.models import Admission
from events.registration.parties import events_run_by
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator

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
