"""What those invited are told by letter, with what their calendar does: queued with the change it tells of."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from commissions.meetings import calendars
from commissions.meetings.links import link_of
from commissions.models import AgendaItem, Attendance, Meeting
from leader.shared import mails


def invite(meeting: Meeting, invited: Iterable[Attendance], *, is_change: bool, at: datetime) -> None:
    """Tell each of ``invited`` of the meeting as it stands, and remember which revision they were told."""
    prefetch_related_objects([meeting], Prefetch("agenda", AgendaItem.objects.order_by("rank", "pk")))
    for attendance in invited:
        attendance.meeting, link = meeting, link_of(attendance)
        context = {"meeting": meeting, "link": link, "is_change": is_change}
        invitation = calendars.request(attendance, answer_path=link, at=at)
        mails.send("meeting_invitation", _address(attendance), context, invitation=invitation)
    told = [attendance.pk for attendance in invited]
    Attendance.objects.filter(pk__in=told).update(sent_sequence=meeting.sequence, withdrawn_at=None)


def call_off(meeting: Meeting, invited: Iterable[Attendance], *, at: datetime) -> None:
    """Tell each of ``invited`` that it is not held, or, while it is, that they are not expected any more."""
    for attendance in invited:
        attendance.meeting = meeting
        invitation = calendars.cancellation(attendance, at=at)
        mails.send("meeting_cancelled", _address(attendance), {"meeting": meeting}, invitation=invitation)


def _address(attendance: Attendance) -> list[str]:
    return [attendance.person.email] if attendance.person.email else []
