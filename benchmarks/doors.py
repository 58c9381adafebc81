"""Let a thousand guests in at four doors at once, over real HTTP at loopback, badges shown twice included.

    python -m benchmarks.doors

Each door is a helper named for the evening, who sends one badge after the other as the page of the door does,
to two gunicorn workers. Some badges are shown at the next door as well, and some answers are taken for lost, so
that their scan is sent again. Anything else than a thousand arrivals, each counted once, ends with a failure.
"""

import http.client
import json
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
from uuid import uuid4

from benchmarks.cluster import throw_away_database

ROOT = Path(__file__).resolve().parent.parent
GUESTS, DOORS, PARTY, SHOWN_AGAIN, LOST = 1000, 4, 5, 20, 10
TOKEN = "b" * 32  # a form and its cookie say the same: the check against forged forms is not what is measured
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    """Make the gala, let the guests in, judge what came of it."""
    with throw_away_database() as url:
        os.environ.update(
            DATABASE_URL=url, SECRET_KEY="b" * 50, DEBUG="off", ENV_FILE="none",
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
        )  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        import django

        django.setup()
        address, sessions, codes = _evening()
        from benchmarks.pages import WORKERS, gunicorn

        with gunicorn() as port:
            seconds, answers, took = _open(port, address, sessions, codes)
            badges = _time_of_badges(port, address, sessions[0])
        _judge(seconds, answers, took, badges, WORKERS)


def _evening() -> tuple[str, list[str], list[str]]:
    """Return the address of the doors, a session for each, and the codes of the badges."""
    from django.urls import reverse

    from benchmarks.visitor import _session_of as session_of
    from events.door.codes import code_of
    from events.models import Admission, Attendee, Event, Registration
    from members.models import Company, Person, User
    from territories.models import Federation

    Federation.objects.create(pk=1, name="Fédération")
    event = Event.objects.create(
        kind="gala", slug="gala", name="Gala", held_on=datetime(2099, 6, 1, tzinfo=UTC).date(), is_published=True
    )
    admission = Admission.objects.create(
        event=event, capacity=GUESTS, opens_at=SINCE, closes_at=datetime(2099, 5, 1, tzinfo=UTC)
    )
    sessions = []
    for number in range(DOORS):
        person = Person.objects.create(family_name=f"Porte {number}", email=f"porte{number}@leader.example")
        user = User.objects.create_user(person.email, person=person, is_staff=number == 0)
        event.door_keepers.create(email=user.email, named_by=user, named_at=SINCE)
        sessions.append(session_of(user))
    for number in range(GUESTS // PARTY):
        party = Registration.objects.create(
            admission=admission, company=Company.objects.create(name=f"Entreprise {number}"), category="member",
            contact_email="a@leader.example", places=PARTY, state="confirmed", priority=20, asked_at=SINCE,
        )  # fmt: skip
        Attendee.objects.bulk_create(
            Attendee(registration=party, number=seat + 1, family_name=f"Convive {number}-{seat}")
            for seat in range(PARTY)
        )
    codes = [code_of(admission.pk, key) for key in Attendee.objects.order_by("pk").values_list("pk", flat=True)]
    return reverse("events:door", args=[event.slug]), sessions, codes


def _open(
    port: int, address: str, sessions: list[str], codes: list[str]
) -> tuple[float, Counter[str], list[float]]:
    answers: Counter[str] = Counter()
    took: list[float] = []
    start = threading.Barrier(DOORS + 1)

    def hold(door: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        own = list(enumerate(codes))[door::DOORS]
        shown_again = [
            code for number, code in list(enumerate(codes))[door - 1 :: DOORS] if number % SHOWN_AGAIN < DOORS
        ]
        start.wait()
        for number, code in [*own, *((1, code) for code in shown_again)]:
            scan = str(uuid4())
            for _copy in range(2 if number % LOST == 0 else 1):
                began = time.perf_counter()
                answers[_post(connection, sessions[door], address, door, code, scan)] += 1
                took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=hold, args=(door,)) for door in range(DOORS)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, answers, took


def _post(connection: Any, session: str, address: str, door: int, code: str, scan: str) -> str:
    body = {"act": "badge", "code": code, "scan": scan, "scanned": "true", "door": f"Porte {door}"}
    connection.request(
        "POST", address, body=urlencode({**body, "csrfmiddlewaretoken": TOKEN}), headers=_as(session)
    )
    answer = connection.getresponse()
    told = answer.read()
    return json.loads(told)["state"] if answer.status == 200 else str(answer.status)


def _as(session: str) -> dict[str, str]:
    from django.conf import settings

    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    return {
        "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
    }  # fmt: skip


def _time_of_badges(port: int, address: str, session: str) -> float:
    """Return in how many seconds the sheet with all badges is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    connection.request("GET", address.replace("/accueil/", "/inscriptions/badges/"), headers=_as(session))
    answer = connection.getresponse()
    if answer.status != 200 or not answer.read().startswith(b"%PDF"):
        sys.exit(f"The badges answered {answer.status}.")
    return time.perf_counter() - began


def _judge(seconds: float, answers: Counter[str], took: list[float], badges: float, workers: int) -> None:
    from events.models import CheckIn

    counted = CheckIn.objects.counted()
    arrived, people = counted.count(), counted.values("attendee").distinct().count()
    repeats = CheckIn.objects.filter(is_repeat=True).count()
    p95 = sorted(took)[int(len(took) * 0.95)]
    print(f"{GUESTS} guests at {DOORS} doors on {workers} workers, {len(took)} scans sent: {dict(answers)}")
    print(
        f"in {seconds:.1f} s: {len(took) / seconds:.0f} scans a second; "
        f"median {statistics.median(took) * 1000:.0f} ms,"
    )
    print(f"95 % within {p95 * 1000:.0f} ms; {arrived} arrivals of {people} people, {repeats} badges shown again")
    print(f"the sheet of {GUESTS} badges in {badges:.1f} s")
    if (arrived, people) != (GUESTS, GUESTS) or repeats == 0 or set(answers) != {"arrived", "repeat"}:
        sys.exit("The guests were not let in as they must be.")


if __name__ == "__main__":
    main()
