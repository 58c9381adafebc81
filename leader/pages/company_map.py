"""The map of the directory: how many companies have their seat in each département, each a link."""

from dataclasses import dataclass

from leader.geography.outlines import Outline, OutlineMap, outline_map
from leader.pages.directory import ELSEWHERE, DirectoryForm

SHADES = 4  # classes count-1 to count-4 of pages.css


@dataclass(frozen=True)
class Place:
    """A département and its companies; ``shade`` is 1 (few) to SHADES (many), ``query`` narrows the list to it."""

    outline: Outline
    count: int
    shade: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class CompanyMap:
    """The map, and how many companies have their seat beside it."""

    drawing: OutlineMap
    places: list[Place]
    elsewhere: int
    elsewhere_query: str


def company_map(counts: dict[str, int], form: DirectoryForm) -> CompanyMap:
    """Draw ``counts`` (by the code of the département) for the search of ``form``."""
    drawing = outline_map()
    highest = max((counts.get(outline.code, 0) for outline in drawing.outlines), default=0)
    chosen = form.wanted.get("departement")
    places = [
        Place(
            outline=outline,
            count=(count := counts.get(outline.code, 0)),
            shade=-(-count * SHADES // highest) if highest else 0,
            query=form.query("departement", outline.code),
            is_chosen=outline.code == chosen,
        )
        for outline in drawing.outlines
    ]
    return CompanyMap(drawing, places, counts.get(ELSEWHERE, 0), form.query("departement", ELSEWHERE))
