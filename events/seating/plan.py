"""The plan of tables as its page and its papers show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.door.roll import on_the_list
from events.models import Admission, SeatWish, Table
from events.seating.acts import conflicts_of
from events.seating.proposal import Person
from leader.shared.scope import AnyUser
from territories.models import Affiliation


@dataclass
class Plan:
    """Tables with their people, who has no seat, and the wishes that are not kept."""

    tables: list[tuple[Table, list[Any]]]
    unseated: list[Any]
    people: list[Any]
    wishes: list[SeatWish]
    broken: list[SeatWish]

    @property
    def troubled(self) -> set[int]:
        """Return the keys of those whose wish is not kept."""
        return {key for each in self.broken for key in (each.one_id, each.other_id)}


def people_of(user: AnyUser, admission: Admission) -> QuerySet[Any]:
    """Return who is named, with ``home``: the territory of the house on the day, else its category."""
    homes = Affiliation.objects.running_on(admission.event.held_on).filter(
        company=OuterRef("registration__company"), is_home=True
    )
    home = Coalesce(Subquery(homes.order_by("pk").values("territory__name")[:1]), "registration__category")
    return (
        on_the_list(user, admission)
        .annotate(home=home)
        .select_related("registration__company", "registration__invitation", "seat")
    )


def as_persons(people: QuerySet[Any]) -> Iterator[Person]:
    """Yield ``people`` as the proposal reads them; who is of no territory mixes by category."""
    for each in people:  # asked when the first is: under the lock of the event
        yield Person(each.pk, each.registration_id, each.home)


def plan_of(user: AnyUser, admission: Admission) -> Plan:
    """Return the plan of an event as ``user`` sees it."""
    people = list(people_of(user, admission))
    tables = list(Table.objects.visible_to(user).filter(admission=admission))
    at = {each.pk: each.seat.table_id if hasattr(each, "seat") else None for each in people}
    wishes = list(SeatWish.objects.visible_to(user).filter(admission=admission).select_related("one", "other"))
    return Plan(
        tables=[(table, [each for each in people if at[each.pk] == table.pk]) for table in tables],
        unseated=[each for each in people if at[each.pk] is None],
        people=people,
        wishes=wishes,
        broken=conflicts_of(at, wishes),
    )
