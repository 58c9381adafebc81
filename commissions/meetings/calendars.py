"""Meetings as calendars read them: iCalendar (RFC 5545), invitations and their end (RFC 5546).

Every meeting is an event of its own with an instant in UTC: right in any calendar, the night of the change of hour
included. Its UID never changes; its SEQUENCE grows with what calendars must take over.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from commissions.models import Attendance, Meeting
from leader.shared.mails import Invitation

PRODUCT = "-//LeadeR Occitanie//Reunions//FR"
PARTICIPATION = {
    Attendance.Answer.NONE: "NEEDS-ACTION",
    Attendance.Answer.YES: "ACCEPTED",
    Attendance.Answer.NO: "DECLINED",
}


def request(attendance: Attendance, *, answer_path: str, at: datetime) -> Invitation:
    """Return what makes a calendar hold the meeting of ``attendance``, or take its change over."""
    meeting = attendance.meeting
    event = event_of(meeting, at=at, shows_link=True, answer_path=answer_path)
    event.add("status", "CONFIRMED")
    return _between_two(event, attendance, "REQUEST")


def cancellation(attendance: Attendance, *, at: datetime) -> Invitation:
    """Return what makes a calendar let go of the meeting of ``attendance``."""
    event = event_of(attendance.meeting, at=at)
    event.add("status", "CANCELLED")
    return _between_two(event, attendance, "CANCEL")


def calendar_of(meetings: Iterable[Meeting], *, name: str, at: datetime, shows_link: bool = False) -> Calendar:
    """Return a calendar called ``name`` of ``meetings`` (with agenda and commission), for a program to read."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        event = event_of(meeting, at=at, shows_link=shows_link)
        event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
        calendar.add_component(event)
    return calendar


def event_of(meeting: Meeting, *, at: datetime, shows_link: bool = False, answer_path: str = "") -> Event:
    """Return ``meeting`` as an event, told at ``at``; the link to join only to those who are invited."""
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", f"{meeting.commission.name} – {meeting.title}")
    where = meeting.place or (meeting.link if shows_link else "")
    if where:
        event.add("location", where)
    event.add("description", _description(meeting, shows_link=shows_link, answer_path=answer_path))
    event.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    return event


def _description(meeting: Meeting, *, shows_link: bool, answer_path: str) -> str:
    lines = [f"{number}. {item.title}" for number, item in enumerate(meeting.agenda.all(), start=1)]
    if meeting.details:
        lines += ["", meeting.details]
    if shows_link and meeting.link:
        lines += ["", _("To join: %(link)s") % {"link": meeting.link}]
    if answer_path:
        lines += ["", _("Answer: %(link)s") % {"link": f"{settings.SITE_URL}{answer_path}"}]
    return "\n".join(lines).strip()


def _between_two(event: Event, attendance: Attendance, method: str) -> Invitation:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(attendance.meeting.commission.name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{attendance.person.email}")
    attendee.params["cn"] = vText(str(attendance.person))
    attendee.params["partstat"] = vText(PARTICIPATION[Attendance.Answer(attendance.answer)])
    # Answers come by the link in the letter: nobody reads the replies of calendars at the site's own address.
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee)
    calendar = _calendar(method)
    calendar.add_component(event)
    return Invitation(calendar.to_ical().decode(), method)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar
