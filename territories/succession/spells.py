"""Which days a company belongs to a territory once it follows another one there. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_NEVER = date.max.toordinal()  # the day after the last one of a spell without an end


@dataclass(frozen=True)
class Spell:
    """A company belongs there from ``first`` to ``last`` (None: no end), at home or not."""

    first: date
    last: date | None
    is_home: bool

    def reach(self, on: date) -> tuple[int, int]:
        """Return its first day from ``on``, and the day after its last, as numbers."""
        after = _NEVER if self.last is None else self.last.toordinal() + 1
        return max(self.first, on).toordinal(), after


def followed(here: Iterable[Spell], there: Iterable[Spell], on: date) -> list[Spell]:
    """Return the spells there from ``on``, once those here have gone over; a home here is one there."""
    spells = [(spell.reach(on), spell.is_home) for spell in [*here, *there]]
    running = [(first, after, home) for (first, after), home in spells if first < after]
    days = sorted({day for first, after, _home in running for day in (first, after)})
    pieces: list[tuple[int, int, bool]] = []
    for first, after in pairwise(days):
        homes = [home for start, end, home in running if start <= first and after <= end]
        if homes:
            _append(pieces, first, after, is_home=any(homes))
    return [_spell(first, after, is_home) for first, after, is_home in pieces]


def _append(pieces: list[tuple[int, int, bool]], first: int, after: int, *, is_home: bool) -> None:
    if pieces and pieces[-1][1:] == (first, is_home):
        first = pieces.pop()[0]
    pieces.append((first, after, is_home))


def _spell(first: int, after: int, is_home: bool) -> Spell:
    last = None if after == _NEVER else date.fromordinal(after - 1)
    return Spell(date.fromordinal(first), last, is_home)
