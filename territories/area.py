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

WHOLE = 0.995  # from here on a département is drawn as covered whole
NAMED = 6  # territories named beside a département; the others are counted, and listed on their page


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


def coverage_on(day: date) -> dict[int, dict[str, float]]:
    """Return, by territory's key, the share (0 to 1) of each département's people in its area on ``day``.

    Only the départements of the map count; of one without people known, any part counts as a half.
    """
    wholes, epcis, communes = _parts_on(day)
    people = _people_of_epcis()
    totals = {code: sum(of_epcis.values()) for code, of_epcis in people.items()}
    at_epci: dict[str | None, list[tuple[str, int]]] = defaultdict(list)
    for code, of_epcis in people.items():
        for epci, number in of_epcis.items():
            at_epci[epci].append((code, number))
    covered: dict[int, dict[str, float]] = {}
    for territory in {*wholes, *epcis, *communes}:
        places = [place for epci in epcis[territory] for place in at_epci[epci]]
        places += [(at, number) for at, epci, number in communes[territory] if epci not in epcis[territory]]
        inside: dict[str, int] = defaultdict(int)
        for code, number in places:
            inside[code] += number
        shares = {code: _share(inside[code], totals[code]) for code in people if code in inside}
        covered[territory] = shares | dict.fromkeys(wholes[territory] & people.keys(), 1.0)
    return covered


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.5


def _parts_on(day: date) -> tuple[dict[int, set[str]], dict[int, set[str]], dict[int, list[Any]]]:
    """Return by territory: its whole départements, its EPCI, and (département, EPCI, people) of its communes."""
    wholes: dict[int, set[str]] = defaultdict(set)
    epcis: dict[int, set[str]] = defaultdict(set)
    communes: dict[int, list[Any]] = defaultdict(list)
    of_commune = ("commune__departement", "commune__epci", "commune__population")
    for territory, whole, epci, *commune in area_parts_on(day).values_list(
        "territory", "departement", "epci", *of_commune
    ):
        if whole:
            wholes[territory].add(whole)
        elif epci:
            epcis[territory].add(epci)
        else:
            communes[territory].append(commune)
    return wholes, epcis, communes


def _people_of_epcis() -> dict[str, dict[str | None, int]]:
    """Return how many people live in each EPCI of each département of the map."""
    people: dict[str, dict[str | None, int]] = {outline.code: {} for outline in outline_map().outlines}
    counted = Commune.objects.filter(departement__in=people).values_list("departement", "epci").order_by()
    for code, epci, number in counted.annotate(number=Sum("population")):
        people[code][epci] = number
    return people


def look_of(territory: Any) -> str:
    """Return how ``territory`` (annotated with its stage) is drawn: open, planned or dormant."""
    if territory.stage in LIVELY:
        return "open"
    return "planned" if territory.stage in {StageKind.PLANNED, StageKind.ANNOUNCED} else "dormant"


@dataclass
class Shape:
    """A département on the map, with the territories that touch it and the share of its people in each look."""

    outline: Outline
    territories: list[Any] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, territory: Any, share: float) -> None:
        """Put ``territory`` on it, where ``share`` of its people live."""
        self.territories.append(territory)
        self.shares[look_of(territory)] += share

    @property
    def named(self) -> list[Any]:
        """Return the first of its territories, as many as are named."""
        return self.territories[:NAMED]

    @property
    def unnamed(self) -> int:
        """Return how many more there are."""
        return len(self.territories) - len(self.named)

    @property
    def look(self) -> str:
        """Return how it is drawn, after the territories where most of its people live; empty if none."""
        return max(self.shares, key=lambda look: self.shares[look], default="")

    @property
    def share(self) -> float:
        """Return the share of its people that live in a territory, whichever."""
        return min(1, sum(self.shares.values()))

    @property
    def is_part(self) -> bool:
        """Tell whether some of its people live in no territory."""
        return bool(self.territories) and self.share < WHOLE

    @property
    def percent(self) -> int:
        """Return the share in percent, never rounded to nothing or to all."""
        return min(99, max(1, round(self.share * 100))) if self.is_part else 100

    @property
    def only(self) -> Any:
        """Return the territory, if there is one only."""
        return self.territories[0] if len(self.territories) == 1 else None


@dataclass
class TerritoryMap:
    """The map of Occitanie with territories on it; ``beside`` has those abroad, or without an area yet."""

    drawing: OutlineMap
    shapes: list[Shape]
    beside: list[Any]

    @property
    def beside_named(self) -> list[Any]:
        """Return the first of those beside the map, as many as are named."""
        return self.beside[:NAMED]

    @property
    def beside_unnamed(self) -> int:
        """Return how many more there are."""
        return len(self.beside) - len(self.beside_named)

    @property
    def touched(self) -> list[Shape]:
        """Return the départements that have a territory."""
        return [shape for shape in self.shapes if shape.territories]

    @property
    def looks(self) -> set[str]:
        """Return the looks on the map, for the legend; "part" where one is in part."""
        return {shape.look or "none" for shape in self.shapes} | {"part" for shape in self.shapes if shape.is_part}


def map_of(territories: Iterable[Any], covered: dict[int, dict[str, float]]) -> TerritoryMap:
    """Draw ``territories`` (annotated with their stage) on the départements they cover."""
    drawing = outline_map()
    shapes = {outline.code: Shape(outline) for outline in drawing.outlines}
    beside = []
    for territory in territories:
        shares = covered.get(territory.pk, {})
        for code, share in shares.items():
            shapes[code].add(territory, share)
        if not shares and territory.stage != StageKind.CLOSED:
            beside.append(territory)
    return TerritoryMap(drawing, list(shapes.values()), beside)
