"""Which territory a company that moved would be at home in: proposed, never changed by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from leader.geography.models import Commune
from members.models import Company
from territories.area import area_parts_on
from territories.models import Affiliation, StageKind, Territory


def territories_of(communes: Iterable[Commune], day: date) -> dict[str, list[Territory]]:
    """Return for each commune (its code) the territories whose area holds it, closed ones left out."""
    living = {
        t.pk: t for t in Territory.objects.with_stage_on(day).exclude(stage=StageKind.CLOSED).order_by("name")
    }
    by_place: dict[tuple[str, Any], set[int]] = {}
    for territory, departement, epci, commune in area_parts_on(day).values_list(
        "territory", "departement", "epci", "commune"
    ):
        place = ("departement", departement) if departement else ("epci", epci) if epci else ("commune", commune)
        by_place.setdefault(place, set()).add(territory)
    return {each.code: _holding(each, by_place, living) for each in communes}


def _holding(
    commune: Commune, by_place: dict[tuple[str, Any], set[int]], living: dict[int, Territory]
) -> list[Territory]:
    places = [("departement", commune.departement_id), ("epci", commune.epci_id), ("commune", commune.code)]
    keys = set().union(*(by_place.get(place, set()) for place in places))
    return [territory for key, territory in living.items() if key in keys]


@dataclass(frozen=True)
class Move:
    """What a new seat means for the territory: where the company is at home, and where it would be."""

    home: Territory | None
    proposed: list[Territory]

    @property
    def crosses(self) -> bool:
        """Tell whether the new seat lies in another territory than the home."""
        return bool(self.proposed) and self.home not in self.proposed

    @property
    def leaves(self) -> bool:
        """Tell whether the new seat lies in no territory, although the company has a home."""
        return self.home is not None and not self.proposed


def move_of(company: Company, commune: Commune | None, day: date) -> Move:
    """Return what a seat in ``commune`` means for ``company`` on ``day``."""
    home = Affiliation.objects.running_on(day).filter(company=company, is_home=True).select_related("territory")
    proposed = territories_of([commune], day)[commune.code] if commune else []
    return Move(next((spell.territory for spell in home), None), proposed)
