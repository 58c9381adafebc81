"""Yes or no before the meeting; present, excused or absent once it is held."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.joining import RefusedError
from commissions.meetings.acts import hold_meeting
from commissions.models import Attendance, Meeting
from members.models import Person


@transaction.atomic
def answer(attendance: Attendance, said: Attendance.Answer, *, seen: int, at: datetime) -> None:
    """Keep what the invited person answers to the revision ``seen``; raise RefusedError."""
    meeting = hold_meeting(attendance.meeting)
    if meeting.cancelled_at:
        raise RefusedError(_("This meeting was called off."))
    if meeting.starts_at <= at:
        raise RefusedError(_("The meeting has begun: answers are closed."))
    if seen != meeting.sequence:
        raise RefusedError(_("The meeting has changed meanwhile: look at it once more, then answer."))
    found = Attendance.objects.invited().filter(pk=attendance.pk)
    if not found.update(answer=said, answered_at=at):
        raise RefusedError(_("You are not invited to this meeting any more."))


@transaction.atomic
def record(meeting: Meeting, person: int, presence: Attendance.Presence, *, at: datetime) -> Person:
    """Keep whether somebody is there; one who sits in the commission may come without an invitation.

    Raise RefusedError before the day of the meeting, or for somebody who is not concerned.
    """
    locked = hold_meeting(meeting)
    if locked.cancelled_at:
        raise RefusedError(_("This meeting was called off."))
    if timezone.localdate(at) < timezone.localdate(locked.starts_at):
        raise RefusedError(_("Attendance is taken on the day of the meeting, and after it."))
    expected = people_of(locked).filter(pk=person).first()
    if expected is None:
        raise RefusedError(_("This person does not sit in the commission."))
    kept, _made = Attendance.objects.get_or_create(meeting=locked, person=expected)
    kept.presence, kept.recorded_at = presence, at if presence else None
    kept.save(update_fields=["presence", "recorded_at"])
    return kept.person


def people_of(meeting: Meeting) -> Any:
    """Return who was invited, or sits in the commission on the day of the meeting."""
    day = timezone.localdate(meeting.starts_at)
    seated = meeting.commission.commission_memberships.running_on(day).order_by().values("person")
    known = meeting.attendances.filter(withdrawn_at=None).order_by().values("person")
    return Person.objects.filter(Q(pk__in=seated) | Q(pk__in=known)).order_by("family_name", "given_name", "pk")
