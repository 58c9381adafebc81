"""The gala, the other events, and the page of each."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from events.door.holding import may_welcome
from events.members_page import own_parties, sees_members_page
from events.models import Announcement, Event, EventQuerySet, Photo
from events.registration.parties import may_run
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from territories.models import Territory

AHEAD_MAX = 50


@login_not_required
@require_safe
def gala(request: HttpRequest) -> HttpResponse:
    """Show the next gala, else the latest, and the earlier editions."""
    galas = Event.objects.visible_to(request.user).galas()
    chosen = _whole(galas, request).of_the_day(timezone.localdate())
    editions = galas.select_related("territory").order_by("-held_on")
    others = editions.exclude(pk=chosen.pk)[:30] if chosen else editions.none()
    return _show(request, "events/gala.html", chosen, editions=others)


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponseBase:
    """Show the events to come, then those of the past, page by page."""
    today = timezone.localdate()
    events = Event.objects.visible_to(request.user).select_related("territory")
    if file := as_file(request, pgettext("name of a file", "events"), _columns(), events):
        return file
    page = BoundedPaginator(events.before_day(today)).get_page(request.GET.get("page"))
    context = {"ahead": events.from_day(today)[:AHEAD_MAX], "page": page, "today": today}
    return render(request, "events/event_list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("kind"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("name"), lambda row: row.name),
        Column(gettext_lazy("theme"), lambda row: row.theme),
        Column(gettext_lazy("date"), lambda row: row.held_on),
        Column(gettext_lazy("place"), lambda row: row.place),
        Column(gettext_lazy("town"), lambda row: row.city),
        Column(gettext_lazy("territory"), lambda row: row.territory),
    ]


@login_not_required
@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an event: where and when, its programme, its guests of honour, the openings it announces."""
    event = get_object_or_404(_whole(Event.objects.visible_to(request.user), request), slug=slug)
    return _show(request, "events/event_detail.html", event)


def _whole(events: EventQuerySet, request: HttpRequest) -> EventQuerySet:
    """Fetch with an event all that its page tells; an opening is told once its territory exists."""
    told = Announcement.objects.filter(territory__in=Territory.objects.visible_to(request.user))
    announced = told.select_related("territory").order_by("territory__name")
    return events.select_related("territory", "admission").prefetch_related(
        "programme", "guests_of_honour__person", "partners", Prefetch("announcements", announced, "openings_told")
    )


def _show(request: HttpRequest, template: str, event: Event | None, **extra: object) -> HttpResponse:
    days_left = (event.held_on - timezone.localdate()).days if event else 0
    context = {
        "event": event,
        "days_left": days_left,
        "now": timezone.now(),
        "may_run": bool(event and may_run(request.user, event)),
        "may_welcome": bool(event and may_welcome(request.user, event)),
        "sees_members_page": bool(event and sees_members_page(request.user)),
        "own": own_parties(request.user, event) if event and request.user.is_authenticated else [],
        "photos": Photo.objects.visible_to(request.user).filter(event=event).select_related("event")[:3]
        if event and days_left <= 0
        else [],
    }
    return render(request, template, {**context, **extra})
