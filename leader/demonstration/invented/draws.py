"""Chance that repeats: the same subject gives the same draws, on every machine and version of Python."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things to draw, each as often as its weight (a whole number) says."""

    def __init__(self, pairs: Iterable[tuple[T, int]]) -> None:
        self.things, weights = zip(*pairs, strict=True)
        self.totals = list(accumulate(weights))


class Draw:
    """A series of draws about one subject, such as a seed and a table.

    Of Python's generator ``random()`` alone is promised to stay the same, so all else is made of it.
    """

    def __init__(self, *subject: object) -> None:
        self._random = Random("/".join(map(str, subject))).random  # noqa: S311 - nothing secret is drawn

    def chance(self, share: float) -> bool:
        """Say yes in ``share`` (0 to 1) of the cases."""
        return self._random() < share

    def number(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self._random() * (high - low + 1))

    def low_number(self, low: int, high: int) -> int:
        """Return a whole number as ``number`` does, a small one more often than a large one."""
        return self.number(low, self.number(low, self.number(low, high)))

    def day(self, first: date, last: date) -> date:
        """Return a day from ``first`` to ``last``, both included; ``first`` when they are crossed."""
        return date.fromordinal(self.number(first.toordinal(), max(first, last).toordinal()))

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of ``things``."""
        return things[int(self._random() * len(things))]

    def weighted(self, things: Weighted[T]) -> T:
        """Return one of ``things``, by weight."""
        return things.things[bisect(things.totals, self._random() * things.totals[-1])]

    def some_of(self, things: Sequence[T], count: int) -> list[T]:
        """Return ``count`` of ``things``, or all if there are fewer, each once and in any order."""
        left = list(things)
        taken: list[T] = []
        while left and len(taken) < count:
            place = int(self._random() * len(left))
            left[place], left[-1] = left[-1], left[place]
            taken.append(left.pop())
        return taken
