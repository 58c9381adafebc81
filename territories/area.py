"""Where territories are: the départements they touch, their communes, and how the map shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from leader.geography.models import Commune
from leader.geography.outlines import Outline, OutlineMap, outline_map
from territories.models import AreaPart, StageKind, Territory
from territories.models.territories import LIVELY


def area_parts_on(day: date) -> Any:
    """Return the parts of areas that hold on ``day``; one without a first day always did."""
    started = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return AreaPart.objects.filter(started, Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def communes_of(territory: Territory, day: date) -> Any:
    """Return the communes of the area of ``territory`` on ``day``, each once."""
    parts = area_parts_on(day).filter(territory=territory)
    return Commune.objects.filter(
        Q(departement__in=parts.filter(departement__isnull=False).values("departement"))
        | Q(epci__in=parts.filter(epci__isnull=False).values("epci"))
        | Q(pk__in=parts.filter(commune__isnull=False).values("commune"))
    )


def size_of(territory: Territory, day: date) -> dict[str, int]:
    """Return how many communes ``territory`` has on ``day`` and how many people live there."""
    return communes_of(territory, day).aggregate(communes=Count("pk"), population=Sum("population", default=0))


def departements_on(day: date) -> dict[int, set[str]]:
    """Return, by territory's key, the codes of the départements that its area touches on ``day``."""
    touched: dict[int, set[str]] = defaultdict(set)
    of_epci: dict[str, set[str]] = defaultdict(set)
    parts = list(area_parts_on(day).values_list("territory", "departement", "commune__departement", "epci"))
    epci_keys = {epci for *_others, epci in parts if epci}
    for epci, code in Commune.objects.filter(epci__in=epci_keys).values_list("epci", "departement").distinct():
        of_epci[str(epci)].add(code)
    for territory, whole, of_commune, epci in parts:
        touched[territory] |= {code for code in (whole, of_commune) if code} | of_epci[epci]
    return touched


@dataclass
class Shape:
    """A département on the map, with the territories that touch it."""

    outline: Outline
    territories: list[Any] = field(default_factory=list)

    @property
    def look(self) -> str:
        """Return how it is drawn, after the liveliest of its territories: open, planned, dormant or empty."""
        stages = {territory.stage for territory in self.territories}
        if stages & set(LIVELY):
            return "open"
        if stages & {StageKind.PLANNED, StageKind.ANNOUNCED}:
            return "planned"
        return "dormant" if stages else ""

    @property
    def only(self) -> Any:
        """Return the territory, if there is one only."""
        return self.territories[0] if len(self.territories) == 1 else None


@dataclass
class TerritoryMap:
    """The map of Occitanie with territories on it."""

    drawing: OutlineMap
    shapes: list[Shape]


def map_of(territories: Iterable[Any], touched: dict[int, set[str]]) -> TerritoryMap:
    """Draw ``territories`` (annotated with their stage) on the départements they touch."""
    drawing = outline_map()
    shapes = {outline.code: Shape(outline) for outline in drawing.outlines}
    for territory in territories:
        for code in touched.get(territory.pk, ()):
            if code in shapes:
                shapes[code].territories.append(territory)
    return TerritoryMap(drawing, list(shapes.values()))
