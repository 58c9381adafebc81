"""Where invented companies sit: the communes that are loaded, drawn as often as people live there."""

from collections import Counter, defaultdict
from typing import NamedTuple

from leader.demonstration.invented.draws import Weighted
from leader.geography.models import Commune


class Place(NamedTuple):
    """A commune, as far as an address needs it."""

    code: str
    name: str
    departement: str
    epci: str | None
    postal_codes: list[str]


def places() -> Weighted[Place]:
    """Return the communes of the départements loaded whole, by population."""
    rows = Commune.objects.filter(departement__is_whole=True).exclude(postal_codes=[]).order_by("code")
    fields = ("code", "name", "departement", "epci", "postal_codes")
    return Weighted((Place(*row), people + 1) for *row, people in rows.values_list(*fields, "population"))


def epci_by_departement() -> dict[str, list[str]]:
    """Return the EPCI of each département, by number: those of which most people live there."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for epci, departement, number in Commune.objects.filter(epci__isnull=False).values_list(
        "epci", "departement", "population"
    ):
        people[epci][departement] += number
    found: dict[str, list[str]] = defaultdict(list)
    for epci in sorted(people):
        found[max(sorted(people[epci]), key=lambda code: people[epci][code])].append(epci)
    return found
