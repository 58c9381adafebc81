"""How many are there, of how many that were expected."""

from dataclasses import dataclass
from typing import Self

from django.db.models import Count as CountOf
from django.db.models import Q, Sum

from events.models import Admission, CheckIn, Registration


@dataclass(frozen=True)
class Count:
    """The live count of an event."""

    arrived: int
    walk_ins: int
    expected: int
    capacity: int

    @classmethod
    def of(cls, admission: Admission) -> Self:
        """Return the count of now; expected are the confirmed places, with a name or without."""
        rows = CheckIn.objects.counted().filter(admission=admission)
        there = rows.aggregate(
            arrived=CountOf("pk"), walk_ins=CountOf("pk", filter=Q(way=CheckIn.Way.WALK_IN.value))
        )
        parties = Registration.objects.filter(admission=admission, state=Registration.State.CONFIRMED)
        expected = parties.aggregate(places=Sum("places"))["places"] or 0
        return cls(**there, expected=expected, capacity=admission.capacity)

    @property
    def is_over(self) -> bool:
        """Tell whether more people are there than the room holds."""
        return self.arrived > self.capacity
