"""The waiting line: free places go to who waits, in order, each party whole or asked whether it takes fewer.

A party that fits is given all its places: at once when it has just asked, or has said so; else as an offer that
ends. One that does not fit is offered what is free, if it has not declined so few before. Only then is the next
one looked at, and the party that was passed over reads why. No offer lasts beyond the beginning of the event.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import LineChange, Registration
from events.registration.holding import hold
from events.registration.letters import tell
from events.registration.room import Room

State, Kind = Registration.State, LineChange.Kind


@transaction.atomic
def serve(admission_id: int, *, at: datetime, asking: int | None = None) -> int:
    """Give the free places of an event to who waits; return to how many parties.

    ``asking`` is the key of the party that asks in this moment: it need not be asked again.
    """
    admission = hold(admission_id)
    if timezone.localdate(at) > admission.event.held_on:
        return 0
    room, served, passed = Room.of(admission), 0, []
    line = Registration.objects.in_line().filter(admission=admission).select_related("company", "invitation")
    for party in line if room.free else ():
        party.admission = admission
        given = min(party.places, room.free_for(party.category))
        if given < party.fewest or not admission.serves(party.category, at):
            passed.append((party, room.free_for(party.category)))
            continue
        at_once = given == party.places and (party.pk == asking or party.takes_at_once)
        if not at_once and admission.event.begins_at <= at:
            continue  # nobody would have the time to answer
        _give(party, given, at=at, at_once=at_once)
        room.take(party.category, given)
        served += 1
        _tell_the_passed(passed, at)
        passed = []
        if not room.free:
            break
    return served


def _give(party: Registration, given: int, *, at: datetime, at_once: bool) -> None:
    if at_once:
        party.state, party.settled_at = State.CONFIRMED, at
    else:
        party.state, party.offered = State.OFFERED, given
        ends_at = at + timedelta(hours=party.admission.answer_hours)
        party.offer_ends_at = min(ends_at, party.admission.event.begins_at)
    party.save(update_fields=["state", "settled_at", "offered", "offer_ends_at"])
    tell(party)


def _tell_the_passed(passed: list[tuple[Registration, int]], at: datetime) -> None:
    """Let those over whom another was served read why, once for each reason."""
    for party, free in passed:
        kind = Kind.TOO_FEW if party.admission.serves(party.category, at) else Kind.NOT_YET
        last = LineChange.objects.filter(registration=party).first()
        if last is None or (last.kind, last.free) != (kind, free):
            LineChange.objects.create(registration=party, kind=kind, free=free, at=at)
