"""A worker killed between a letter of thanks and the row that says so, mail that is down: each is thanked once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.models import FollowUpLetter
from events.tasks import thank_after_events
from leader.shared.jobs import retry_stalled_jobs
from leader.shared.mails import Letter
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    EventFactory,
    FollowUpFactory,
    RegistrationFactory,
)
from tests.jobs import Worker, run_now
from tests.shared.test_mails import smtp  # noqa: F401 - a fixture
from tests.shared.waiting import until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
NUMBER = 20_260_615
THANKED = ["ana@example.org", "lou@example.org", "zoe@example.org"]


@pytest.fixture
def guests():
    """Return the follow-up of an evening of the day before yesterday, to which three with an address came."""
    today = timezone.localdate()
    event = EventFactory(held_on=today - timedelta(days=2))
    party = RegistrationFactory(admission=AdmissionFactory(event=event))
    for number, email in enumerate(THANKED, start=1):
        AttendeeFactory(registration=party, number=number, email=email)
    return FollowUpFactory(event=event, sends_on=today, closes_on=today + timedelta(days=30))


class Gate:
    """Holds back whoever writes about Lou to a table, until it is opened."""

    def __init__(self, moment, table, column):
        self.table, self.holder = table, connection.copy()
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN PERFORM pg_advisory_xact_lock({NUMBER}); RETURN NULL; END $$;"
                f" CREATE TRIGGER gate AFTER {moment} ON {table} FOR EACH ROW"
                f" WHEN (NEW.{column} = 'lou@example.org') EXECUTE FUNCTION gate()"
            )
        with self.holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])

    def open(self):
        self.holder.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS gate ON {self.table}")
            cursor.execute("DROP FUNCTION IF EXISTS gate()")


@pytest.fixture
def gate():
    """Return a function that closes a gate; it is opened with the test at the latest."""
    closed = []

    def close(*where):
        closed.append(Gate(*where))
        return closed[-1]

    yield close
    for each in closed:
        each.open()


@pytest.mark.parametrize(
    ("moment", "table", "column"),
    [
        ("INSERT", "events_followupletter", "email"),  # the row is there, its letter is not
        ("INSERT", "shared_letter", "recipient"),  # the letter is there, its job is not
        ("UPDATE", "events_followupletter", "email"),  # the letter and its job are there, the row does not say so
    ],
)
def test_a_worker_killed_between_the_letter_and_the_row_leaves_neither_and_the_next_one_makes_both(
    guests,
    gate,
    moment,
    table,
    column,
    run_jobs,
    smtp,  # noqa: F811
):
    closed = gate(moment, table, column)
    thank_after_events.defer(timestamp=0)
    worker = Worker("--queues=house", "--one-shot")
    until_somebody_waits_for_a_lock()
    worker.kill()
    with connection.cursor() as cursor:  # the server ends what the worker has left
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
    closed.open()

    rows, letters = FollowUpLetter.objects.all(), Letter.objects.all()
    assert [row.email for row in rows] == [letter.recipient for letter in letters] == ["ana@example.org"]
    smtp.stop()  # and the mail is down as well
    retry_stalled_jobs.defer(timestamp=0)
    for again in range(3):
        run_now()
        run_jobs()
        if not again:
            smtp.start()

    assert sorted(row.email for row in FollowUpLetter.objects.exclude(sent_at=None)) == THANKED
    assert sorted(re.search(r"^To: (.*?)\r$", text, re.M)[1] for text in smtp.received) == THANKED
    assert not Letter.objects.exists()
