"""The parties of an event, its line, who comes, who is invited: for the staff; to read, for the host's leads."""

from collections import Counter

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Attendee, Diet, Event, EventInvitation, LineChange, Registration
from events.registration.desk_forms import InviteForm, MoveForm, one_click
from events.registration.parties import events_run_by
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from leader.shared.typed import key_of

State = Registration.State


@require_http_methods(["GET", "HEAD", "POST"])
def registration_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the parties of an event and those who wait, in their order, which the staff may change."""
    event = _event(request, slug)
    rows = Registration.objects.visible_to(request.user).filter(admission=event.admission)
    rows = rows.select_related("company", "invitation").annotate(named=Count("attendees"))
    if file := as_file(request, pgettext("name of a file", "registrations"), _columns(), rows):
        return file
    form = MoveForm(request.POST) if request.method == "POST" else None
    if form is not None and not request.user.is_staff:
        return HttpResponse(status=405)
    if form and form.is_valid() and (told := form.carry_out(rows, request.user)):
        messages.success(request, told)
        return redirect("events:registration-list", event.slug)
    others = rows.exclude(state=State.WAITING).order_by("-held", "asked_at", "pk")
    context = {
        "event": event,
        "admission": event.admission,
        "quotas": event.admission.quotas.all(),
        "by_state": _by_state(event),
        "line": rows.in_line().prefetch_related("line_changes")[:200],
        "page": BoundedPaginator(others).get_page(request.GET.get("page")),
        "form": form,
        "moves": [(kind.value, kind.label) for kind in (LineChange.Kind.FIRST, LineChange.Kind.LAST)],
    }
    return render(request, "events/registration/list.html", context)


@require_safe
def attendee_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who comes, with what the kitchen has to know counted; the file is for the badges."""
    event = _event(request, slug)
    rows = Attendee.objects.visible_to(request.user).filter(registration__admission=event.admission)
    rows = rows.select_related("registration__company", "registration__invitation")
    if file := as_file(request, pgettext("name of a file", "attendees"), _attendee_columns(), rows):
        return file
    needs = list(rows.values_list("diets", "diet_note", "access_needs"))
    counts = Counter(diet for diets, _note, _access in needs for diet in diets)
    context = {
        "event": event,
        "diets": [(label, counts[value]) for value, label in Diet.choices if counts[value]],
        "notes": sorted(note for _diets, note, _access in needs if note),
        "access": sorted(access for _diets, _note, access in needs if access),
        "page": BoundedPaginator(rows.order_by("family_name", "given_name", "pk")).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "events/registration/attendees.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show who is invited, and invite: institutions and the press."""
    event = _event(request, slug)
    rows = EventInvitation.objects.visible_to(request.user).filter(admission=event.admission)
    if file := as_file(request, pgettext("name of a file", "invitations"), _invitation_columns(), rows):
        return file
    if request.method == "POST" and request.POST.get("act") in one_click:
        found = get_object_or_404(rows, pk=key_of(request.POST.get("qui", "")))
        one_click[request.POST["act"]](request, found)
        return redirect("events:invitation-list", event.slug)
    form = InviteForm(request.POST or None)
    if form.is_valid() and (told := form.carry_out(event.admission, request.user)):
        messages.success(request, told)
        return redirect("events:invitation-list", event.slug)
    page = BoundedPaginator(rows.order_by("organisation", "pk")).get_page(request.GET.get("page"))
    return render(request, "events/registration/invitations.html", {"event": event, "form": form, "page": page})


def _event(request: HttpRequest, slug: str) -> Event:
    return get_object_or_404(events_run_by(request.user).select_related("admission__event"), slug=slug)


def _by_state(event: Event) -> list[tuple[str, int, int]]:
    """Return for each state its name, its parties and their places."""
    rows = Registration.objects.filter(admission=event.admission).order_by()
    found = {s: (n, p) for s, n, p in rows.values_list("state").annotate(Count("pk"), Sum("places"))}
    return [(str(label), *found[value]) for value, label in State.choices if value in found]


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("party"), str),
        Column(gettext_lazy("category"), lambda row: row.get_category_display()),
        Column(gettext_lazy("state"), lambda row: row.get_state_display()),
        Column(gettext_lazy("places"), lambda row: row.places),
        Column(gettext_lazy("places held"), lambda row: row.held),
        Column(gettext_lazy("people named"), lambda row: row.named),
        Column(gettext_lazy("asked at"), lambda row: timezone.localtime(row.asked_at).replace(tzinfo=None)),
        Column(gettext_lazy("e-mail"), lambda row: row.contact_email),
    ]


def _attendee_columns() -> list[Column]:
    return [
        Column(gettext_lazy("party"), lambda row: str(row.registration)),
        Column(gettext_lazy("given name"), lambda row: row.given_name),
        Column(gettext_lazy("family name"), lambda row: row.family_name),
        Column(gettext_lazy("function"), lambda row: row.function),
        Column(gettext_lazy("name on the badge"), str),
    ]


def _invitation_columns() -> list[Column]:
    return [
        Column(gettext_lazy("organisation"), lambda row: row.organisation),
        Column(gettext_lazy("as"), lambda row: row.get_category_display()),
        Column(gettext_lazy("name of the person"), lambda row: row.contact_name),
        Column(gettext_lazy("e-mail"), lambda row: row.email),
        Column(gettext_lazy("places, at most"), lambda row: row.places_max),
    ]
