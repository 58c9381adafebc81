"""Measure the import: rows per second for preview, confirmation and audit, phase by phase, and memory at its peak.

    python -m benchmarks.import_companies [LINES] [ROUNDS]

Runs on a throw-away cluster of its own, made as the tests make theirs. Each figure is the median of the rounds;
each round begins with empty tables. Processor seconds are those of this process and of its server process: on a
machine that does other work they tell more than the time that passes, and an idle one needs no more.
Beside them stand a bare COPY of the same rows into a table without anything, and the floor: what PostgreSQL needs
for the new rows alone, with their indexes, constraints and history, whoever writes them.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django

import tests.environment  # starts the cluster and sets DATABASE_URL

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leader.settings")
django.setup()

import pgtrigger  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from territories.imports.applying import confirm, preview  # noqa: E402
from territories.models import CompanyImport  # noqa: E402

HEAD = "name;siren;email;phone;postal_code;city;headcount;turnover\n"
# What a statement does, told by what it holds.
PHASES = {
    "INSERT INTO territories_importrow": "cells checked",
    "WITH said": "lines compared",
    "nextval": "keys drawn",
    "INSERT INTO members_company (": "companies and their history",
    "INSERT INTO members_companyfigures": "figures and their history",
}
AUDIT = ["members.Company:insert_insert", "members.CompanyFigures:insert_insert"]
FLOOR_COMPANIES = """
INSERT INTO members_company (version, siren, country, foreign_number, name, legal_category, activity_2025,
  insee_size_class, address, postal_code, city, email, phone, website, description, created_at)
SELECT 1, siren, 'FR', '', name, '', '', '', '', cp, city, email, phone, '', '', now() FROM bare"""
FLOOR_FIGURES = """
INSERT INTO members_companyfigures (company_id, year, headcount, turnover)
SELECT c.id, 2025, b.headcount, b.turnover FROM bare b JOIN members_company c USING (siren)"""

Times = dict[str, list[tuple[float, float]]]  # seconds that passed, seconds of a processor
TICK = os.sysconf("SC_CLK_TCK")


def siren(number: int) -> str:
    """Return the ``number``-th SIREN: eight digits and the check digit that Luhn asks for."""
    eight = f"{10_000_000 + number:08d}"
    total = sum(int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(eight))
    return f"{eight}{-total % 10}"


def line(number: int) -> str:
    """Return one line of the file, all cells filled."""
    return (
        f"Entreprise {number};{siren(number)};contact{number}@example.org;04 66 {number % 100:02d} 00 00;"
        f"30{number % 1000:03d};Ville {number % 500};{number % 900};{number * 37 % 90_000_000}\n"
    )


def run(sql: str) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def bare_copy(path: Path) -> None:
    """Copy the same rows into a table without index, check or audit."""
    run("DROP TABLE IF EXISTS bare")
    run("CREATE TABLE bare (name text, siren text, email text, phone text, cp text, city text, "
        "headcount int, turnover bigint)")  # fmt: skip
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY bare FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)") as copy,
        path.open("rb") as file,
    ):
        while block := file.read(1 << 20):
            copy.write(block)


def clocks() -> tuple[float, float]:
    """Return the time that passes and the time of the processor, both in seconds."""
    server = connection.connection.info.backend_pid
    spent = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return time.perf_counter(), time.process_time() + (int(spent[11]) + int(spent[12])) / TICK


def since(began: tuple[float, float]) -> tuple[float, float]:
    """Return what passed on both clocks since ``began``."""
    now = clocks()
    return now[0] - began[0], now[1] - began[1]


@contextmanager
def timed(times: Times, label: str, rest: str = "") -> Iterator[None]:
    """Keep how long the block took as ``label``, and its statements by phase; ``rest`` names what is none."""
    phases: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        began = clocks()
        try:
            return execute(sql, *args)
        finally:
            phase = next((name for part, name in PHASES.items() if part in sql), "other statements")
            phases[phase].append(since(began))

    connection.ensure_connection()
    began = clocks()
    with connection.execute_wrapper(watch):
        yield
    took = since(began)
    times[label].append(took)
    if rest:
        spent = {phase: summed(several) for phase, several in phases.items()}
        told = summed(spent.values())
        spent[rest] = (took[0] - told[0], took[1] - told[1])
        for phase, seconds in spent.items():
            times[f"{label}: {phase}"].append(seconds)


def summed(several: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the sum of several times on both clocks."""
    passed, spent = zip(*several, strict=True)
    return sum(passed), sum(spent)


def floor(*, kept: bool) -> None:
    """Write the new rows and nothing else into empty tables, with or without their history; leave no trace."""
    ignored = [] if kept else [trigger.get_pgid(model) for model, trigger in pgtrigger.registered(*AUDIT)]
    with transaction.atomic():
        empty_tables()
        run(f"SET LOCAL pgtrigger.ignore = '{{{','.join(ignored)}}}'")
        run(FLOOR_COMPANIES)
        run(FLOOR_FIGURES)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def empty_tables() -> None:
    """Begin again from nothing."""
    run("TRUNCATE members_company, members_companychange, members_companyfigureschange, "
        "territories_importrow, territories_importline CASCADE")  # fmt: skip


def measure(times: Times, path: Path) -> list[dict[str, int]]:
    """Run one round; return the outcomes of the two imports."""
    counts = []
    with timed(times, "bare COPY"):
        bare_copy(path)
    empty_tables()
    for state in ("all new", "all known"):
        company_import = CompanyImport.objects.create(file_name="benchmark.csv")
        with timed(times, f"preview, {state}", rest="file read and copied"):
            preview(company_import, path)
        with timed(times, f"confirmation, {state}", rest="commit with its foreign keys"):
            confirm(company_import)
        both = [times[f"{step}, {state}"][-1] for step in ("preview", "confirmation")]
        times[f"preview and confirmation, {state}"].append(summed(both))
        counts.append(company_import.counts)
    with timed(times, "floor: the new rows with their history"):
        floor(kept=True)
    with timed(times, "floor: the new rows without history"):
        floor(kept=False)
    return counts


def report(times: Times, lines: int) -> None:
    """Print the medians as a table."""
    print("| step | seconds | processor seconds | rows a processor second |\n|---|---|---|---|")
    for label, rounds in times.items():
        seconds, spent = (statistics.median(clock) for clock in zip(*rounds, strict=True))
        if spent >= 0.02:
            print(f"| {label} | {seconds:.2f} | {spent:.2f} | {lines / spent:,.0f} |")


def peak_of_the_server() -> int:
    """Return the peak of the server's process in MB, its share of the buffers included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    """Print the table, the outcomes and the memory."""
    lines, rounds = [*map(int, sys.argv[1:]), *[100_000, 3][len(sys.argv) - 1 :]]
    times: Times = defaultdict(list)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(line(number) for number in range(lines))
        file.flush()
        for _round in range(rounds):
            counts = measure(times, Path(file.name))
    report(times, lines)
    print(f"outcomes: {counts}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory: {own} MB of this process, {peak_of_the_server()} MB of the server's")


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        tests.environment.pytest_unconfigure(None)
