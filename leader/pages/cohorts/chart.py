"""The curve of the members over time: sums only, the template draws it."""

from dataclasses import dataclass

from leader.pages.cohorts.questions import Point

WIDTH, HEIGHT, LEFT, TOP = 720, 220, 40, 12


@dataclass(frozen=True)
class Curve:
    """A line in the units of the drawing, with the years below it and a few values beside it."""

    line: str
    years: list[tuple[int, int]]  # x, year
    values: list[tuple[int, int]]  # y, value


def curve(points: list[Point]) -> Curve | None:
    """Return the curve of ``points``; None below two of them."""
    highest = max((point.members for point in points), default=0)
    if len(points) < 2 or highest == 0:
        return None
    step = (WIDTH - LEFT) / (len(points) - 1)
    places = [(LEFT + rank * step, _y(point.members, highest)) for rank, point in enumerate(points)]
    januaries = [(round(x), p.day.year) for (x, _y_), p in zip(places, points, strict=True) if p.day.month == 1]
    every = max(1, len(januaries) // 10)
    return Curve(
        " ".join(f"{x:.1f},{y}" for x, y in places),
        januaries[::every],
        [(_y(value, highest), value) for value in sorted({0, highest // 2, highest})],
    )


def _y(members: int, highest: int) -> int:
    return TOP + HEIGHT - round(members * HEIGHT / highest)
