"""Measure the import: rows per second for preview, confirmation and audit, beside a bare COPY; memory at its peak.

    python -m benchmarks.import_companies [LINES]

Runs on a throw-away cluster of its own, made as the tests make theirs.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import django

import tests.environment  # starts the cluster and sets DATABASE_URL

django.setup()

from django.db import connection  # noqa: E402

from territories.imports.applying import confirm, preview  # noqa: E402
from territories.models import CompanyImport  # noqa: E402

HEAD = "name;siren;email;phone;postal_code;city;headcount;turnover\n"


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


def timed(label: str, lines: int, act) -> float:  # noqa: ANN001
    """Run ``act`` and print how long it took."""
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    print(f"{label:32} {seconds:7.2f} s {lines / seconds:10,.0f} rows/s")
    return seconds


def bare_copy(path: Path) -> None:
    """Copy the same rows into a table without index, check or audit."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (name text, siren text, email text, phone text, cp text, city text, "
                       "headcount int, turnover bigint)")  # fmt: skip
        with (
            cursor.copy("COPY bare FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)") as copy,
            path.open("rb") as file,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        cursor.execute("DROP TABLE bare")


def main() -> None:
    """Print the table."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(line(number) for number in range(lines))
        file.flush()
        path = Path(file.name)
        timed("bare COPY", lines, lambda: bare_copy(path))
        for run in ("first", "again"):
            company_import = CompanyImport.objects.create(file_name="benchmark.csv")
            seen = timed(f"preview, {run}", lines, lambda i=company_import: preview(i, path))
            done = timed(f"confirm and audit, {run}", lines, lambda i=company_import: confirm(i))
            print(f"{'both, ' + run:32} {seen + done:7.2f} s {lines / (seen + done):10,.0f} rows/s")
            print(company_import.counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        tests.environment.pytest_unconfigure(None)
