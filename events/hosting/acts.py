"""What a territory does with its candidacy, and what is decided: each under the lock of the call of the year."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain, count
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, HostCall, HostCandidacy

State, Outcome = HostCandidacy.State, HostCall.Outcome


class RefusedError(Exception):
    """An act on a candidacy or a call that cannot be done; its text says why."""


@contextmanager
def holding(call: HostCall) -> Iterator[HostCall]:
    """Give the call of the year, locked: whoever acts on it or on its candidacies waits here."""
    with transaction.atomic():
        yield HostCall.objects.select_for_update(no_key=True).get(pk=call.pk)


def save(candidacy: HostCandidacy, *, submitted: bool, at: datetime) -> None:
    """Keep what was typed, as a draft or submitted; raise RefusedError outside the days of the call."""
    with holding(candidacy.call) as call:
        refuse_unless_open(call, at)
        if submitted:
            candidacy.state, candidacy.submitted_at = State.SUBMITTED, at
        elif candidacy.state == State.WITHDRAWN:
            candidacy.state = State.DRAFT
        candidacy.save()


def withdraw(candidacy: HostCandidacy, *, at: datetime) -> None:
    """Take the candidacy back; it may be submitted again while the call is open. Raise RefusedError."""
    with holding(candidacy.call) as call:
        if call.outcome:
            raise RefusedError(_("It is decided already who hosts this gala."))
        moved = HostCandidacy.objects.filter(pk=candidacy.pk, state=State.SUBMITTED)
        if not moved.update(state=State.WITHDRAWN):
            raise RefusedError(_("This candidacy is not submitted."))


def decide(
    call: HostCall, *, outcome: str, candidacy: HostCandidacy | None, reason: str, by: Any, at: datetime
) -> Event | None:
    """Decide once who hosts; return the gala of a territory, made where there was none. Raise RefusedError.

    The gala that is there already must not say otherwise.
    """
    with holding(call) as locked:
        if locked.outcome:
            raise RefusedError(_("It is decided already who hosts this gala."))
        if timezone.localdate(at) <= locked.closes_on:
            raise RefusedError(_("Territories may stand still: decide once the last day is over."))
        chosen = _as_it_stands(candidacy) if outcome == Outcome.TERRITORY else None
        gala = _gala_in(locked.year)
        _refuse_another(gala, outcome, chosen)
        locked.outcome, locked.reason, locked.decided_at, locked.decided_by = outcome, reason, at, by
        locked.host = chosen.territory if chosen else None
        locked.save()
        return _hosted(gala, chosen) if chosen else None


def _as_it_stands(candidacy: HostCandidacy | None) -> HostCandidacy:
    """Return the candidacy as it is under the lock; raise RefusedError when it was withdrawn meanwhile."""
    rows = HostCandidacy.objects.select_related("territory", "call").filter(state=State.SUBMITTED)
    found = rows.filter(pk=candidacy.pk).first() if candidacy else None
    if found is None:
        raise RefusedError(_("This candidacy was withdrawn meanwhile: choose again."))
    return found


def _gala_in(year: int) -> Event | None:
    rows = Event.objects.galas().select_for_update(no_key=True, of=("self",))
    gala: Event | None = rows.filter(held_on__year=year).first()
    return gala


def _refuse_another(gala: Event | None, outcome: str, chosen: HostCandidacy | None) -> None:
    """Refuse a decision that the gala of the year, which is there already, contradicts."""
    if gala is None:
        return
    if outcome == Outcome.SKIPPED:
        raise RefusedError(_("There is a gala in this year already: take it away first."))
    if gala.territory_id not in (None, chosen.territory_id if chosen else None):
        raise RefusedError(_("The gala of this year has another host already: change it there first."))


def _hosted(gala: Event | None, candidacy: HostCandidacy) -> Event:
    """Give the gala of the year its host; make it where there is none."""
    year = candidacy.call.year
    if gala is None:
        return Event.objects.create(
            kind=Event.Kind.GALA, slug=_free_slug(f"gala-{year}"), name=f"Gala {year}",
            held_on=candidacy.proposed_on or date(year, 1, 1), place=candidacy.venue, city=candidacy.city,
            territory=candidacy.territory,
        )  # fmt: skip
    gala.territory = candidacy.territory
    gala.save(update_fields=["territory"])
    return gala


def _free_slug(wished: str) -> str:
    """Return ``wished``, with a number after it where an event has that address."""
    used = set(Event.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    return next(slug for slug in chain([wished], (f"{wished}-{n}" for n in count(2))) if slug not in used)


def refuse_unless_open(call: HostCall, at: datetime) -> None:
    """Raise RefusedError when territories cannot stand in ``call`` at ``at``."""
    if call.outcome:
        raise RefusedError(_("It is decided already who hosts this gala."))
    if not call.opens_on <= timezone.localdate(at) <= call.closes_on:
        raise RefusedError(_("Territories cannot stand today: see the days of the call."))
