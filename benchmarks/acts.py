"""Measure the acts that must touch their own rows alone over the largest register: a merge, a refresh, an erasure.

``python -m benchmarks.acts`` fills a throw-away database (200,000 companies, 400,000 people, 1,000,000
memberships) and prints how long each act takes, and its longest statement, which the timeout of the pages (ten
seconds) bounds.
"""

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks.cluster import prepared_database


def main() -> None:
    """Fill a database, act, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200_000)
    parser.add_argument("--people", type=int, default=400_000)
    parser.add_argument("--memberships", type=int, default=1_000_000)
    options = parser.parse_args()
    with prepared_database() as environment:
        os.environ.update(environment)
        django.setup()
        _measure(options.companies, options.people, options.memberships)


def _measure(companies: int, people: int, memberships: int) -> None:
    from django.utils import timezone

    from benchmarks import crowd, visitor
    from leader.demonstration.population import populate
    from leader.shared.personal_data import erasing
    from leader.shared.personal_data.subjects import subject
    from members.duplicates.merging import foresee, merge
    from members.duplicates.undoing import undo
    from members.models import Company, MergeRecord, Person, User
    from members.register.answers import RegisteredCompany
    from members.register.recording import record
    from members.register.told import Told

    populate(companies, seed=1)
    crowd.fill(people, memberships)
    visitor.settle()
    clerk, now = User.objects.create_user("staff@leader.example", is_staff=True), timezone.now()
    print(f"{companies:,} companies\n\n| act | seconds | statements | longest statement |\n|---|---|---|---|")
    companies_with = Company.objects.filter(representatives__isnull=False)
    people_with = Person.objects.filter(representations__isnull=False, user=None)
    for kind, rows in (("company", companies_with), ("person", people_with)):
        kept, removed = rows.order_by("-pk").distinct()[:2]
        told = _row(f"a merge foreseen, {kind}", lambda k=kind, a=kept, b=removed: foresee(k, a.pk, b.pk))
        _row(
            f"a merge, {kind}",
            lambda k=kind, a=kept, b=removed, t=told: merge(
                k, a.pk, b.pk, {}, by=clerk, at=now, versions=(a.version, b.version), promised=t.digest()
            ),
        )
        done = MergeRecord.objects.latest("pk").pk
        _row(f"its undoing, {kind}", lambda pk=done: undo(pk, by=clerk, at=now))
    company = Company.objects.exclude(siren=None).latest("pk")
    told = Told("found", RegisteredCompany(siren=company.siren, name="AUTRE NOM"))
    _row("a refresh", lambda: record(company.pk, company.siren, told, source="open", at=now))
    person = Person.objects.filter(representations__isnull=False).latest("pk")
    person.representations.update(starts_on="2010-01-01", ends_on="2012-01-01")
    _row("an erasure foreseen", lambda: erasing.preview(subject(person.pk)))
    _row("an erasure", lambda: erasing.erase(subject(person.pk), at=now))


def _row(act: str, do: Callable[[], Any]) -> Any:
    from django.db import connection

    taken: list[tuple[float, str]] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken.append((time.perf_counter() - started, str(sql)))

    started = time.perf_counter()
    with connection.execute_wrapper(timed):
        answer = do()
    seconds = time.perf_counter() - started
    longest, _sql = max(taken)
    print(f"| {act} | {seconds:.2f} | {len(taken)} | {longest:.2f} |", flush=True)
    return answer


if __name__ == "__main__":
    main()
