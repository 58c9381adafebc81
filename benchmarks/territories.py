"""Measure the overview, the map and the desk of a territory over the most territories that are meant to be.

``python -m benchmarks.territories`` fills two throw-away databases, one of 200 companies as ``manage.py populate``
writes them and one of 2,000 territories and 200,000 affiliations, and prints a table in Markdown. Milliseconds
are the median of in-process requests; queries are told without BEGIN and COMMIT. The aim: the same number over
both, 15 at most. The command fails when a page asks more, or not the same.
"""

import argparse
import json
import statistics
import sys
from datetime import timedelta

from benchmarks.cluster import measured_apart

ROUNDS = 5
MOST_QUERIES = 15
TRANSACTION = 2  # BEGIN and COMMIT
Page = dict[str, float]


def main() -> None:
    """Measure each size in a process of its own, then print both side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territories", type=int, default=2_000)
    parser.add_argument("--affiliations", type=int, default=200_000)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measured(*map(int, options.inside.split(",")))))
        return
    small = measured_apart("benchmarks.territories", 0, 0)
    large = measured_apart("benchmarks.territories", options.territories, options.affiliations)
    print(table(small, large))
    if wrong := [
        name for name, page in large.items() if not page["queries"] == small[name]["queries"] <= MOST_QUERIES
    ]:
        sys.exit(f"More than {MOST_QUERIES} queries, or not as many as over the small one: {', '.join(wrong)}.")


def measured(territories: int, affiliations: int) -> dict[str, Page]:
    """Fill this process's database and return what each page costs."""
    import django

    django.setup()
    from benchmarks import many, visitor
    from leader.demonstration.population import populate
    from territories.models import Affiliation, Territory

    populate(affiliations or 200, seed=1)
    if territories:
        many.fill(territories, affiliations)
    visitor.settle()
    print(
        f"{Territory.objects.count():,} territories, {Affiliation.objects.count():,} affiliations", file=sys.stderr
    )
    return cost_of_pages()


def cost_of_pages() -> dict[str, Page]:
    """Return what each page costs over this process's database, which is filled."""
    from benchmarks import visitor

    signed_in = visitor.sessions()
    found = {name: (signed_in[who], address) for name, (who, address) in pages().items()}
    costs = {name: visitor.visit(*asked, counting=True) for name, asked in found.items()}
    taken: dict[str, list[float]] = {name: [] for name in found}
    for _round in range(ROUNDS):
        for name, asked in found.items():
            taken[name].append(visitor.visit(*asked).seconds)
    return {
        name: {
            "queries": cost.queries - TRANSACTION,
            "size": cost.size,
            "ms": statistics.median(taken[name]) * 1000,
        }
        for name, cost in costs.items()
    }


def pages() -> dict[str, tuple[str, str]]:
    """Return the pages that are measured: by name, who asks and the address."""
    from django.urls import reverse
    from django.utils import timezone

    from benchmarks.visitor import LEAD, LED, STAFF, VISITOR

    overview, desk = reverse("pages:territory-overview"), reverse("pages:territory-dashboard", args=[LED])
    past = timezone.localdate() - timedelta(days=400)
    return {
        "overview": (STAFF, overview),
        "overview, a past day": (STAFF, f"{overview}?jour={past:%Y-%m-%d}"),
        "overview, map and order by coverage": (STAFF, f"{overview}?carte=couverture&tri=couverture"),
        "map of the territories": (VISITOR, reverse("territories:territory-list")),
        "page of a territory": (VISITOR, reverse("territories:territory-detail", args=[LED])),
        "desk of a territory, its lead": (LEAD, desk),
        "desk of a territory, staff": (STAFF, desk),
        "area of a territory": (STAFF, reverse("territories:territory-area", args=[LED])),
        "where to open next": (STAFF, reverse("territories:white-spot-list")),
        "homes to decide": (LEAD, reverse("territories:home-question-list")),
    }


def table(small: dict[str, Page], large: dict[str, Page]) -> str:
    """Return both sizes side by side as a table in Markdown."""
    lines = [
        "| page | queries, small | queries, all | ms, small | ms, all | bytes of HTML |",
        "|---|---|---|---|---|---|",
    ]
    for name, page in large.items():
        lines.append(
            f"| {name} | {small[name]['queries']:.0f} | {page['queries']:.0f} | {small[name]['ms']:.0f} |"
            f" {page['ms']:.0f} | {page['size']:,.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
