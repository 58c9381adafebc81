"""What a party does with its places: asks for them, changes, accepts, declines, gives them back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Admission, EventInvitation, LineChange, Registration
from events.registration.holding import RefusedError, hold, holding
from events.registration.letters import tell
from events.registration.line import serve
from events.registration.parties import Party
from events.registration.room import Room

State = Registration.State


@transaction.atomic
def register(
    party: Party, *, places: int, fewest: int = 1, takes_at_once: bool = False, email: str, by: Any, at: datetime
) -> tuple[Registration, bool]:
    """Ask for ``places``; return the registration, and whether it is new. Raise RefusedError."""
    admission = hold(party.admission.pk)
    known = party.registrations().live().select_related("company", "invitation").first()
    if known:
        return known, False
    refuse_unless_open(admission, by, at)
    _refuse_so_many(party, places)
    category = party.category_on(timezone.localdate(at))
    if party.invitation:
        EventInvitation.objects.filter(pk=party.invitation.pk).exclude(declined_at=None).update(declined_at=None)
    registration = Registration.objects.create(
        admission=admission, company=party.company, invitation=party.invitation, category=category,
        contact_email=email, registered_by=by, places=places, fewest=min(fewest, places),
        takes_at_once=takes_at_once, priority=category.priority, asked_at=at,
    )  # fmt: skip
    serve(admission.pk, at=at, asking=registration.pk)
    registration.refresh_from_db()
    if registration.state == State.WAITING:
        registration.admission = admission
        tell(registration)
    return registration, True


def change(registration: Registration, *, places: int, seen: int | None, by: Any, at: datetime) -> Registration:
    """Have more places or fewer; raise RefusedError. Places given back go to who waits."""
    with holding(registration, seen=seen) as locked:
        _refuse_the_dead(locked)
        refuse_unless_open(locked.admission, by, at)
        _refuse_so_many(Party(locked.admission, locked.company, locked.invitation), places)
        if locked.state == State.OFFERED:
            raise RefusedError(_("Answer the offer first."))
        if locked.state == State.CONFIRMED:
            _refuse_without_room(locked, places - locked.places)
        _seat_within(locked, places)
        _update(locked, places=places, fewest=min(locked.fewest, places))
        serve(locked.admission_id, at=at)
        return _as_stored(locked)


def accept(registration: Registration, *, seen: int | None, at: datetime) -> Registration:
    """Take the places of an offer, all or fewer than asked for; raise RefusedError when it has ended."""
    with holding(registration, seen=seen) as locked:
        _refuse_without_offer(locked, at)
        taken = locked.offered
        _update(
            locked, state=State.CONFIRMED, places=taken, fewest=min(locked.fewest, taken or 1), offered=None,
            offer_ends_at=None, settled_at=at,
        )  # fmt: skip
        tell(locked)
        return locked


def decline(registration: Registration, *, seen: int | None, at: datetime) -> Registration:
    """Decline an offer: of all its places, the party leaves the line; of fewer, it keeps its place for more."""
    with holding(registration, seen=seen) as locked:
        _refuse_without_offer(locked, at)
        offered = locked.offered or 0
        if offered == locked.places:
            _update(locked, state=State.CANCELLED, offered=None, offer_ends_at=None, settled_at=at)
        else:
            _update(locked, state=State.WAITING, fewest=offered + 1, offered=None, offer_ends_at=None)
            LineChange.objects.create(registration=locked, kind=LineChange.Kind.DECLINED, free=offered, at=at)
        serve(locked.admission_id, at=at)
        return _as_stored(locked)


def cancel(registration: Registration, *, seen: int | None, by: Any, at: datetime) -> Registration:
    """Give the places back, or leave the line; who was named is forgotten. Raise RefusedError."""
    with holding(registration, seen=seen) as locked:
        _refuse_the_dead(locked)
        if locked.state == State.CONFIRMED:  # who only waits may leave the line at any time
            refuse_unless_open(locked.admission, by, at)
        refuse_the_arrived(locked.attendees.all())
        locked.attendees.all().delete()
        _update(locked, state=State.CANCELLED, offered=None, offer_ends_at=None, settled_at=at)
        tell(locked)
        serve(locked.admission_id, at=at)
        return locked


def _update(registration: Registration, **values: Any) -> None:
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=list(values))


def _as_stored(registration: Registration) -> Registration:
    admission = registration.admission
    registration.refresh_from_db()
    registration.admission = admission
    return registration


def _seat_within(registration: Registration, places: int) -> None:
    """Let who is named stand on the first places; refuse fewer places than people."""
    named = list(registration.attendees.order_by("number"))
    if len(named) > places:
        raise RefusedError(_("More people than that are named: take somebody out first."))
    free = iter(sorted(set(range(1, places + 1)) - {attendee.number for attendee in named}))
    for attendee in named:
        if attendee.number > places:  # somebody before was taken out
            attendee.number = next(free)
            attendee.save(update_fields=["number"])


def refuse_unless_open(admission: Admission, by: Any, at: datetime) -> None:
    """Refuse outside the days of registration; the staff acts for others at any time."""
    if getattr(by, "is_staff", False) or admission.is_open_at(at):
        return
    if at < admission.opens_at:
        raise RefusedError(_("Registration has not opened yet."))
    raise RefusedError(_("Registration is closed: write to the federation."))


def refuse_the_arrived(attendees: QuerySet[Any]) -> None:
    """Refuse to forget who has come through a door: it is known who was there."""
    if attendees.filter(check_ins__isnull=False).exists():
        raise RefusedError(_("Somebody of this party has arrived at the event already."))


def _refuse_the_dead(registration: Registration) -> None:
    if registration.state not in Registration.LIVE:
        raise RefusedError(_("This registration is cancelled already."))


def _refuse_so_many(party: Party, places: int) -> None:
    most = party.places_max
    if not 1 <= places <= most:
        said = ngettext("A party has %(most)s place at most.", "A party has %(most)s places at most.", most)
        raise RefusedError(said % {"most": most})


def _refuse_without_room(registration: Registration, more: int) -> None:
    """Refuse places that are not free, and those for which others wait."""
    if more <= 0:
        return
    free = Room.of(registration.admission).free_for(registration.category)
    if free < more:
        said = ngettext("Only %(free)s more place is free.", "Only %(free)s more places are free.", free)
        raise RefusedError(said % {"free": free} if free > 0 else _("No more place is free."))
    if Registration.objects.in_line().filter(admission=registration.admission_id).exists():
        raise RefusedError(_("Others wait for the places that are free."))


def _refuse_without_offer(registration: Registration, at: datetime) -> None:
    ends_at = registration.offer_ends_at
    if registration.state != State.OFFERED or ends_at is None or ends_at <= at:
        raise RefusedError(_("This offer has ended."))
