"""The outlines of the départements, drawn once by others (docs/data.md) and served by us as inline SVG."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ATTRIBUTION = "Fond de carte : Victor Cazanave, svg-maps, CC BY 4.0"


@dataclass(frozen=True)
class Outline:
    """A département on the map: ``path`` is the ``d`` of an SVG path, (x, y) where its name is best written."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class OutlineMap:
    """The map: ``view_box`` for the ``svg`` element, an outline for each département, whom to thank."""

    view_box: str
    width: float
    height: float
    outlines: tuple[Outline, ...]
    attribution: str = ATTRIBUTION


@cache
def outline_map() -> OutlineMap:
    """Return the map that the repository carries: the départements of Occitanie."""
    drawing = json.loads((DATA / "outlines.json").read_text(encoding="utf-8"))
    return OutlineMap(
        view_box=" ".join(str(number) for number in drawing["view_box"]),
        width=drawing["view_box"][2],
        height=drawing["view_box"][3],
        outlines=tuple(
            Outline(row["code"], row["name"], row["path"], *row["label_at"]) for row in drawing["departements"]
        ),
    )
