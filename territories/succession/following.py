"""Companies follow from one territory to another from a day on; the days before keep telling where they were."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from territories.models import Affiliation, Territory
from territories.succession.spells import Spell, followed


@dataclass(frozen=True)
class Followers:
    """Who would follow, company by company: their spells here, and those there already."""

    here: dict[int, list[Affiliation]]
    there: dict[int, list[Affiliation]]
    destination: Territory | None
    on: date

    def at_home(self) -> list[int]:
        """Return the companies (keys) that are at home here."""
        return [company for company, spells in self.here.items() if any(spell.is_home for spell in spells)]

    def beside(self) -> list[int]:
        """Return the companies (keys) that belong here beside another home."""
        return [company for company, spells in self.here.items() if not any(spell.is_home for spell in spells)]

    @property
    def homes(self) -> int:
        """Return how many are at home here."""
        return len(self.at_home())

    @property
    def secondary(self) -> int:
        """Return how many belong here beside another home."""
        return len(self.beside())

    @property
    def known(self) -> int:
        """Return how many belong there already."""
        return len(self.there)

    def digest(self) -> str:
        """Return what a form sends back to say whom it showed, going where, from when."""
        rows = [spell for side in (self.here, self.there) for spells in side.values() for spell in spells]
        told = sorted((s.pk, s.is_home, str(s.starts_on), str(s.ends_on)) for s in rows)
        where = self.destination.pk if self.destination else None
        return hashlib.sha256(repr((where, str(self.on), told)).encode()).hexdigest()


def followers(
    origin: Territory, destination: Territory | None, on: date, *, companies: Collection[int] | None = None
) -> Followers:
    """Return who belongs to ``origin`` on ``on`` or later; ``companies`` (keys) keeps those alone."""
    reaching = _reaching(on)
    rows = reaching.filter(territory=origin)
    here = _by_company(rows if companies is None else rows.filter(company__in=companies))
    there = reaching.filter(territory=destination, company__in=list(here)) if destination else []
    return Followers(here, _by_company(there), destination, on)


def follow(destination: Territory, found: Followers, on: date) -> int:
    """Let those ``found`` belong to ``destination`` from ``on``; return how many companies."""
    made, ended = [], []
    for company, here in found.here.items():
        there = found.there.get(company, [])
        kept = {_spell(spell, on) for spell in there}
        becoming = followed(map(_as_spell, here), map(_as_spell, there), on)
        ended += here
        if set(becoming) != kept:
            ended += there
            made += [_affiliation(company, destination, spell) for spell in becoming]
    cut(Affiliation.objects.filter(pk__in=[spell.pk for spell in ended]), on)
    Affiliation.objects.bulk_create(made)
    return len(found.here)


def cut(spells: QuerySet[Any], on: date) -> None:
    """End ``spells`` the day before ``on``; one that would begin that day or later goes, and its history stays."""
    spells.filter(starts_on__gte=on).delete()
    spells.filter(Q(ends_on=None) | Q(ends_on__gte=on)).update(ends_on=on - timedelta(days=1))


def held(rows: QuerySet[Any]) -> None:
    """Hold ``rows`` until the transaction ends, in the order of their keys."""
    list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def _reaching(on: date) -> QuerySet[Any]:
    return Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("company", "starts_on")


def _by_company(rows: Any) -> dict[int, list[Affiliation]]:
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for spell in rows:
        found[spell.company_id].append(spell)
    return dict(found)


def _as_spell(spell: Affiliation) -> Spell:
    return Spell(spell.starts_on, spell.ends_on, spell.is_home)


def _spell(spell: Affiliation, on: date) -> Spell:
    return Spell(max(spell.starts_on, on), spell.ends_on, spell.is_home)


def _affiliation(company: int, territory: Territory, spell: Spell) -> Affiliation:
    return Affiliation(
        company_id=company, territory=territory, is_home=spell.is_home, starts_on=spell.first, ends_on=spell.last
    )
