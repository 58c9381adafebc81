"""Let 200 clients take the last 20 places of a gala at once, in parties of one to six, over real HTTP at loopback.

    python -m benchmarks.registration

Each client is somebody who represents a company, signed in, on two gunicorn workers; all send at the same moment.
Told are the answers, the places given and offered, who waits, whether nobody was served before who waits, and the
rate. Anything else than 20 places held, a line in order and no page of error ends with a failure.
"""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.cluster import throw_away_database

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, CAPACITY, LEFT = 200, 120, 20
TOKEN = "b" * 32  # a form and its cookie say the same: the check against forged forms is not what is measured
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    """Make the gala, send the forms, judge what came of it."""
    with throw_away_database() as url:
        os.environ.update(
            DATABASE_URL=url,
            SECRET_KEY="b" * 50,
            DEBUG="off",
            ENV_FILE="none",
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
        )
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        import django

        django.setup()
        clients = _people()
        from benchmarks.pages import WORKERS, gunicorn

        with gunicorn() as port:
            seconds, answers, took = _race(port, clients)
        _judge(seconds, answers, took, WORKERS)


def _people() -> list[tuple[str, str, int]]:
    """Return for each client a session, the address of its party, and how many places it asks for."""
    from django.urls import reverse

    from benchmarks.visitor import _session_of as session_of
    from events.models import Admission, Event, Registration
    from members.models import Company, Membership, Person, Representative, User
    from territories.models import Federation

    Federation.objects.create(pk=1, name="Fédération")
    event = Event.objects.create(
        kind="gala", slug="gala", name="Gala", held_on=datetime(2099, 6, 1, tzinfo=UTC).date(), is_published=True
    )
    admission = Admission.objects.create(
        event=event, capacity=CAPACITY, opens_at=SINCE, closes_at=datetime(2099, 5, 1, tzinfo=UTC)
    )
    clients = []
    for number in range(CLIENTS + 2 * (CAPACITY - LEFT) // 20):
        company = Company.objects.create(name=f"Entreprise {number}")
        Membership.objects.create(company=company, starts_on=SINCE.date())
        if number >= CLIENTS:  # who came before
            Registration.objects.create(
                admission=admission, company=company, category="member", contact_email="a@leader.example",
                places=10, state="confirmed", priority=20, asked_at=SINCE,
            )  # fmt: skip
            continue
        person = Person.objects.create(family_name=f"Banc {number}", email=f"b{number}@leader.example")
        Representative.objects.create(person=person, company=company, starts_on=SINCE.date(), vote="voting")
        user = User.objects.create_user(person.email, person=person)
        address = reverse("events:party", args=[event.slug, company.pk])
        clients.append((session_of(user), address, 1 + number % 6))
    return clients


def _race(port: int, clients: list[tuple[str, str, int]]) -> tuple[float, Counter[int], list[float]]:
    answers: Counter[int] = Counter()
    took: list[float] = []
    start = threading.Barrier(len(clients) + 1)

    def send(session: str, address: str, places: int) -> None:
        typed = {"act": "inscrire", "places": places, "csrfmiddlewaretoken": TOKEN, "idempotency_key": session}
        start.wait()
        began = time.perf_counter()
        answers[_post(port, session, address, urlencode(typed))] += 1
        took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=send, args=client) for client in clients]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, answers, took


def _post(port: int, session: str, address: str, body: str) -> int:
    from django.conf import settings

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", address, body=body, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _judge(seconds: float, answers: Counter[int], took: list[float], workers: int) -> None:
    from events.models import Admission, Registration

    admission = Admission.objects.get()
    asked = Registration.objects.exclude(asked_at=SINCE)
    states: dict[str, Any] = {state: [0, 0] for state in ("confirmed", "offered", "waiting")}
    for party in asked:
        states[party.state][0] += 1
        states[party.state][1] += party.held
    # Nobody came between: whoever was given all, or was asked about the rest, stood before everybody who waits.
    last_served = max(party.pk for party in asked.exclude(state="waiting"))
    in_order = not asked.filter(state="waiting", pk__lt=last_served).exists()
    held = sum(places for _parties, places in states.values())
    told = ", ".join(f"{parties} {state} with {places} places" for state, (parties, places) in states.items())
    print(f"{CLIENTS} clients at once on {workers} workers, parties of 1 to 6, {LEFT} places left:")
    print(f"{dict(answers)} answers in {seconds:.1f} s: {len(took) / seconds:.0f} registrations a second;")
    p95 = sorted(took)[int(len(took) * 0.95)]
    print(f"median {statistics.median(took):.1f} s, 95 % within {p95:.1f} s")
    print(f"{told}; {admission.taken} of {admission.capacity} places taken; line in order: {in_order}")
    if (held, admission.taken, asked.count(), in_order, set(answers)) != (LEFT, CAPACITY, CLIENTS, True, {302}):
        sys.exit("The places were not given as they must be.")


if __name__ == "__main__":
    main()
