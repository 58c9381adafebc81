"""An edition of an event to take away: its entry for a calendar, its programme on paper."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar
from icalendar import Event as Entry

from events.models import Event
from leader.shared.paper import pdf_response


@login_not_required
@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the event as an entry for a calendar (RFC 5545)."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    answer = HttpResponse(calendar_of(event, at=timezone.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return answer


@login_not_required
@require_safe
def event_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the programme as a PDF to print."""
    events = Event.objects.visible_to(request.user).select_related("territory")
    event = get_object_or_404(
        events.prefetch_related("programme", "guests_of_honour__person", "partners"), slug=slug
    )
    return pdf_response("programme", _on_paper(event), at=timezone.now(), name=f"programme-{event.slug}.pdf")


def calendar_of(event: Event, *, at: datetime) -> bytes:
    """Return the calendar with ``event`` alone; a later version replaces the earlier one in who has it."""
    entry = Entry()
    entry.add("uid", f"event-{event.pk}@leader-occitanie")
    entry.add("sequence", event.version)
    entry.add("dtstamp", at)
    entry.add("summary", event.name)
    entry.add("url", f"{settings.SITE_URL}{event.get_absolute_url()}")
    for name, instant in zip(["dtstart", "dtend"], hours_of(event), strict=True):
        if instant:
            entry.add(name, instant)
    if where := _where(event):
        entry.add("location", where)
    if event.theme:
        entry.add("description", event.theme)
    calendar = Calendar()
    calendar.add("prodid", "-//LeadeR Occitanie//FR")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def hours_of(event: Event) -> tuple[Any, datetime | None]:
    """Return when the event begins and ends, in UTC; the day alone where no hour is known."""
    if event.starts_at is None:
        return event.held_on, None
    begins = datetime.combine(event.held_on, event.starts_at)
    ends = datetime.combine(event.held_on, event.ends_at) if event.ends_at else None
    if ends and ends <= begins:
        ends += timedelta(days=1)
    return _in_utc(begins), _in_utc(ends) if ends else None


def _in_utc(local: datetime) -> datetime:
    return timezone.make_aware(local).astimezone(UTC)


def _where(event: Event) -> str:
    return ", ".join(filter(None, [event.place, event.city]))


def _on_paper(event: Event) -> dict[str, Any]:
    day = capfirst(date_format(event.held_on, "l j F Y"))
    hours = " – ".join(each.strftime("%H:%M") for each in (event.starts_at, event.ends_at) if each)
    levels: dict[str, list[str]] = {}
    for partner in event.partners.all():
        levels.setdefault(capfirst(partner.get_level_display()), []).append(partner.name)
    return {
        "title": event.name,
        "theme": event.theme,
        "facts": [text for text in (day, hours, _where(event), _host(event)) if text],
        "labels": {"programme": _("Programme"), "guests": _("Guests of honour"), "partners": _("Partners"),
                   "practical": _("Practical information"), "none": _("The programme will be published here.")},
        "items": [
            {"hour": item.starts_at.strftime("%H:%M") if item.starts_at else "", "title": item.title,
             "speaker": item.speaker, "details": item.details}
            for item in event.programme.all()
        ],
        "guests": [{"name": str(guest.person), "role": guest.role} for guest in event.guests_of_honour.all()],
        "partners": [{"level": level, "names": names} for level, names in levels.items()],
        "practical": event.practical,
    }  # fmt: skip


def _host(event: Event) -> str:
    return _("Held by %(host)s") % {"host": event.territory} if event.territory else ""
