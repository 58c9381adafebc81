"""The map coloured by a figure, and the small lines of the trends: sums only, the templates draw them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from leader.geography.outlines import Outline, OutlineMap, outline_map
from leader.pages.overview.forms import Figure
from leader.pages.overview.rows import Row
from territories.area import NAMED

SHADES = 4  # classes count-1 to count-4 of pages.css
WIDTH, HEIGHT = 96, 24  # of a small line

VALUES: dict[str, Any] = {
    Figure.MEMBERS: lambda row: row.members,
    Figure.GROWTH: lambda row: row.growth,
    Figure.COURTED: lambda row: row.courted,
    Figure.COVERAGE: lambda row: row.coverage,
    Figure.DAYS: lambda row: row.days_to_bureau,
}
ADDED = {Figure.MEMBERS, Figure.GROWTH, Figure.COURTED}  # the others are averaged where territories meet


@dataclass
class Shade:
    """A département with the territories that touch it and their figure."""

    outline: Outline
    values: list[tuple[Any, int]] = field(default_factory=list)  # territory, figure
    value: int | None = None
    shade: int = 0

    @property
    def named(self) -> list[tuple[Any, int]]:
        """Return the first of its territories, as many as are named."""
        return self.values[:NAMED]

    @property
    def unnamed(self) -> int:
        """Return how many more there are."""
        return len(self.values) - len(self.named)


@dataclass(frozen=True)
class FigureMap:
    """The map coloured by a figure; ``beside`` tells those without an area on it."""

    drawing: OutlineMap
    shades: list[Shade]
    beside: list[tuple[Any, int]]

    @property
    def beside_named(self) -> list[tuple[Any, int]]:
        """Return the first of those beside the map, as many as are named."""
        return self.beside[:NAMED]

    @property
    def beside_unnamed(self) -> int:
        """Return how many more there are."""
        return len(self.beside) - len(self.beside_named)


def figure_map(rows: Iterable[Row], covered: dict[int, dict[str, float]], figure: str) -> FigureMap:
    """Colour each département by ``figure`` of the territories that touch it: their sum, or the mean of rates."""
    shades = {outline.code: Shade(outline) for outline in outline_map().outlines}
    beside = []
    for row in rows:
        if (value := VALUES[figure](row)) is None:
            continue
        for code in covered.get(row.territory.pk, {}):
            shades[code].values.append((row.territory, value))
        if not covered.get(row.territory.pk):
            beside.append((row.territory, value))
    for shade in shades.values():
        figures = [value for _territory, value in shade.values]
        if figures:
            shade.value = sum(figures) if figure in ADDED else round(sum(figures) / len(figures))
    _grade(list(shades.values()))
    return FigureMap(outline_map(), list(shades.values()), beside)


def _grade(shades: list[Shade]) -> None:
    """Give each a shade from 1 to 4 between the least and the most; a figure below zero is the palest."""
    known = [shade.value for shade in shades if shade.value is not None]
    least, most = min([0, *known]), max([0, *known])
    for shade in shades:
        if shade.value is not None:
            part = (shade.value - least) / (most - least) if most > least else 0
            shade.shade = max(1, -(-int(part * 1000) * SHADES // 1000))


def small_line(trend: list[int]) -> str:
    """Return the points of a small line through ``trend``; empty where there was never anything."""
    if not any(trend):
        return ""
    step, most = WIDTH / (len(trend) - 1), max(trend)
    return " ".join(f"{x * step:.0f},{HEIGHT - 2 - (HEIGHT - 4) * n / most:.1f}" for x, n in enumerate(trend))
