"""Measure the heavy pages over a large federation: queries, milliseconds, bytes, requests per second.

``python -m benchmarks.pages --companies 200000`` fills a throw-away database and prints a table in Markdown.
Milliseconds are the median of in-process requests, taken in turn with a bare page of the same 25 rows in the
same run, so that a slow moment of the machine weighs on both; before that it asks which indexes find the words of
a search. Requests per second are those of eight clients on two gunicorn workers over loopback, each for a bounded
time.
"""

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from benchmarks.cluster import prepared_database

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, WORKERS, SECONDS, ROUNDS = 8, 2, 3, 25


@dataclass
class Measure:
    """What one page cost; times are medians in milliseconds, ``busy`` of the processor of this process alone."""

    page: str
    queries: int
    milliseconds: float
    busy: float
    size: int
    rate: float


def main() -> None:
    """Fill a database, measure every page on it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200_000)
    parser.add_argument("--without-load", action="store_true", help="leave the requests per second out")
    options = parser.parse_args()
    with prepared_database() as environment:
        os.environ.update(environment)
        measures = measure_all(options.companies, loaded=not options.without_load)
    print(table(measures, options.companies))


def measure_all(companies: int, *, loaded: bool) -> list[Measure]:
    """Build the federation, then measure each page in process, and under load if wanted."""
    import django

    django.setup()
    from benchmarks import visitor
    from leader.demonstration.population import populate

    started = time.perf_counter()
    populate(companies, seed=1)
    print(f"populate --companies {companies} --seed 1: {time.perf_counter() - started:.0f} s", flush=True)
    visitor.settle()
    signed_in = visitor.sessions()
    found = {name: (signed_in[who], address) for name, (who, address) in visitor.pages().items()}
    for name, asked in found.items():
        if "search" in name:
            print(f"{name}: {', '.join(sorted(visitor.indexes(*asked))) or 'no index of words'}", flush=True)
    costs = {name: visitor.visit(*asked, counting=True) for name, asked in found.items()}
    taken: dict[str, list[visitor.Visit]] = {name: [] for name in found}
    for _round in range(ROUNDS):
        for name, asked in found.items():
            taken[name].append(visitor.visit(*asked))
    rates = rates_of(found) if loaded else dict.fromkeys(found, 0.0)
    return [
        Measure(
            name,
            costs[name].queries,
            statistics.median(visit.seconds for visit in visits) * 1000,
            statistics.median(visit.busy for visit in visits) * 1000,
            costs[name].size,
            rates[name],
        )
        for name, visits in taken.items()
    ]


def rates_of(found: dict[str, tuple[str, str]]) -> dict[str, float]:
    """Return requests per second of each page, from CLIENTS clients on WORKERS gunicorn workers."""
    with gunicorn() as port:
        return {name: rate(port, address, session) for name, (session, address) in found.items()}


@contextmanager
def gunicorn() -> Iterator[int]:
    """Serve the site with the bare page on a free port of loopback."""
    port = 8900 + os.getpid() % 90
    command = ["-m", "gunicorn", "benchmarks.wsgi:application", "-b", f"127.0.0.1:{port}", "--log-level=error"]
    command += [f"--workers={WORKERS}", "--threads=4", "--worker-class=gthread"]
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT)
    try:
        _until(lambda: _answers(port), seconds=30)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def rate(port: int, address: str, session: str) -> float:
    """Ask for one address from CLIENTS threads for SECONDS seconds; return the answers per second."""
    counts = [0] * CLIENTS
    ends_at = time.perf_counter() + SECONDS

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < ends_at:
            connection.request("GET", address, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
            counts[client] += 1

    threads = [threading.Thread(target=ask, args=[client]) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/bare/")
        return connection.getresponse().status < 500  # signed in or not
    except OSError:
        return False


def _until(condition: Callable[[], bool], *, seconds: float) -> None:
    ends_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends_at:
            raise TimeoutError("The server did not answer in time.")
        time.sleep(0.1)


def table(measures: list[Measure], companies: int) -> str:
    """Return the measures as a table in Markdown; "times" are those of the bare page, which stands first."""
    bare = measures[0]
    lines = [
        f"{companies:,} companies; {CLIENTS} clients on {WORKERS} gunicorn workers for the last column.",
        "",
        "| page | queries | ms | times | ms of processor | times | bytes of HTML | requests/s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {m.page} | {m.queries} | {m.milliseconds:.1f} | {m.milliseconds / bare.milliseconds:.1f} |"
        f" {m.busy:.1f} | {m.busy / bare.busy:.1f} | {m.size:,} | {f'{m.rate:.0f}' if m.rate else '–'} |"
        for m in measures
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
