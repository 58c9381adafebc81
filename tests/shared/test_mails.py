"""Letters: queued with the change they tell of, sent once each, whatever happens to the worker or the server."""

import asyncio
import re
import socket
import threading
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from leader.shared import mails
from leader.shared.jobs import retry_stalled_jobs
from leader.shared.mails import Letter
from tests.jobs import Worker, run_now


@pytest.fixture(autouse=True)
def own_templates(settings):
    templates = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], "tests/templates"]}]
    settings.TEMPLATES = templates


class Server:
    """An SMTP server on the loopback that can refuse an address, or hold a letter back."""

    def __init__(self):
        self.received = []
        self.released, self.holding = threading.Event(), threading.Event()
        self.released.set()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)
        self.controller.start()

    def stop(self):
        self.controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.received.append(envelope.content.decode())
        if not self.released.is_set():
            self.holding.set()
            await asyncio.to_thread(self.released.wait, 30)
        return "250 OK"

    def message_ids(self):
        return [re.search(r"^Message-ID: (.*?)\r$", text, re.M)[1] for text in self.received]


@pytest.fixture
def smtp(settings):
    server = Server()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.mark.django_db
def test_a_letter_is_written_from_its_template_with_its_job(jobs):
    [letter] = mails.send("meeting", "anne@example.org", {"name": "Anne d’Oc & fils", "place": "à\nNîmes"})

    assert letter.subject == "Réunion à Nîmes"
    assert letter.text.startswith("Bonjour Anne d’Oc & fils,\n\nLa page : http")
    assert letter.message_id.endswith("@localhost>")
    assert jobs() == [("send_letter", {"letter_id": letter.pk})]


@pytest.mark.django_db
def test_what_people_typed_is_escaped_in_the_html(jobs):
    [letter] = mails.send("meeting", "anne@example.org", {"name": "<script>alert(1)</script>", "place": ""})

    html = str(letter.message().alternatives[0].content)

    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert '<a href="http://127.0.0.1:8000/evenements/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@x.org"]
)
def test_an_address_that_is_none_is_refused(recipient):
    with pytest.raises(ValidationError):
        mails.queue(recipient, "Subject", "Text")


def test_a_change_that_is_rolled_back_takes_its_letter_with_it(run_jobs, mailoutbox):
    with transaction.atomic():
        mails.queue("anne@example.org", "Subject", "Text")
        transaction.set_rollback(True)

    run_jobs()

    assert mailoutbox == []


def test_each_letter_travels_through_a_real_worker_to_a_real_server(run_jobs, smtp):
    letters = mails.send("meeting", ["a@example.org", "b@example.org"], {"name": "Anne", "place": "à Nîmes"})

    Worker("--one-shot", EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}").finish()

    assert sorted(smtp.message_ids()) == sorted(letter.message_id for letter in letters)
    assert all("multipart/alternative" in text and "Auto-Submitted" in text for text in smtp.received)
    assert not Letter.objects.exists()
    jobs = ProcrastinateJob.objects.filter(task_name="send_letter")
    assert [job.status for job in jobs] == ["succeeded", "succeeded"]


def test_a_worker_logs_neither_the_address_nor_the_text(run_jobs, smtp):
    mails.queue("secret@example.org", "Subject", "Your code is 123456")

    logged = Worker("--one-shot", EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}").finish()

    assert smtp.received
    assert "secret@" not in logged
    assert "123456" not in logged


def test_a_letter_waits_for_a_server_that_is_down(run_jobs, smtp):
    letter = mails.queue("anne@example.org", "Subject", "Text")
    smtp.stop()
    run_jobs()
    [job] = ProcrastinateJob.objects.filter(task_name="send_letter")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > letter.queued_at

    smtp.start()
    run_now()
    run_jobs()

    assert smtp.message_ids() == [letter.message_id]


def test_an_address_that_the_server_does_not_know_is_kept_and_not_tried_again(run_jobs, smtp):
    mails.queue("nobody@example.org", "Subject", "Text")

    run_jobs()

    letter = Letter.objects.get()
    assert letter.refusal == "550 No such person"
    assert [job.status for job in ProcrastinateJob.objects.filter(task_name="send_letter")] == ["succeeded"]


@pytest.mark.faults
def test_a_killed_worker_loses_no_letter_and_a_second_copy_is_recognised(run_jobs, smtp):
    letters = [mails.queue(f"person{n}@example.org", "Subject", "Text") for n in range(5)]
    smtp.released.clear()
    worker = Worker(EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}")
    assert smtp.holding.wait(timeout=60)
    worker.kill()
    tried_by_the_killed_worker = Counter(smtp.message_ids())
    smtp.released.set()
    smtp.received.clear()

    retry_stalled_jobs.defer(timestamp=0)
    run_now()
    run_jobs()
    run_now()
    run_jobs()

    assert tried_by_the_killed_worker
    assert Counter(smtp.message_ids()) == Counter(letter.message_id for letter in letters)
    assert not Letter.objects.exists()
    assert not ProcrastinateJob.objects.exclude(status="succeeded").exists()


def test_a_job_names_itself_in_the_history_of_what_it_changes(run_jobs):
    from procrastinate.contrib.django import app

    from members.models import Person

    person = Person.objects.create(family_name="Durand")

    @app.task(name="rename_in_test")
    def rename():
        Person.objects.filter(pk=person.pk).update(family_name="Dupont")

    try:
        rename.defer()
        run_jobs()
    finally:
        app.tasks.pop("rename_in_test")

    change = person.changes.latest("pgh_id")
    assert change.family_name == "Dupont"
    assert change.pgh_context.metadata == {"job": "rename_in_test"}
