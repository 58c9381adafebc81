"""Let 300 companies vote online at once, over real HTTP at loopback, on two gunicorn workers.

    python -m benchmarks.ballots [COMPANIES]

Each company has its account, its code and a ballot that was encrypted before; ten voters send at a time, and one
ballot in ten is sent twice, as when its answer was lost. All must be in the box within a minute, each once, and
the archive must verify. DATABASE_URL, where it is set, names an empty migrated database; else one is made and
thrown away.
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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.cluster import throw_away_database

ROOT = Path(__file__).resolve().parent.parent
VOTERS_AT_A_TIME, SENT_TWICE, ONE_MINUTE = 10, 10, 60
TOKEN = "b" * 32  # a form and its cookie say the same: the check against forged forms is not what is measured


def main() -> None:
    """Make the election, let the companies vote, judge what came of it."""
    companies = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with _database() as url:
        os.environ.update(
            DATABASE_URL=url, SECRET_KEY="b" * 50, DEBUG="off", ENV_FILE="none",
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
        )  # fmt: skip
        import django

        django.setup()
        election, voters = _election(companies)
        from benchmarks.pages import WORKERS, gunicorn

        with gunicorn() as port:
            seconds, answers, took = _vote(port, voters)
        _judge(election, seconds, answers, took, WORKERS)


@contextmanager
def _database() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    with throw_away_database() as url:
        env = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "b" * 50, "ENV_FILE": "none"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True, env=env)
        yield url


def _election(count: int) -> tuple[Any, list[tuple[str, str, str]]]:
    """Return an open election, and for each company its session, the address of its ballot and the ballot."""
    from django.utils import timezone

    from elections import box, codes, conduct, opening
    from elections.models import Candidacy, Contest, Election, RollEntry
    from leader.shared.locked import unlock
    from leader.shared.mails import Letter
    from members.models import Company, Person, User
    from territories.models import Federation, Office
    from tests.elections.crypto.boxes import keys

    Federation.objects.get_or_create(pk=1, defaults={"name": "Fédération"})
    now = timezone.now()
    election = Election.objects.create(
        way="online", from_afar=True, remote_article="article 12", held_on=now.date(), roll_on=now.date()
    )
    office = Office.objects.create(code="president-of-the-benchmark", name="Présidence")
    contest = Contest.objects.create(election=election, office=office)
    people = []
    for number in range(count):
        person = Person.objects.create(family_name=f"Votant {number}", email=f"v{number}@leader.example")
        company = Company.objects.create(name=f"Entreprise {number:04d}", email=f"e{number}@leader.example")
        RollEntry.objects.create(election=election, company=company, representative=person)
        people.append(User.objects.create_user(person.email, person=person))
    for user in people[:3]:
        Candidacy.objects.create(contest=contest, person=user.person)
    conduct.seal(election, at=now)
    box.take_keys(election, keys().text)
    codes.send(election, at=now)
    opening.open_online(election, closes_at=now + timedelta(hours=2), at=now)
    plain = [unlock(letter.secret) for letter in Letter.objects.exclude(secret="").order_by("pk")]
    return election, _voters(election, people, plain)


def _voters(election: Any, people: list[Any], plain: list[str]) -> list[tuple[str, str, str]]:
    from django.urls import reverse

    from benchmarks.visitor import _session_of as session_of
    from elections import box
    from elections.crypto.ballots import make_ballot
    from elections.crypto.credentials import private_exponent

    text = box.setup(election).election
    votes = [[int(slot == choice) for slot in range(text.questions[0].slots)] for choice in range(4)]
    entries = election.roll.by_name().values_list("pk", flat=True)
    return [
        (
            session_of(user),
            reverse("elections:election-cast", args=[election.pk, entry]),
            make_ballot(text, private_exponent(text.uuid, code), [votes[number % 4]]),
        )
        for number, (user, entry, code) in enumerate(zip(people, entries, plain, strict=True))
    ]


def _vote(port: int, voters: list[tuple[str, str, str]]) -> tuple[float, Counter[int], list[float]]:
    answers: Counter[int] = Counter()
    took: list[float] = []
    trackers: dict[str, set[str]] = {}
    start = threading.Barrier(VOTERS_AT_A_TIME + 1)

    def send(lane: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        start.wait()
        for number, voter in list(enumerate(voters))[lane::VOTERS_AT_A_TIME]:
            for _copy in range(2 if number % SENT_TWICE == 0 else 1):
                began = time.perf_counter()
                status, tracker = _post(connection, *voter)
                took.append(time.perf_counter() - began)
                answers[status] += 1
                trackers.setdefault(voter[1], set()).add(tracker)

    threads = [threading.Thread(target=send, args=(lane,)) for lane in range(VOTERS_AT_A_TIME)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if any(len(told) != 1 for told in trackers.values()):
        sys.exit("A ballot that was sent twice had two receipts.")
    return time.perf_counter() - began, answers, took


def _post(connection: Any, session: str, address: str, ballot: str) -> tuple[int, str]:
    from django.conf import settings

    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", address, urlencode({"ballot": ballot, "csrfmiddlewaretoken": TOKEN}), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read()) if answer.status < 500 else {}
    return answer.status, told.get("tracker", "")


def _judge(election: Any, seconds: float, answers: Counter[int], took: list[float], workers: int) -> None:
    from elections import box, checking
    from elections.crypto.group import ACCELERATED
    from elections.crypto.verification import Rules, verify_archive
    from elections.models import SignOff

    election.refresh_from_db()
    content = box.archive(election)
    verdict = verify_archive(content, Rules(revote=False), processes=2)
    signed = SignOff.objects.filter(roll_entry__election=election).count()
    p95 = sorted(took)[int(len(took) * 0.95)]
    print(f"{signed} companies on {workers} workers, gmpy2 {'used' if ACCELERATED else 'absent'}: {dict(answers)}")
    median = statistics.median(took)
    print(
        f"in {seconds:.1f} s: {signed / seconds:.1f} ballots a second; median {median * 1000:.0f} ms,"
        f" 95 % within {p95 * 1000:.0f} ms; archive {len(content) / 1e6:.1f} MB, verified"
    )
    sound = not checking.problems(election) and verdict.ballots == signed == election.roll.count()
    if not sound or set(answers) != {200}:
        sys.exit("The companies did not vote as they must.")
    if seconds > ONE_MINUTE * max(signed / 300, 1):
        sys.exit("300 companies did not vote within a minute.")


if __name__ == "__main__":
    main()
