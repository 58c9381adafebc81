"""What a private calendar holds: the meetings and the events that its owner may see on the day it is read."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from commissions.meetings.calendars import calendar_of
from commissions.models import AgendaItem, Attendance, CalendarFeed, CommissionMembership, Meeting
from events.models import Event
from members.models import User

BEFORE, AFTER = timedelta(days=92), timedelta(days=400)
_SALT = "pages.calendar_feed"
About = CalendarFeed.About


def link_of(feed: CalendarFeed) -> str:
    """Return the address, without the host, where a program reads ``feed``: signed, so that nobody guesses it."""
    return reverse("pages:calendar-feed", args=[signing.dumps(feed.pk, salt=_SALT)])


def feed_behind(token: str) -> CalendarFeed | None:
    """Return the private calendar of an address; None when it is forged, revoked, or its account is closed."""
    try:
        key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    rows = CalendarFeed.objects.live().filter(user__is_active=True)
    found: CalendarFeed | None = rows.select_related("user", "commission", "territory").filter(pk=key).first()
    return found


def written(feed: CalendarFeed, *, at: datetime) -> bytes:
    """Return ``feed`` as iCalendar, of three months back to a year ahead."""
    calendar = calendar_of(meetings_of(feed, at), name=f"LeadeR – {feed}", at=at)
    for event in events_of(feed, at):
        _add(calendar, event, at)
    return calendar.to_ical()


def meetings_of(feed: CalendarFeed, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings of ``feed``, with what a calendar tells of each."""
    rows = Meeting.objects.visible_to(feed.user).filter(starts_at__range=(at - BEFORE, at + AFTER))
    rows = rows.filter(_about(feed, feed.user)).select_related("commission").order_by("starts_at", "pk")
    return rows.prefetch_related(Prefetch("agenda", AgendaItem.objects.order_by("rank", "pk")))


def _about(feed: CalendarFeed, user: User) -> Q:
    if feed.about == About.COMMISSION:
        return Q(commission=feed.commission_id)
    if feed.about == About.TERRITORY:
        return Q(commission__territory=feed.territory_id)
    if feed.about == About.FEDERATION:
        return Q(commission__territory=None)
    seats = CommissionMembership.objects.running_on(timezone.localdate()).filter(person=user.person_id)
    invited = Attendance.objects.invited().filter(person=user.person_id)
    return Q(commission__in=seats.values("commission")) | Q(pk__in=invited.values("meeting"))


def events_of(feed: CalendarFeed, at: datetime) -> QuerySet[Event]:
    """Return the events of ``feed``: of its territory, or of the federation; a commission has none."""
    days = (timezone.localdate(at - BEFORE), timezone.localdate(at + AFTER))
    rows = Event.objects.visible_to(feed.user).filter(held_on__range=days).order_by("held_on", "pk")
    if feed.about == About.TERRITORY:
        return rows.filter(territory=feed.territory_id)
    return rows if feed.about == About.FEDERATION else rows.none()


def _add(calendar: Calendar, event: Event, at: datetime) -> None:
    shown = CalendarEvent()
    shown.add("uid", f"evenement-{event.pk}@leader-occitanie")
    shown.add("sequence", event.version - 1)
    shown.add("dtstamp", at.astimezone(UTC))
    if event.starts_at:  # an hour of Paris; of one that comes twice, the first
        wall = datetime.combine(event.held_on, event.starts_at, timezone.get_default_timezone())
        shown.add("dtstart", wall.astimezone(UTC))
    else:
        shown.add("dtstart", event.held_on)
    shown.add("summary", event.name)
    if where := ", ".join(filter(None, [event.place, event.city])):
        shown.add("location", where)
    shown.add("url", f"{settings.SITE_URL}{event.get_absolute_url()}")
    calendar.add_component(shown)
