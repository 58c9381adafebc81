"""What is done to a plan of tables, each under the lock of the event."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Admission, Attendee, Seat, SeatWish, Table
from events.registration.holding import RefusedError, hold
from events.seating.proposal import Person, Place, propose


class RefusedFieldError(RefusedError):
    """A change that cannot be done; ``field`` says beside which field its text belongs."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@transaction.atomic
def add_tables(admission: Admission, *, name: str, seats: int, count: int) -> None:
    """Add ``count`` tables called ``name`` 1, 2, 3…, going on after those that are there."""
    hold(admission.pk)
    known = set(admission.tables.values_list("name", flat=True))
    free = (text for number in range(1, 10_000) if (text := f"{name} {number}") not in known)
    for _each in range(count):
        Table.objects.create(admission=admission, name=next(free), seats=seats)


@transaction.atomic
def move(admission: Admission, attendee: Attendee, table: Table | None) -> None:
    """Seat somebody by hand, or nowhere; raise RefusedError when the table is full, or one of both is gone."""
    hold(admission.pk)
    _refuse_the_gone(attendee)
    seat = Seat.objects.filter(attendee=attendee).first()
    if table is None:
        Seat.objects.filter(attendee=attendee).delete()
        return
    table = Table.objects.filter(pk=table.pk).first()  # its seats may have changed while one waited
    if table is None:
        raise RefusedError(_("This table was taken away meanwhile."))
    others = table.seated.exclude(attendee=attendee).count()
    if others >= table.seats:
        raise RefusedError(_("%(table)s is full: move somebody away first.") % {"table": table})
    if seat and seat.table_id == table.pk:
        return
    Seat.objects.update_or_create(attendee=attendee, defaults={"table": table, "by_hand": True})


@transaction.atomic
def fill(admission: Admission, people: Iterable[Person]) -> int:
    """Propose seats for ``people``; who was seated by hand stays. Return how many have no seat."""
    hold(admission.pk)
    people = list(people)  # read under the lock: nobody is taken out any more
    fixed = Seat.objects.filter(table__admission=admission, by_hand=True)
    Seat.objects.filter(table__admission=admission, by_hand=False).delete()
    sat = dict(fixed.values_list("attendee", "table"))
    places = {table.pk: Place(table.pk, table.seats) for table in admission.tables.all()}
    for person in people:
        if person.key in sat:
            places[sat[person.key]].seat([person])
    wishes = list(admission.seat_wishes.values_list("kind", "one", "other"))
    pairs = {kind: [(one, other) for each, one, other in wishes if each == kind] for kind in SeatWish.Kind}
    loose = [person for person in people if person.key not in sat]
    seats = propose(loose, list(places.values()), pairs[SeatWish.Kind.WITH], pairs[SeatWish.Kind.APART])
    Seat.objects.bulk_create(Seat(attendee_id=key, table_id=table) for key, table in seats.items())
    return len(loose) - len(seats)


@transaction.atomic
def wish(admission: Admission, *, kind: str, one: Attendee, other: Attendee) -> None:
    """Record a wish for two people in place of an earlier one; raise RefusedError for one person twice."""
    hold(admission.pk)
    if one.pk == other.pk:
        raise RefusedError(_("Choose two people."))
    _refuse_the_gone(one)
    _refuse_the_gone(other)
    first, second = sorted((one, other), key=lambda each: each.pk)
    SeatWish.objects.update_or_create(one=first, other=second, defaults={"kind": kind, "admission": admission})


@transaction.atomic
def change_table(table: Table, *, name: str, seats: int) -> None:
    """Change a table in its place: who sits there stays. Raise RefusedFieldError where that cannot be."""
    hold(table.admission_id)
    others = Table.objects.filter(admission=table.admission_id).exclude(pk=table.pk)
    if others.filter(name=name).exists():
        raise RefusedFieldError("name", _("There is a table of this name already."))
    taken = table.seated.count()
    if seats < taken:
        text = _("%(taken)s people sit there: move somebody away first.") % {"taken": taken}
        raise RefusedFieldError("seats", text)
    if not Table.objects.filter(pk=table.pk).update(name=name, seats=seats):
        raise RefusedError(_("This table was taken away meanwhile."))


@transaction.atomic
def remove_table(table: Table) -> None:
    """Take a table away; who sat there has no seat any more."""
    hold(table.admission_id)
    table.delete()


def _refuse_the_gone(attendee: Attendee) -> None:
    """Refuse somebody who was taken out of the party before the event was held."""
    if not Attendee.objects.filter(pk=attendee.pk).exists():
        raise RefusedError(_("This person was taken out meanwhile."))


def conflicts_of(seats: dict[int, Any], wishes: list[SeatWish]) -> list[SeatWish]:
    """Return the wishes that the plan does not keep; ``seats`` are the tables by the keys of attendees."""
    return [each for each in wishes if _is_broken(each, seats.get(each.one_id), seats.get(each.other_id))]


def _is_broken(each: SeatWish, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return False
    return (one == other) == (each.kind == SeatWish.Kind.APART)
