"""A server killed between places and letter, a server of mail that is down: nothing lost, nothing twice."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Registration
from leader.shared.mails import Letter
from tests.factories.accounts import representative_of
from tests.factories.events import AdmissionFactory
from tests.factories.members import CompanyFactory
from tests.jobs import database_url, run_now
from tests.shared.test_mails import smtp  # noqa: F401 - a fixture
from tests.shared.waiting import until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
TOKEN = "c" * 32


class Site:
    """A real server of the site on the test database, which can be killed."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        variables = {
            "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DEBUG": "off",
            "SECRET_KEY": settings.SECRET_KEY, "ENV_FILE": "none",
        }  # fmt: skip
        command = ["-m", "gunicorn", "benchmarks.wsgi:application", "-b", f"127.0.0.1:{self.port}", "--workers=1"]
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env={**os.environ, **variables},
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)

    def answers(self):
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", self.port)) == 0

    def send(self, address, session, typed):
        """Send a form; return the status, or None where the answer was lost."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"sessionid={session}; __Host-csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            asked.request("POST", address, urlencode({**typed, "csrfmiddlewaretoken": TOKEN}), headers)
            return asked.getresponse().status
        except (http.client.HTTPException, OSError):
            return None

    def kill(self):
        """Take the life of the server and of its worker, which are a group of their own."""
        os.killpg(self.process.pid, 9)
        self.process.wait(60)


@pytest.fixture
def site():
    """Return a function that starts a server; all are killed with the test."""
    started = []

    def start():
        started.append(Site())
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture
def asking():
    """Return the address of a party, a session signed in for it, and the form that asks for three places."""
    admission = AdmissionFactory(capacity=10)
    company = CompanyFactory(member=True)
    client = Client()
    client.force_login(representative_of(company))
    address = reverse("events:party", args=[admission.event.slug, company.pk])
    form = {"act": "inscrire", "places": 3, "idempotency_key": "once"}
    return address, client.cookies[settings.SESSION_COOKIE_NAME].value, form


def test_a_server_killed_between_the_places_and_the_letter_leaves_neither_and_a_resent_form_both(site, asking):
    first = site()
    holder = connection.copy()  # holds back who would queue a letter
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE shared_letter IN EXCLUSIVE MODE")
    lost = []
    sender = threading.Thread(target=lambda: lost.append(first.send(*asking)))
    sender.start()
    until_somebody_waits_for_a_lock()
    first.kill()
    sender.join(120)
    holder.rollback()
    holder.close()

    assert lost == [None]
    assert (Registration.objects.count(), Letter.objects.count()) == (0, 0)
    second = site()
    assert [second.send(*asking), second.send(*asking)] == [302, 302]
    party = Registration.objects.select_related("admission").get()
    assert (party.held, party.admission.taken, Letter.objects.count()) == (3, 3, 1)


def test_a_server_killed_after_its_answer_has_its_letter_sent_once_though_the_mail_was_down(
    site,
    asking,
    run_jobs,
    smtp,  # noqa: F811
):
    server = site()
    smtp.stop()
    assert server.send(*asking) == 302
    server.kill()
    run_jobs()
    assert (Registration.objects.get().state, Letter.objects.count()) == ("confirmed", 1)

    smtp.start()
    for _again in range(2):
        run_now()
        run_jobs()

    assert len(smtp.received) == 1
    assert not Letter.objects.exists()
