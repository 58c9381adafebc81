"""Bars of a small chart: sums only, the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 96
ROOM = 16  # above the bars, for the values
YEARS_MAX = 8


@dataclass(frozen=True)
class Bar:
    """A bar in the units of the drawing, the origin at the top left."""

    x: int
    y: int
    width: int
    height: int
    year: int
    value: int

    @property
    def top(self) -> int:
        """Return where the bar begins, below the room for its value."""
        return self.y + ROOM

    @property
    def above(self) -> int:
        """Return the base line of the value, just above the bar."""
        return self.top - 4

    @property
    def middle(self) -> int:
        """Return where the label stands."""
        return self.x + self.width // 2


def bars(values: Sequence[tuple[int, int | None]]) -> list[Bar]:
    """Return a bar for each (year, value) that is known, the oldest first; nothing below two of them."""
    known = sorted((year, value) for year, value in values if value is not None)[-YEARS_MAX:]
    highest = max((value for _, value in known), default=0)
    if len(known) < 2 or highest == 0:
        return []
    step = WIDTH // len(known)
    width = min(step * 2 // 3, 40)
    heights = [max(value * HEIGHT // highest, 1) for _, value in known]
    return [
        Bar(rank * step + (step - width) // 2, HEIGHT - height, width, height, year, value)
        for rank, ((year, value), height) in enumerate(zip(known, heights, strict=True))
    ]
