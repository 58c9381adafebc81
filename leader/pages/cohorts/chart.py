"""The curves of the members over time, and of newcomers who stay: sums only, the template draws them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leader.pages.cohorts.questions import Cohort, Point

LEFT, RIGHT, TOP, HEIGHT = 40, 706, 12, 220  # beside it and below it there is room for words
LABELS = 10  # along the drawing at most
QUARTERS = [0, 25, 50, 75, 100]


@dataclass(frozen=True)
class Curve:
    """A line in the units of the drawing, with the years below it and a few values beside it."""

    line: str
    years: list[tuple[int, int]]  # x, year
    values: list[tuple[int, int]]  # y, value


def curve(points: Sequence[Point]) -> Curve | None:
    """Return the curve of ``points``; None below two of them."""
    shown = points[:: -(len(points) // (RIGHT - LEFT) + 1)][::-1]  # one for each pixel, the last always
    highest = max((point.members for point in shown), default=0)
    if len(shown) < 2 or highest == 0:
        return None
    places = [(x, _y(point.members, highest)) for x, point in zip(_across(len(shown)), shown, strict=True)]
    begins = [
        (round(x), point.day.year)
        for (x, _), before, point in zip(places[1:], shown, shown[1:], strict=False)
        if point.day.year != before.day.year
    ]
    values = [(_y(value, highest), value) for value in sorted({0, highest // 2, highest})]
    return Curve(_line(places), _some(begins), values)


@dataclass(frozen=True)
class Retention:
    """The share of newcomers who are still members so many years later: of each cohort, and of all together."""

    lines: list[str]
    whole: str
    years: list[tuple[int, int]]  # x, years since they joined
    values: list[tuple[int, int]]  # y, percent
    shares: list[int]  # of all together, by years since they joined


def retention(cohorts: Sequence[Cohort]) -> Retention | None:
    """Return the curves of ``cohorts``; None as long as none of them has seen the end of a second year."""
    sizes: Counter[int] = Counter()
    members: Counter[int] = Counter()
    for cohort in cohorts:
        for later, (_year, stayed, _percent) in enumerate(cohort.stayed):
            sizes[later] += cohort.size
            members[later] += stayed
    if len(sizes) < 2:
        return None
    xs = _across(len(sizes))
    shares = [round(100 * members[later] / sizes[later]) for later in range(len(sizes))]
    of_each = [[percent for _year, _members, percent in cohort.stayed] for cohort in cohorts]
    return Retention(
        lines=[_shares(xs, percents) for percents in of_each if len(percents) > 1],
        whole=_shares(xs, shares),
        years=_some([(round(x), later) for later, x in enumerate(xs)]),
        values=[(_y(percent, 100), percent) for percent in QUARTERS],
        shares=shares,
    )


def _shares(xs: list[float], percents: list[int]) -> str:
    return _line([(x, _y(percent, 100)) for x, percent in zip(xs, percents, strict=False)])


def _across(number: int) -> list[float]:
    """Return where ``number`` points stand, from the left of the drawing to its right."""
    return [LEFT + rank * (RIGHT - LEFT) / (number - 1) for rank in range(number)]


def _y(value: int, highest: int) -> int:
    return TOP + HEIGHT - round(value * HEIGHT / highest)


def _line(places: list[tuple[float, int]]) -> str:
    return " ".join(f"{x:.1f},{y}" for x, y in places)


def _some(labels: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return labels[:: max(1, -(-len(labels) // LABELS))]
