"""A territory beside the others: its figures put together, and what follows from them. No database here."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from members.models import SizeClass
from territories.models.prospects import COURTED, STAGES


@dataclass
class Row:
    """The figures of a territory on a day; the trend, its home members and sizes once it is shown."""

    territory: Any  # annotated with its stage, the days of announcement and of the first bureau
    day: date
    members: int  # companies that belong there and are members on the day
    year_before: int
    prospects: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    declared: list[Any] = field(default_factory=list)
    trend: list[int] = field(default_factory=list)
    home: int = 0

    @property
    def growth(self) -> int:
        """Return how many more than a year before."""
        return self.members - self.year_before

    @property
    def courted(self) -> int:
        """Return how many prospects are on their way."""
        return sum(self.prospects.get(state, 0) for state in COURTED)

    @property
    def by_stage(self) -> list[tuple[str, int]]:
        """Return the stages that hold somebody, each with its number."""
        return [(str(label), self.prospects[stage]) for stage, label in STAGES if stage in self.prospects]

    @property
    def known(self) -> int:
        """Return how many companies are known in the area."""
        return sum(known for _members, known in self.sizes.values())

    @property
    def covered(self) -> int:
        """Return how many of those are members."""
        return sum(members for members, _known in self.sizes.values())

    @property
    def coverage(self) -> int | None:
        """Return the share of the companies known in the area that are members, in percent; None without any."""
        return round(100 * self.covered / self.known) if self.known else None

    @property
    def by_size(self) -> list[tuple[str, int, int]]:
        """Return size, members and companies known, the smallest first, those without figures last."""
        names: dict[str, Any] = {**dict(SizeClass.choices), "": ""}
        return [(str(name), *self.sizes[size]) for size, name in names.items() if size in self.sizes]

    @property
    def days_to_bureau(self) -> int | None:
        """Return the days from the announcement to the first bureau; None where one of the two is not known."""
        announced, elected = self.territory.announced_on, self.territory.bureau_on
        return (elected - announced).days if announced and elected and elected >= announced else None

    @property
    def days_waiting(self) -> int | None:
        """Return for how many days an announced territory has waited for its first bureau; else None."""
        announced = self.territory.announced_on
        return (self.day - announced).days if announced and not self.territory.bureau_on else None
