"""What the invented federation holds: galas, openings, meetings, and its assemblies with what they decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from elections.models import Assembly
from events.models import Event
from leader.demonstration.invented.bureaux import Term
from leader.demonstration.invented.days import AS_OF, GALAS, assembly_day, gala_day
from leader.demonstration.invented.draws import Draw
from leader.demonstration.invented.territories import Area

EVENT = ["slug", "kind", "name", "theme", "held_on", "starts_at", "place", "city", "territory", "expected_count",
         "is_published"]  # fmt: skip
PROGRAMME = ["event", "starts_at", "title", "rank"]
ASSEMBLY = ["kind", "territory", "held_on", "place"]
DECISION = ["assembly", "text", "rank"]
_THEMES = ["Grandir sans se perdre", "Produire ici", "Transmettre", "Recruter ensemble", "L’eau et l’énergie"]
_MEETINGS = [
    "Petit déjeuner des dirigeants",
    "Visite d’entreprise",
    "Atelier financement",
    "Forum des écoles",
]
_EVENING = [(18, "Accueil"), (19, "Table ronde"), (20, "Remise des prix"), (21, "Dîner")]


@dataclass
class Gathering:
    """An event to write; ``announces`` are the territories whose opening is announced there."""

    row: tuple[Any, ...]
    is_gala: bool
    announces: list[Area]


def events(draw: Draw, areas: list[Area], years_taken: set[int]) -> list[Gathering]:
    """Return the events; ``years_taken`` have a gala of somebody else's: there is one a year."""
    found = [_gala(draw, year, areas) for year in GALAS if year not in years_taken]
    found += [_opening(area) for area in areas if area.opened]
    lively = [area for area in areas if area.is_open_on(AS_OF)]
    found += [_meeting(draw, number, lively) for number in range(24)]
    return found


def _gala(draw: Draw, year: int, areas: list[Area]) -> Gathering:
    day = gala_day(year)
    hosts = [area for area in areas if area.is_open_on(min(day, AS_OF)) and area.row.get("country") is None]
    host = hosts[year % len(hosts)] if hosts else None
    row = (
        f"fictif-gala-{year}", Event.Kind.GALA, f"Gala {year}", draw.one_of(_THEMES), day, time(18, 30),
        "Palais des congrès", "", host.key if host else None, draw.number(100, 320), year <= AS_OF.year + 2,
    )  # fmt: skip
    return Gathering(row, is_gala=True, announces=[area for area in areas if area.announced == day])


def _opening(area: Area) -> Gathering:
    row = (
        f"{area.row['slug']}-ouverture", Event.Kind.OPENING, f"Ouverture de {area.row['name']}", "", area.opened,
        time(18), "Chambre de commerce et d’industrie", "", area.key, 80, True,
    )  # fmt: skip
    return Gathering(row, is_gala=False, announces=[])


def _meeting(draw: Draw, number: int, lively: list[Area]) -> Gathering:
    held_on, area = AS_OF + timedelta(days=20 * number - 90), draw.one_of(lively)
    row = (
        f"fictif-rencontre-{number + 1}", Event.Kind.OTHER, draw.one_of(_MEETINGS), draw.one_of(_THEMES), held_on,
        time(8, 30), "Hôtel d’entreprises", "", area.key, draw.number(15, 60), True,
    )  # fmt: skip
    return Gathering(row, is_gala=False, announces=[])


def programme(gatherings: list[Gathering], keys: list[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the items of the galas' programmes."""
    for key, gathering in zip(keys, gatherings, strict=True):
        if gathering.is_gala:
            yield from ((key, time(hour, 30), title, rank) for rank, (hour, title) in enumerate(_EVENING))


@dataclass
class Sitting:
    """An assembly to write, with the term that it elected, if it did."""

    row: tuple[Any, ...]
    texts: list[str]
    term: Term | None


def sittings(terms: list[Term]) -> list[Sitting]:
    """Return the assemblies: one a year of the federation, and those in which territories elected."""
    federal = {term.elected_on: term for term in terms if term.area is None}
    days = [assembly_day(year) for year in range(min(federal).year, AS_OF.year + 1)]
    found = [_sitting(None, day, federal.get(day), Assembly.Kind.GENERAL) for day in days]
    for term in terms:
        if term.area:
            first = term.elected_on == term.area.elected
            kind = Assembly.Kind.CONSTITUENT if first else Assembly.Kind.GENERAL
            found.append(_sitting(term.area, term.elected_on, term, kind))
    return found


def _sitting(area: Area | None, day: date, term: Term | None, kind: Assembly.Kind) -> Sitting:
    texts = ["Les comptes de l’exercice sont approuvés.", "Le montant des cotisations est fixé."]
    if kind == Assembly.Kind.CONSTITUENT:
        texts = ["Les statuts sont adoptés."]
    if term:
        texts.insert(0, "Le bureau est élu pour trois ans.")
    return Sitting((kind, area.key if area else None, day, "Maison des entreprises"), texts, term)
