"""What calendars read of meetings, read back by a parser that is not the one that wrote it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import vobject
from django.utils import timezone

from commissions.meetings import acts, calendars
from commissions.models import Attendance, Meeting
from leader.shared.mails import Letter
from tests.factories.commissions import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


def events_to(person):
    """Return what the letters to ``person`` hold for a calendar, the oldest first: method and event."""
    letters = Letter.objects.filter(recipient=person.email).order_by("pk")
    calendars_read = [vobject.readOne(letter.calendar) for letter in letters]
    return [(calendar.method.value, calendar.vevent) for calendar in calendars_read]


def test_an_invitation_its_change_and_its_end_are_one_event_of_growing_sequence(sitting, meeting):
    now = timezone.now()
    acts.convene(meeting, at=now)
    acts.change(
        meeting, {"starts_at": meeting.starts_at + timedelta(hours=2), "place": "Nîmes; salle 2, 1er"}, at=now
    )
    acts.call_off(meeting, "Grève.", at=now)

    told = events_to(sitting.asker.person)

    assert [method for method, _event in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {event.uid.value for _method, event in told} == {str(meeting.uid)}
    assert [int(event.sequence.value) for _method, event in told] == [0, 1, 2]
    assert [event.status.value for _method, event in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert told[1][1].location.value == "Nîmes; salle 2, 1er"
    assert told[1][1].dtstart.value == meeting.starts_at + timedelta(hours=2)
    assert told[1][1].dtend.value - told[1][1].dtstart.value == timedelta(minutes=90)


def test_an_invitation_names_one_attendee_the_agenda_and_where_to_answer(sitting, meeting):
    AgendaItemFactory(meeting=meeting, rank=1, title="Budget, 1re lecture; vote")
    acts.convene(meeting, at=timezone.now())

    [(_method, event)] = events_to(sitting.asker.person)

    [attendee] = event.attendee_list
    assert attendee.value == f"mailto:{sitting.asker.person.email}"
    assert attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert event.organizer.params["CN"] == ["Export"]
    assert event.summary.value == "Export – Marché japonais"
    assert "1. Budget, 1re lecture; vote" in event.description.value
    assert "/reunions/reponse/" in event.description.value


def test_who_leaves_and_comes_back_has_growing_sequences(sitting, meeting):
    now = timezone.now()
    acts.convene(meeting, at=now)
    seat = sitting.commission.commission_memberships.get(person=sitting.asker.person)
    seat.ends_on = timezone.localdate() - timedelta(days=1)
    seat.save()
    acts.catch_up(meeting, at=now)
    seat.ends_on = None
    seat.save()
    acts.catch_up(meeting, at=now)

    told = events_to(sitting.asker.person)

    assert [method for method, _event in told] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [int(event.sequence.value) for _method, event in told] == [0, 1, 2]


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), (1, 30)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), (3, 0)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), (2, 30)),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), (2, 30)),
    ],
)
def test_instants_around_the_change_of_hour_come_back_as_they_were(starts_at, local):
    meeting = MeetingFactory(starts_at=starts_at, duration_minutes=120)

    read = vobject.readOne(
        calendars.calendar_of([meeting], name="Export", at=timezone.now()).to_ical().decode()
    ).vevent

    assert read.dtstart.value == starts_at
    assert read.dtend.value - read.dtstart.value == timedelta(hours=2)
    shown = read.dtstart.value.astimezone(timezone.get_default_timezone())
    assert (shown.hour, shown.minute) == local


def test_lines_are_short_and_end_as_the_standard_says(meeting):
    Meeting.objects.update(title="é" * 150)
    meeting.refresh_from_db()

    lines = calendars.calendar_of([meeting], name="Export", at=timezone.now()).to_ical().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line for line in lines)


def test_the_letter_carries_its_calendar_as_mail_programs_expect_it(sitting, meeting, mailoutbox):
    acts.convene(meeting, at=timezone.now())
    letter = Letter.objects.get(recipient=sitting.asker.person.email)

    sent = message_from_bytes(letter.message().message().as_bytes(), policy=policy.default)

    parts = [part for part in sent.walk() if part.get_content_type() == "text/calendar"]
    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in parts] == [None, "invitation.ics"]
    for part in parts:
        assert part.get_content_charset() == "utf-8"
        assert vobject.readOne(part.get_content()).vevent.uid.value == str(meeting.uid)
    assert Attendance.objects.get(person=sitting.asker.person).sent_sequence == 0
