"""Measure the search for duplicates over a large federation.

``python -m benchmarks.duplicates --companies 200000`` fills a throw-away database and prints how long each part of
the search takes: what is equal, over the whole tables, and near names, for batches of companies that have changed.
"""

import argparse
import os
import time
from collections.abc import Callable

import django

from benchmarks.cluster import prepared_database

NEAR = 2000  # companies of which near names are looked up


def main() -> None:
    """Fill a database, search, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200_000)
    companies = parser.parse_args().companies
    with prepared_database() as environment:
        os.environ.update(environment)
        django.setup()
        _measure(companies)


def _measure(companies: int) -> None:
    from benchmarks import visitor
    from leader.demonstration.population import populate
    from members.duplicates.searching import BATCH, search_equal, search_near
    from members.models import Company

    populate(companies, seed=1)
    visitor.settle()
    print(f"{companies:,} companies\n\n| step | seconds | pairs |\n|---|---|---|")
    for kind in ("company", "person"):
        _row(f"what is equal, {kind}, whole tables", lambda kind=kind: search_equal(kind))
    keys = list(Company.objects.order_by("pk").values_list("pk", flat=True)[:: max(1, companies // NEAR)])[:NEAR]
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    _row(f"near names of {len(keys):,} companies", lambda: sum(map(search_near, batches)))
    _row("what is equal, company, again", lambda: search_equal("company"))


def _row(step: str, act: Callable[[], int]) -> None:
    started = time.perf_counter()
    found = act()
    print(f"| {step} | {time.perf_counter() - started:.1f} | {found:,} |", flush=True)


if __name__ == "__main__":
    main()
