"""Measure the members' lists over the largest register and over a small one: does a page grow with its tables?

``python -m benchmarks.sizes`` fills two throw-away databases, one of 200 companies as ``manage.py populate``
writes them and one of 200,000 companies, 400,000 people and 1,000,000 memberships in which every company is a
member, and prints a table in Markdown. Milliseconds are the median of in-process requests. The aims: 12 queries,
five times the small page, 60 kB of HTML.
"""

import argparse
import json
import statistics

from benchmarks.cluster import measured_apart

ROUNDS = 15
Page = dict[str, float]


def main() -> None:
    """Measure each size in a process of its own, then print both side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200_000)
    parser.add_argument("--people", type=int, default=400_000)
    parser.add_argument("--memberships", type=int, default=1_000_000)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measured(*map(int, options.inside.split(",")))))
        return
    small = measured_apart("benchmarks.sizes", 200, 0, 0)
    large = measured_apart("benchmarks.sizes", options.companies, options.people, options.memberships)
    print(table(small, large))


def measured(companies: int, people: int, memberships: int) -> dict[str, Page]:
    """Fill this process's database and return what each page costs."""
    import django

    django.setup()
    from benchmarks import crowd, visitor
    from leader.demonstration.population import populate

    populate(companies, seed=1)
    if memberships:
        crowd.fill(people, memberships)
    visitor.settle()
    signed_in = visitor.sessions()
    found = {name: (signed_in[who], address) for name, (who, address) in visitor.lists().items()}
    costs = {name: visitor.visit(*asked, counting=True) for name, asked in found.items()}
    taken: dict[str, list[float]] = {name: [] for name in found}
    for _round in range(ROUNDS):
        for name, asked in found.items():
            taken[name].append(visitor.visit(*asked).seconds)
    return {
        name: {"queries": cost.queries, "size": cost.size, "ms": statistics.median(taken[name]) * 1000}
        for name, cost in costs.items()
    }


def table(small: dict[str, Page], large: dict[str, Page]) -> str:
    """Return both sizes side by side as a table in Markdown."""
    lines = [
        "| page | queries | ms over 200 companies | ms over all | times | bytes of HTML |",
        "|---|---|---|---|---|---|",
    ]
    for name, page in large.items():
        times = page["ms"] / small[name]["ms"]
        lines.append(
            f"| {name} | {page['queries']:.0f} | {small[name]['ms']:.1f} | {page['ms']:.1f} | {times:.1f} |"
            f" {page['size']:,.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
