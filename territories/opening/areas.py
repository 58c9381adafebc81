"""An area and what is in it: its communes, their people, the known companies, other territories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import Count, Q, QuerySet, Sum

from leader.geography.models import Commune
from leader.geography.outlines import Outline, outline_map
from members.models import Company
from territories.models import AreaPart, Opening, StageKind, Territory

NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Area:
    """A choice of départements, EPCI and communes, by their codes."""

    departements: frozenset[str] = frozenset()
    epcis: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """Return the area that a dossier asks for."""
        parts = list(opening.area_parts.all())
        return cls(
            frozenset(p.departement_id for p in parts if p.departement_id),
            frozenset(p.epci_id for p in parts if p.epci_id),
            frozenset(p.commune_id for p in parts if p.commune_id),
        )

    @classmethod
    def of_territory(cls, territory: Territory, day: date) -> Self:
        """Return the area of ``territory`` on ``day``."""
        parts = list(AreaPart.objects.running_on(day).filter(territory=territory))
        return cls(
            frozenset(p.departement_id for p in parts if p.departement_id),
            frozenset(p.epci_id for p in parts if p.epci_id),
            frozenset(p.commune_id for p in parts if p.commune_id),
        )

    def places(self) -> list[tuple[str, str]]:
        """Return its parts: the kind of each and its code."""
        kinds = {"departement": self.departements, "epci": self.epcis, "commune": self.communes}
        return [(kind, code) for kind, codes in kinds.items() for code in sorted(codes)]

    def __bool__(self) -> bool:
        return bool(self.departements or self.epcis or self.communes)

    def as_communes(self) -> QuerySet[Commune]:
        """Return the communes of the area, each once."""
        chosen = (
            Q(departement__in=self.departements) | Q(epci__in=self.epcis) | Q(code__in=self.communes)
            if self
            else Q(pk__in=[])
        )
        return Commune.objects.filter(chosen)

    def companies(self) -> Any:
        """Return the known companies whose seat lies in the area."""
        return Company.objects.filter(commune__in=self.as_communes().values("pk"))


@dataclass(frozen=True)
class Overlap:
    """Another territory, and the communes that both areas hold."""

    territory: Territory
    communes: list[Commune] = field(default_factory=list)

    @property
    def named(self) -> list[str]:
        """Return the names of the largest of these communes."""
        largest = sorted(self.communes, key=lambda commune: -commune.population)
        return [commune.name for commune in largest[:NAMED_AT_MOST]]

    @property
    def unnamed_count(self) -> int:
        """Return how many more there are."""
        return max(0, len(self.communes) - NAMED_AT_MOST)

    @property
    def population(self) -> int:
        """Return how many people live there."""
        return sum(commune.population for commune in self.communes)


@dataclass(frozen=True)
class Shade:
    """A département on the map: ``share`` is the tenth of its people who live in the area, from 0 to 10."""

    outline: Outline
    share: int
    percent: int


@dataclass(frozen=True)
class AreaSummary:
    """What an area holds, as the page shows it."""

    commune_count: int
    population: int
    company_count: int
    overlaps: list[Overlap]
    shades: list[Shade]


def summary(area: Area, day: date) -> AreaSummary:
    """Return what ``area`` holds on ``day``: five queries, whatever its size."""
    communes = list(area.as_communes().only("code", "name", "population", "departement_id", "epci_id"))
    return AreaSummary(
        commune_count=len(communes),
        population=sum(commune.population for commune in communes),
        company_count=area.companies().count() if communes else 0,
        overlaps=overlaps(communes, day) if communes else [],
        shades=_shades(communes),
    )


def overlaps(communes: Iterable[Commune], day: date) -> list[Overlap]:
    """Return the territories that hold some of ``communes`` on ``day``, the closed ones left out."""
    alive = Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED)
    parts = AreaPart.objects.running_on(day).filter(territory__in=alive.values("pk")).select_related("territory")
    found: dict[int, Overlap] = {}
    by_part: dict[tuple[str, str], list[AreaPart]] = {}
    for part in parts:
        by_part.setdefault(_key(part), []).append(part)
    for commune in communes:
        keys = [("d", commune.departement_id), ("e", commune.epci_id or ""), ("c", commune.code)]
        territories = {p.territory_id: p.territory for key in keys for p in by_part.get(key, [])}
        for pk, territory in territories.items():
            found.setdefault(pk, Overlap(territory)).communes.append(commune)
    return sorted(found.values(), key=lambda overlap: overlap.territory.name)


def _key(part: AreaPart) -> tuple[str, str]:
    if part.departement_id:
        return "d", part.departement_id
    return ("e", part.epci_id) if part.epci_id else ("c", part.commune_id or "")


def _shades(communes: Iterable[Commune]) -> list[Shade]:
    """Return each département of the map with the share of its people who live in ``communes``."""
    outlines = outline_map().outlines
    whole = Commune.objects.filter(departement__in=[outline.code for outline in outlines])
    people = dict(whole.values_list("departement").annotate(Sum("population")).order_by())
    inside: dict[str, int] = {}
    for commune in communes:
        inside[commune.departement_id] = inside.get(commune.departement_id, 0) + commune.population
    return [_shade(outline, inside.get(outline.code, 0), people.get(outline.code, 0)) for outline in outlines]


def _shade(outline: Outline, inside: int, everybody: int) -> Shade:
    percent = round(100 * inside / everybody) if everybody else 0
    # A tenth at least as soon as somebody lives inside: a small choice must be seen on the map.
    return Shade(outline, min(10, max(-(-percent // 10), 1 if inside else 0)), percent)


@dataclass(frozen=True)
class EpciChoice:
    """An EPCI in the list of a département: where most of its people live."""

    siren: str
    name: str
    population: int


def epcis_by_departement() -> dict[str, list[EpciChoice]]:
    """Return the EPCI of each département that may be chosen, by code; one that crosses a border stands once."""
    rows = (
        Commune.objects.filter(epci__isnull=False)
        .values("epci", "epci__name", "departement", "departement__is_whole")
        .annotate(people=Sum("population"), communes=Count("pk"))
        .order_by("epci", "-people")
    )
    seen: set[str] = set()
    grouped: dict[str, list[EpciChoice]] = {}
    for row in rows:
        if row["epci"] not in seen and row["departement__is_whole"]:
            seen.add(row["epci"])
            choice = EpciChoice(row["epci"], row["epci__name"], row["people"])
            grouped.setdefault(row["departement"], []).append(choice)
    return {code: sorted(found, key=lambda epci: epci.name) for code, found in sorted(grouped.items())}
