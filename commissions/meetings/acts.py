"""A meeting is planned, convened, changed, called off; those invited follow who sits in the commission.

Every act holds the meeting's row, so that of two who click together one is told, and letters leave once.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.joining import RefusedError, hold, seats_that_count
from commissions.meetings import letters
from commissions.models import Attendance, Commission, Meeting
from members.models import Person

TOLD = ["title", "starts_at", "duration_minutes", "place", "link", "details"]  # what calendars and letters tell


@transaction.atomic
def plan(commission: Commission, moments: Iterable[datetime], typed: Mapping[str, Any]) -> list[Meeting]:
    """Plan a meeting at each of ``moments``, of one series when they are several; raise RefusedError."""
    locked, moments = hold(commission), list(moments)
    if not all(locked.is_alive_on(timezone.localdate(moment)) for moment in moments):
        raise RefusedError(_("The commission does not meet on that day: it is dissolved, or not founded yet."))
    series = uuid.uuid4() if len(moments) > 1 else None
    meetings = [Meeting(commission=locked, starts_at=moment, series=series, **typed) for moment in moments]
    made: list[Meeting] = Meeting.objects.bulk_create(meetings)
    return made


@transaction.atomic
def convene(meeting: Meeting, *, at: datetime) -> int:
    """Invite whoever sits in the commission; return how many. Raise RefusedError."""
    locked = hold_meeting(meeting)
    refuse_over_or_off(locked, at)
    if locked.convened_at:
        raise RefusedError(_("The invitations have left already."))
    if not (locked.place or locked.link):
        raise RefusedError(_("Say where the meeting is held: a place, or a link to join."))
    locked.convened_at = at
    locked.save(update_fields=["convened_at"])
    return _invite_who_is_missing(locked, at)


@transaction.atomic
def send_again(meeting: Meeting, *, at: datetime) -> int:
    """Send the invitation once more, with the agenda of today; return how many. Raise RefusedError."""
    locked = hold_meeting(meeting)
    refuse_over_or_off(locked, at)
    if not locked.convened_at:
        raise RefusedError(_("The invitations have not left yet."))
    return _tell_the_change(locked, at)


@transaction.atomic
def change(meeting: Meeting, typed: Mapping[str, Any], *, at: datetime) -> None:
    """Give the meeting what was ``typed``; who is invited is told, and asked anew at another moment."""
    locked = hold_meeting(meeting)
    if locked.cancelled_at:
        raise RefusedError(_("This meeting was called off."))
    changed = [name for name in TOLD if name in typed and typed[name] != getattr(locked, name)]
    if not changed:
        return
    for name in changed:
        setattr(locked, name, typed[name])
    if locked.convened_at and not (locked.place or locked.link):
        raise RefusedError(_("Say where the meeting is held: a place, or a link to join."))
    locked.save(update_fields=changed)
    if "starts_at" in changed:
        locked.attendances.exclude(answer="").update(answer="", answered_at=None)
    if locked.convened_at and not locked.is_over_at(at):
        _tell_the_change(locked, at)


@transaction.atomic
def call_off(meeting: Meeting, reason: str, *, at: datetime) -> None:
    """Let the meeting not be held; who is invited is told why. Raise RefusedError."""
    locked = hold_meeting(meeting)
    refuse_over_or_off(locked, at)
    locked.cancelled_at, locked.cancel_reason, locked.sequence = at, reason, locked.sequence + 1
    locked.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    letters.call_off(locked, list(_invited(locked)), at=at)


def call_off_after(commission: Commission, day: date, reason: str, *, at: datetime) -> None:
    """Call off what ``commission`` was to hold after ``day``, its last."""
    ahead = Meeting.objects.held().filter(commission=commission, starts_at__gt=at).order_by("pk")
    for meeting in [each for each in ahead if timezone.localdate(each.starts_at) > day]:
        call_off(meeting, reason, at=at)


def following(meeting: Meeting) -> Any:
    """Return the later meetings of the same series that were not called off."""
    if meeting.series is None:
        return Meeting.objects.none()
    rows = Meeting.objects.held().filter(series=meeting.series, starts_at__gt=meeting.starts_at)
    return rows.exclude(pk=meeting.pk).order_by("starts_at", "pk")


@transaction.atomic
def catch_up(meeting: Meeting, *, at: datetime) -> int:
    """Invite who took a seat since, let go who left; return how many. A second run does nothing."""
    locked = hold_meeting(meeting)
    if not locked.convened_at or locked.cancelled_at or locked.starts_at <= at:
        return 0
    seated = _seated(locked.commission, at)
    gone = list(_invited(locked).exclude(person__in=seated.values("person")))
    if gone:
        _revise(locked)  # a calendar takes an end only from a later revision than what it holds
        Attendance.objects.filter(pk__in=[each.pk for each in gone]).update(
            withdrawn_at=at, answer="", answered_at=None
        )
        letters.call_off(locked, gone, at=at)
    return len(gone) + _invite_who_is_missing(locked, at)


def hold_meeting(meeting: Meeting) -> Meeting:
    """Return ``meeting`` as it is stored, its row held until the transaction ends."""
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",)).select_related("commission")
    held: Meeting = rows.get(pk=meeting.pk)
    return held


def refuse_over_or_off(meeting: Meeting, at: datetime) -> None:
    """Raise RefusedError when ``meeting`` was called off or has ended."""
    if meeting.cancelled_at:
        raise RefusedError(_("This meeting was called off."))
    if meeting.is_over_at(at):
        raise RefusedError(_("This meeting is over."))


def _invite_who_is_missing(meeting: Meeting, at: datetime) -> int:
    seated = _seated(meeting.commission, at)
    missing = Person.objects.filter(pk__in=seated.values("person"))
    missing = missing.exclude(pk__in=_invited(meeting).values("person"))
    rows = [Attendance(meeting=meeting, person=person) for person in missing]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    invited = list(meeting.attendances.filter(person__in=missing).select_related("person"))
    if any(attendance.withdrawn_at for attendance in invited):
        _revise(meeting)  # they come back: what ended in their calendar begins again
    letters.invite(meeting, invited, is_change=False, at=at)
    return len(invited)


def _tell_the_change(meeting: Meeting, at: datetime) -> int:
    _revise(meeting)
    invited = list(_invited(meeting))
    letters.invite(meeting, invited, is_change=True, at=at)
    return len(invited)


def _revise(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    meeting.refresh_from_db(fields=["sequence", "version"])


def _invited(meeting: Meeting) -> Any:
    return meeting.attendances.invited().select_related("person").order_by("pk")


def _seated(commission: Commission, at: datetime) -> Any:
    return seats_that_count(commission, timezone.localdate(at))
