"""What lies in no area: communes, their people, the companies known there; by EPCI or département."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from leader.geography.models import Commune
from members.models import Company, CompanyFigures, Membership
from members.models.sections import with_section
from territories.area import area_parts_on
from territories.models import StageKind, Territory

LARGER = ("pme", "eti", "ge")


def white_communes(day: date) -> QuerySet[Commune]:
    """Return the communes of whole départements that no area holds on ``day``; closed territories hold none."""
    living = Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED)
    parts = area_parts_on(day).filter(territory__in=living.values("pk")).order_by()
    return Commune.objects.filter(departement__is_whole=True).exclude(
        Q(departement__in=parts.filter(departement__isnull=False).values("departement"))
        | Q(epci__isnull=False, epci__in=parts.filter(epci__isnull=False).values("epci"))
        | Q(pk__in=parts.filter(commune__isnull=False).values("commune"))
    )


@dataclass
class WhiteSpot:
    """An EPCI or a département, as far as it lies in no area."""

    code: str
    name: str
    departement: str
    communes: int = 0
    population: int = 0
    members: int = 0
    sizes: Counter[str] = field(default_factory=Counter)
    sections: Counter[str] = field(default_factory=Counter)  # NAF

    @property
    def known(self) -> int:
        """Return how many companies are known there."""
        return self.sizes.total()

    @property
    def larger(self) -> int:
        """Return how many of them are known to be PME or larger: those that the federation looks for."""
        return sum(self.sizes[size] for size in LARGER)

    @property
    def leading(self) -> list[tuple[str, int]]:
        """Return the three sections of the NAF with the most companies."""
        return sorted(((s, n) for s, n in self.sections.items() if s), key=lambda pair: (-pair[1], pair[0]))[:3]


def white_companies(day: date) -> Any:
    """Return the companies whose seat lies in no area on ``day``, with ``size`` and ``belongs`` (a member)."""
    latest = CompanyFigures.objects.filter(company=OuterRef("pk"), size_class__isnull=False, year__lte=day.year)
    member = Membership.objects.covering_on(day).filter(company=OuterRef("pk"))
    return Company.objects.filter(commune__in=white_communes(day).values("pk")).annotate(
        size=Subquery(latest.order_by("-year").values("size_class")[:1]), belongs=Exists(member)
    )


def white_spots(day: date, *, by: str, companies: Any) -> list[WhiteSpot]:
    """Return what lies in no area, by ``"epci"`` or ``"departement"``, with the ``companies``; two queries."""
    spots: dict[tuple[str, str], WhiteSpot] = {}
    for epci, epci_name, departement, name, communes, population in _people(day):
        spot = _spot(spots, by, (epci, epci_name), (departement, name))
        spot.communes += communes
        spot.population += population
    for epci, departement, size, section, known, members in _companies(companies):
        spot = spots[_key(by, epci, departement)]
        spot.members += members
        spot.sizes[size or ""] += known
        spot.sections[section or ""] += known
    return list(spots.values())


def _key(by: str, epci: str | None, departement: str) -> tuple[str, str]:
    # Communes of no EPCI are told by their département; an EPCI of two départements stands in both.
    return (epci or "", departement) if by == "epci" else ("", departement)


def _spot(spots: Any, by: str, epci: tuple[Any, Any], departement: tuple[str, str]) -> WhiteSpot:
    key = _key(by, epci[0], departement[0])
    if key not in spots:
        code, name = epci if by == "epci" and epci[0] else departement
        spots[key] = WhiteSpot(code, name, departement[0])
    found: WhiteSpot = spots[key]
    return found


def _people(day: date) -> Any:
    place = ("epci", "epci__name", "departement", "departement__name")
    rows = white_communes(day).order_by().values_list(*place)
    return rows.annotate(communes=Count("pk"), people=Sum("population"))


def _companies(companies: Any) -> Any:
    place = ("commune__epci", "commune__departement", "size", "section")
    rows = companies.annotate(section=with_section()).order_by().values_list(*place)
    return rows.annotate(known=Count("pk"), members=Count("pk", filter=Q(belongs=True))).values_list(
        *place, "known", "members"
    )


def by_departement(spots: Iterable[WhiteSpot]) -> dict[str, tuple[int, int]]:
    """Return for each département (its code) its people and its known companies in no area, for the map."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for spot in spots:
        people, known = found[spot.departement]
        found[spot.departement] = people + spot.population, known + spot.known
    return found
