"""A plan of tables is proposed, by a rule that can be told.

Who wishes to sit together and who comes together is one company. The largest company sits first, each at the
table with room for all of it where nobody sits whom one of it is not to sit with; of several such tables at the
one where the fewest people of its territory sit, then where most seats are free. A company that fits nowhere whole
is parted: as many as fit sit where most seats are free, the rest follow by the same rule. Who is left has no seat.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """Somebody to seat: with which party, from which territory."""

    key: int
    party: int
    territory: str


@dataclass
class Place:
    """A table while it is filled."""

    key: int
    free: int
    keys: set[int] = field(default_factory=set)
    territories: Counter[str] = field(default_factory=Counter)

    def seat(self, people: Iterable[Person]) -> None:
        """Seat ``people``."""
        for person in people:
            self.keys.add(person.key)
            self.territories[person.territory] += 1
            self.free -= 1


def propose(
    people: list[Person],
    places: list[Place],
    together: Iterable[tuple[int, int]],
    apart: Iterable[tuple[int, int]],
) -> dict[int, int]:
    """Return for each person who gets a seat the key of the table; ``places`` know who sits already."""
    shunned: dict[int, set[int]] = defaultdict(set)
    for one, other in apart:
        shunned[one].add(other)
        shunned[other].add(one)
    seats: dict[int, int] = {}
    waiting = companies_of(people, together)
    while waiting:
        waiting.sort(key=lambda company: (-len(company), company[0].key))
        company = waiting.pop(0)
        some, place = _placed(company, places, shunned)
        if place:
            place.seat(some)
            seats |= dict.fromkeys((person.key for person in some), place.key)
        if rest := [person for person in company if person not in some]:
            waiting.append(rest)
    return seats


def companies_of(people: list[Person], together: Iterable[tuple[int, int]]) -> list[list[Person]]:
    """Return who is to sit together: parties, joined where a wish joins two of their people."""
    named = {person.key: person for person in people}
    joined = {person.party: person.party for person in people}

    def head(party: int) -> int:
        while joined[party] != party:
            party = joined[party]
        return party

    for one, other in together:
        if one in named and other in named:
            joined[head(named[other].party)] = head(named[one].party)
    companies: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        companies[head(person.party)].append(person)
    return list(companies.values())


def _placed(
    company: list[Person], places: list[Place], shunned: dict[int, set[int]]
) -> tuple[list[Person], Place | None]:
    """Return who of ``company`` sits next, and where."""
    whole = _apart_within(company, shunned)
    open_to = [place for place in places if place.free >= len(whole) and not _is_shunned(whole, place, shunned)]
    if open_to:
        own = {person.territory for person in whole}
        best = min(
            open_to, key=lambda place: (sum(place.territories[each] for each in own), -place.free, place.key)
        )
        return whole, best
    for place in sorted(places, key=lambda place: (-place.free, place.key)):
        some = [person for person in whole if not _is_shunned([person], place, shunned)][: max(place.free, 0)]
        if some:
            return some, place
    return whole, None


def _apart_within(company: list[Person], shunned: dict[int, set[int]]) -> list[Person]:
    """Keep of ``company`` those who may sit together: the first named before the others."""
    kept: list[Person] = []
    for person in company:
        if not any(other.key in shunned[person.key] for other in kept):
            kept.append(person)
    return kept


def _is_shunned(people: list[Person], place: Place, shunned: dict[int, set[int]]) -> bool:
    return any(shunned[person.key] & place.keys for person in people)
