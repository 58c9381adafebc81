"""What every kind of record gives to the search; ``sources`` has a module for each kind."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leader.shared.scope import AnyUser


@dataclass(frozen=True)
class Hit:
    """What was found, as a list shows it; ``extract`` is in pieces, each with whether it was looked for."""

    title: str
    url: str
    details: tuple[str, ...] = ()
    mark: str = ""
    extract: tuple[tuple[str, bool], ...] = ()


class Source(ABC):
    """A kind of record that can be found.

    ``found`` answers from the scope rule and looks only into what the reader would see on a page. ``told`` are the
    expressions, by name, of what a hit needs: they are read in one query with those of the other kinds.
    """

    kind: str  # its word in the address
    label: Any
    order: list[Any]
    commission = ""  # where a record names the commission to which it belongs

    @abstractmethod
    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Return the records that ``user`` may see and that hold the words of ``text``."""

    @abstractmethod
    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Return what is to be read of a record, by name."""

    @abstractmethod
    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Return the record ``key`` as a list shows it."""


class OfCommission(Source):
    """A kind, narrowed to what belongs to one commission."""

    def __init__(self, source: Source, commission: Any) -> None:
        self.kind, self.label, self.order = source.kind, source.label, source.order
        self.source, self.narrowed = source, {source.commission: commission.pk}

    def found(self, user: AnyUser, text: str) -> QuerySet[Any]:
        """Keep of what is found what belongs to the commission."""
        return self.source.found(user, text).filter(**self.narrowed)

    def told(self, user: AnyUser, text: str) -> dict[str, Any]:
        """Tell the same."""
        return self.source.told(user, text)

    def hit(self, key: int, told: dict[str, Any]) -> Hit:
        """Show the same."""
        return self.source.hit(key, told)
