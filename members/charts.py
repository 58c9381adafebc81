"""Bars of small charts, and how much they grow: sums only, the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True)
class Growth:
    """How much a figure changed between the first and the last year of a chart, in percent."""

    since: int
    percent: int


@dataclass(frozen=True)
class Chart:
    """A figure over the years; ``in_euros`` amounts are written short."""

    title: str | Promise
    bars: list[Bar]
    growth: Growth | None
    in_euros: bool


def growth(drawn: Sequence[Bar]) -> Growth | None:
    """Return the growth from the first bar to the last; nothing from zero."""
    if len(drawn) < 2 or drawn[0].value == 0:
        return None
    first, last = drawn[0], drawn[-1]
    return Growth(first.year, round((last.value - first.value) * 100 / first.value))


def charts_of(figures: Sequence[Any]) -> list[Chart]:
    """Return the charts of the figures of a company: headcount and turnover, where two years are known."""
    columns = [(_("Headcount"), "headcount", False), (_("Turnover"), "turnover", True)]
    drawn = [
        (title, bars([(row.year, getattr(row, name)) for row in figures]), in_euros)
        for title, name, in_euros in columns
    ]
    return [Chart(title, found, growth(found), in_euros) for title, found, in_euros in drawn if found]
