"""Who leads the invented territories and who holds the offices of their bureaux, term after term."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from leader.demonstration.invented.days import AS_OF, ELECTIONS, assembly_day, years_after
from leader.demonstration.invented.draws import Draw
from leader.demonstration.invented.people import Seated, standing_on
from leader.demonstration.invented.territories import Area

TERM = 3  # years
OFFICES = {
    "president": ("présidence", 10, True),
    "vice-president": ("vice-présidence", 20, False),
    "secretary": ("secrétariat", 30, False),
    "treasurer": ("trésorerie", 40, False),
    "bureau": ("membre du bureau", 50, False),
}
_SEATS = ["president", "secretary", "treasurer", "vice-president", "vice-president", "bureau", "bureau"]
_FEDERAL_SEATS = [*_SEATS, "vice-president", "bureau", "bureau", "bureau"]
_KEPT = 0.45  # how often somebody is elected again


@dataclass
class Term:
    """A bureau elected on a day, for TERM years: by office, who was elected and whether again."""

    area: Area | None
    elected_on: date
    ends_on: date | None
    seats: list[tuple[str, Seated, bool]]

    def mandates(self, offices: dict[str, int], people: list[int]) -> Iterator[tuple[Any, ...]]:
        """Yield a row for each seat."""
        for office, seated, is_renewal in self.seats:
            yield (
                people[seated.place], offices[office], self.area.key if self.area else None, seated.company,
                is_renewal, self.elected_on, years_after(self.elected_on, TERM), self.ends_on,
            )  # fmt: skip


MANDATE = [
    "person", "office", "territory", "company", "is_renewal", "starts_on", "expected_end_on", "ends_on",
]  # fmt: skip


def terms(draw: Draw, areas: list[Area], roster: list[Seated]) -> list[Term]:
    """Elect the bureaux of the federation and of the territories, all the terms until today."""
    found = _terms(draw, None, [assembly_day(year) for year in ELECTIONS], roster)
    for area in areas:
        if area.opened:
            found += _terms(draw, area, _elections(area), area.roster)
    return found


def _elections(area: Area) -> list[date]:
    """Return the days on which ``area`` elected its bureau."""
    last = min(area.closed or AS_OF, AS_OF)
    days = [years_after(area.elected, TERM * number) for number in range(10)]
    return [day for day in days if day <= last]


def _terms(draw: Draw, area: Area | None, days: list[date], roster: list[Seated]) -> list[Term]:
    found: list[Term] = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        ends_on = following - timedelta(days=1) if following else area.closed if area else None
        before = found[-1].seats if found else []
        found.append(Term(area, day, ends_on, _elected(draw, day, before, roster, is_federal=area is None)))
    return found


def _elected(
    draw: Draw, day: date, before: list[tuple[str, Seated, bool]], roster: list[Seated], *, is_federal: bool
) -> list[tuple[str, Seated, bool]]:
    """Return the seats of a new bureau: some of the last one again, the rest others; too few leave seats empty."""
    kept = [(office, seated, True) for office, seated, _again in before if draw.chance(_KEPT)]
    wanted = list(_FEDERAL_SEATS if is_federal else _SEATS)
    for office, _seated, _again in kept:
        wanted.remove(office)
    sitting = {seated.place for _office, seated, _again in kept}
    standing = [seated for seated in standing_on(roster, day) if seated.place not in sitting]
    chosen = draw.some_of(standing, len(wanted))
    return [*kept, *((office, seated, False) for office, seated in zip(wanted, chosen, strict=False))]


def leads(draw: Draw, areas: list[Area], roster: list[Seated], people: list[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of who leads each territory: one of today, and one before in some."""
    for area in areas:
        chosen = draw.some_of(area.roster or roster, 2)
        if area.closed or not chosen:
            continue
        area.lead = people[chosen[0].place]
        since = max(area.opened or area.announced, chosen[0].starts_on)
        yield area.key, area.lead, "responsable", since, None
        began = max(area.announced, chosen[-1].starts_on)
        if began < since and chosen[1:]:
            yield area.key, people[chosen[1].place], "responsable", began, since - timedelta(days=1)
