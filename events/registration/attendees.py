"""Who comes with a party: named now or later, by the party or by themselves through a link."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from events.models import Attendee, Registration
from events.registration.acts import refuse_the_arrived, refuse_unless_open
from events.registration.holding import RefusedError, holding
from events.registration.letters import ask
from events.registration.links import digest
from leader.shared.limits import Limit, is_within

LETTERS = Limit(100, timedelta(days=1))  # for one party: nobody writes to the town in the federation's name


def add(registration: Registration, entry: dict[str, Any], *, by: Any, at: datetime) -> Attendee:
    """Name somebody on the first place that has nobody; raise RefusedError when everybody is named."""
    with holding(registration) as locked:
        _refuse_unless_confirmed(locked, by, at)
        used = set(locked.attendees.values_list("number", flat=True))
        free = [number for number in range(1, locked.places + 1) if number not in used]
        if not free:
            raise RefusedError(_("Everybody of the party is named already."))
        return Attendee.objects.create(registration=locked, number=free[0], **entry)


def change(attendee: Attendee, entry: dict[str, Any], *, by: Any, at: datetime) -> None:
    """Write the entry of somebody anew; with another address the link that was sent opens nothing any more."""
    with holding(attendee.registration) as locked:
        _refuse_unless_confirmed(locked, by, at)
        stored = _stored(locked, attendee.pk)
        if entry.get("email", stored.email).casefold() != stored.email.casefold():
            entry = {**entry, "secret_digest": "", "link_sent_at": None}
        for name, value in entry.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(entry))


def remove(attendee: Attendee, *, by: Any, at: datetime) -> None:
    """Take somebody out of the party; the place stays the party's."""
    with holding(attendee.registration) as locked:
        _refuse_unless_confirmed(locked, by, at)
        stored = _stored(locked, attendee.pk)
        refuse_the_arrived(locked.attendees.filter(pk=stored.pk))
        stored.delete()


def send_link(attendee: Attendee, *, by: Any, at: datetime) -> None:
    """Send somebody the link to the own entry; an earlier one opens nothing any more. Raise RefusedError."""
    with holding(attendee.registration) as locked:
        _refuse_unless_confirmed(locked, by, at)
        stored = _stored(locked, attendee.pk)
        if not stored.email:
            raise RefusedError(_("Write an address of e-mail first."))
        if not is_within(LETTERS, "event attendee", str(locked.pk)):
            raise RefusedError(_("Many letters were sent for this party today: try again tomorrow."))
        secret = secrets.token_urlsafe(32)
        stored.secret_digest, stored.link_sent_at, stored.registration = digest(secret), at, locked
        stored.save(update_fields=["secret_digest", "link_sent_at"])
        ask(stored, secret)


def _stored(registration: Registration, key: int) -> Attendee:
    found = Attendee.objects.filter(registration=registration, pk=key).first()
    if found is None:
        raise RefusedError(_("This person was taken out meanwhile."))
    return found


def _refuse_unless_confirmed(registration: Registration, by: Any, at: datetime) -> None:
    refuse_unless_open(registration.admission, by, at)
    if registration.state != Registration.State.CONFIRMED:
        raise RefusedError(_("People are named once the places are confirmed."))
