"""The people around invented companies, and the spells that bind both to the federation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from leader.demonstration.invented import words
from leader.demonstration.invented.companies import Fate, Invented
from leader.demonstration.invented.days import AS_OF, FOUNDED_ON
from leader.demonstration.invented.draws import Draw, Weighted
from leader.demonstration.invented.numbers import mobile_phone
from leader.demonstration.invented.territories import Area
from members.models import Membership, Representative

Category, Ending = Membership.Category, Membership.Ending
_Vote = Representative.Vote
Spell = tuple[date, date | None]
_CATEGORIES = Weighted([(Category.MEMBER, 92), (Category.PARTNER, 5), (Category.SUBSIDIARY, 3)])
_ENDINGS = Weighted([(Ending.TERM, 55), (Ending.RESIGNATION, 30), (Ending.CLOSURE, 10), (Ending.EXCLUSION, 5)])
_REASONS = {
    Ending.RESIGNATION: "La société a changé d’actionnaire.",
    Ending.CLOSURE: "Cessation d’activité.",
    Ending.EXCLUSION: "Cotisation impayée deux années de suite.",
}
YEAR, GRACE_DAYS = (date(AS_OF.year, 1, 1), date(AS_OF.year, 12, 31)), 60
_DAY, _LONG = timedelta(days=1), timedelta(days=100)


@dataclass(frozen=True)
class Seated:
    """Somebody who votes today for a company that is a member today, since a day; ``place`` is in the people."""

    place: int
    company: int
    starts_on: date


@dataclass
class People:
    """Rows to write; a person stands for their place in ``names`` until it has a key."""

    names: list[tuple[Any, ...]] = field(default_factory=list)
    representatives: list[tuple[Any, ...]] = field(default_factory=list)
    memberships: list[tuple[Any, ...]] = field(default_factory=list)
    affiliations: list[tuple[Any, ...]] = field(default_factory=list)
    homes: dict[int, Area] = field(default_factory=dict)  # of today's members, by key of the company
    roster: list[Seated] = field(default_factory=list)


def people_around(seed: int, companies: Iterable[Invented], areas: list[Area]) -> People:
    """Invent the people, the memberships and the affiliations of ``companies``."""
    draw, people = Draw(seed, "people"), People()
    for company in companies:
        spells = _memberships(draw, company)
        people.memberships += [period for spell in spells for period in _in_periods(spell)]
        days = [(spell[2], spell[3]) for spell in spells]
        _affiliate(draw, people, company, days, areas)
        _represent(draw, people, company, days)
    return people


def _memberships(draw: Draw, company: Invented) -> list[tuple[Any, ...]]:
    """Return the memberships: none, one that runs, one that ended, or one that ended and one that runs."""
    if company.fate is Fate.COURTED:
        return []
    category = draw.weighted(_CATEGORIES)
    starts_on = draw.day(FOUNDED_ON, AS_OF - timedelta(days=900))
    if company.fate is Fate.MEMBER:
        return [(company.key, category, starts_on, None, "", "")]
    ending = Ending.RESIGNATION if company.fate is Fate.RETURNED else draw.weighted(_ENDINGS)
    ends_on = draw.day(starts_on + timedelta(days=200), AS_OF - timedelta(days=500))
    if ending is Ending.TERM:
        ends_on = ends_on.replace(month=12, day=31)
    past = (company.key, category, starts_on, ends_on, ending, _REASONS.get(ending, ""))
    if company.fate is Fate.LAPSED:
        return [past]
    again_on = draw.day(ends_on + timedelta(days=90), AS_OF - timedelta(days=60))
    return [past, (company.key, category, again_on, None, "", "")]


def _in_periods(spell: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Cut one in three of the spells that run into the periods of a federation that counts by the year.

    The others have no last day: memberships recorded before there were periods.
    """
    company, category, starts_on, ends_on, *told = spell
    if ends_on is not None or starts_on.day % 3:
        return [(company, category, starts_on, ends_on, 0, *told)]
    last = (company, category, max(starts_on, YEAR[0]), YEAR[1], GRACE_DAYS, *told)
    before = (company, category, starts_on, YEAR[0] - _DAY, GRACE_DAYS, *told)
    return [before, last] if starts_on < YEAR[0] else [last]


def _affiliate(draw: Draw, people: People, company: Invented, days: list[Spell], areas: list[Area]) -> None:
    """Give a member its home, the first of the territories that hold it, and sometimes others besides."""
    if not days:
        return
    holding = [area for area in areas if area.opened and in_area(area, company)]
    for area in holding:
        is_home = area is holding[0]
        if not is_home and not draw.chance(0.4):
            continue
        for starts_on, ends_on in days:
            first = max(starts_on, area.opened or starts_on)
            last = min((day for day in (ends_on, area.closed) if day), default=None)
            if last is None or first <= last:
                people.affiliations.append((company.key, area.key, is_home, first, last))
                if is_home and last is None:
                    people.homes[company.key] = area


def in_area(area: Area, company: Invented) -> bool:
    """Tell whether ``company`` sits in ``area``, a country's as well."""
    if company.place is None:
        return area.row.get("country", "FR") == "ES"
    return area.holds(company.place)


def _represent(draw: Draw, people: People, company: Invented, days: list[Spell]) -> None:
    if not days:
        _add(draw, people, company, _Vote.NONE, (company.founded_on, None))
        return
    for starts_on, ends_on in days:
        _voting(draw, people, company, (starts_on, ends_on))
        if draw.chance(0.7):
            _add(draw, people, company, _Vote.ALTERNATE, (starts_on, ends_on))
    if draw.chance(0.05) and people.roster and (other := draw.one_of(people.roster)).company != company.key:
        first, last = days[-1]
        people.representatives.append((other.place, company.key, "administration", _Vote.NONE, first, last))


def _voting(draw: Draw, people: People, company: Invented, days: Spell) -> None:
    """Seat who votes: one person all the time, or two, one after the other."""
    starts_on, ends_on = days
    changes = [starts_on]
    latest = (ends_on or AS_OF) - timedelta(days=30)
    if starts_on + _LONG < latest and draw.chance(0.2):
        changes.append(draw.day(starts_on + _LONG, latest))
    lasts = [*(day - _DAY for day in changes[1:]), ends_on]
    for first, last in zip(changes, lasts, strict=True):
        place = _add(draw, people, company, _Vote.VOTING, (first, last))
        if last is None:
            people.roster.append(Seated(place, company.key, first))


def _add(draw: Draw, people: People, company: Invented, vote: Representative.Vote, days: Spell) -> int:
    place = _name(draw, people, company)
    people.representatives.append((place, company.key, _function(draw), vote, *days))
    return place


def _name(draw: Draw, people: People, company: Invented) -> int:
    given, family = words.person_name(draw)
    email = f"{words.mailbox_of(given, family)}@{words.domain_of(company.name)}"
    people.names.append((given, family, email, mobile_phone(draw.number(0, 9999))))
    return len(people.names) - 1


def _function(draw: Draw) -> str:
    return draw.one_of(words.words()["functions"])


def standing_on(roster: Iterable[Seated], day: date) -> Iterator[Seated]:
    """Yield those of ``roster`` who had their seat on ``day`` already."""
    return (seated for seated in roster if seated.starts_on <= day)
