"""How many places are free, on the whole and for each category; read while the event is held."""

from typing import Self

from events.models import Admission


class Room:
    """The free places of an event, counted down while they are given."""

    def __init__(self, free: int, by_category: dict[str, int]) -> None:
        self.free = free
        self.by_category = by_category

    @classmethod
    def of(cls, admission: Admission) -> Self:
        """Return the room of ``admission``, whose row was read after its lock was taken."""
        quotas = admission.quotas.values_list("category", "places", "taken")
        return cls(admission.free, {category: places - taken for category, places, taken in quotas})

    def free_for(self, category: str) -> int:
        """Return how many places a party of ``category`` may be given."""
        return min(self.free, self.by_category.get(category, self.free))

    def take(self, category: str, places: int) -> None:
        """Count ``places`` given to ``category``."""
        self.free -= places
        if category in self.by_category:
            self.by_category[category] -= places
