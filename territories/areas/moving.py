"""Which companies change home when the area of a territory changes, which are asked, and which stay without one.

Only companies with a home, and members without one, are looked at, and only where their commune comes or goes. One
territory that holds the commune is the home; of several the company chooses; of none it keeps the home it has.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from members.models import Company, Membership
from territories.areas.holders import territories_of
from territories.models import Affiliation, Territory
from territories.opening.areas import Area


class Outcome(TextChoices):
    """What a change means for a company."""

    MOVES = "moves", _("changes home")
    ASKED = "asked", _("is asked")
    STAYS = "stays", _("stays, outside every area")


@dataclass(frozen=True)
class Line:
    """A company that a change concerns: its home until then, and the territories that hold its commune then."""

    company: Company
    home: Territory | None
    outcome: Outcome
    choices: list[Territory]

    @property
    def target(self) -> Territory | None:
        """Return where it goes, when it changes home."""
        return self.choices[0] if self.outcome == Outcome.MOVES else None


@dataclass(frozen=True)
class Foreseen:
    """The companies that a change concerns, by name."""

    lines: list[Line] = field(default_factory=list)

    def of(self, outcome: Outcome) -> list[Line]:
        """Return those with this outcome."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        """Return how many there are of each outcome."""
        return [(outcome, len(self.of(outcome))) for outcome in Outcome]

    @property
    def ways(self) -> list[tuple[Territory | None, Territory, int]]:
        """Return from which home to which how many go, the most first."""
        known = {t.pk: t for line in self.lines for t in [*line.choices, line.home] if t}
        counted = Counter((line.home and line.home.pk, line.target.pk) for line in self.lines if line.target)
        return [(known.get(old or 0), known[new], number) for (old, new), number in counted.most_common()]

    def digest(self) -> str:
        """Return what a form sends back to say which companies it showed, and what was told of each."""
        told = [
            (line.company.pk, line.home and line.home.pk, line.outcome.value, [t.pk for t in line.choices])
            for line in self.lines
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def touched_by(territory: Territory, area: Area, day: date) -> set[str]:
    """Return the codes of the communes that come or go when ``territory`` has ``area`` from ``day`` on."""
    before = Area.of_territory(territory, day).as_communes().values_list("code", flat=True)
    return set(before) ^ set(area.as_communes().values_list("code", flat=True))


def foresee(territory: Territory, touched: Iterable[str], day: date, area: Area | None = None) -> Foreseen:
    """Return what becomes on ``day`` of the companies of the communes ``touched``; five queries.

    ``area`` stands in place of the recorded one of ``territory`` where it is only thought of.
    """
    companies = list(_concerned(touched, day))
    communes = {company.commune_id: company.commune for company in companies}
    held = territories_of(communes.values(), day, instead=None if area is None else (territory.pk, area))
    homes = _homes(companies, day)
    found = (_line(company, homes.get(company.pk), held[company.commune_id], territory) for company in companies)
    return Foreseen([line for line in found if line])


def _concerned(touched: Iterable[str], day: date) -> Any:
    home = Affiliation.objects.running_on(day).filter(company=OuterRef("pk"), is_home=True)
    member = Membership.objects.covering_on(day).filter(company=OuterRef("pk"))
    rows = Company.objects.filter(Q(Exists(home)) | Q(Exists(member)), commune__in=list(touched))
    return rows.select_related("commune").order_by("name", "pk")


def _homes(companies: list[Company], day: date) -> dict[int, Territory]:
    spells = Affiliation.objects.running_on(day).filter(is_home=True, company__in=[c.pk for c in companies])
    return {spell.company_id: spell.territory for spell in spells.select_related("territory")}


def _line(company: Company, home: Territory | None, held: list[Territory], changed: Territory) -> Line | None:
    comes, leaves = changed in held, home == changed and changed not in held
    if not (comes or leaves) or (comes and home == changed):
        return None
    if not held:
        return Line(company, home, Outcome.STAYS, [])
    if held == [home]:
        return None
    if len(held) == 1:
        return Line(company, home, Outcome.MOVES, held)
    # Who is at home elsewhere by somebody's decision may stay there.
    others = [home] if home and comes and home not in held else []
    return Line(company, home, Outcome.ASKED, [*held, *others])
