"""What happens at a door: somebody arrives, once; what a browser tells again is known by its scan."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Admission, Attendee, CheckIn, Registration
from events.registration.holding import RefusedError, holding

OFFLINE_MAX = timedelta(days=1)


@dataclass(frozen=True)
class Scan:
    """One look at somebody: its key, how, at which door, when there and when here, by whom."""

    key: UUID
    way: str
    door: str
    told_at: datetime | None
    received_at: datetime
    by: Any

    def fields(self) -> dict[str, Any]:
        """Return what an arrival keeps of it; a clock that is wrong by more than a day is not believed."""
        told = self.told_at or self.received_at
        believed = self.received_at - OFFLINE_MAX <= told <= self.received_at
        return {
            "scan": self.key, "way": self.way, "door": self.door, "by": self.by,
            "at": told if believed else self.received_at, "received_at": self.received_at,
        }  # fmt: skip


@transaction.atomic
def arrive(admission: Admission, attendee: int, scan: Scan) -> CheckIn:
    """Record that somebody on the list is there, or that the badge was shown again; raise RefusedError."""
    # Of two doors at once the second waits here, and is told that the person is inside.
    rows = Attendee.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(
        pk=attendee, registration__admission=admission, registration__state=Registration.State.CONFIRMED
    ).first()
    if known := _known(admission, scan):
        return known
    if found is None:
        raise RefusedError(_("This person is not on the list of the event any more."))
    is_repeat = CheckIn.objects.counted().filter(attendee=found).exists()
    return CheckIn.objects.create(admission=admission, attendee=found, is_repeat=is_repeat, **scan.fields())


@transaction.atomic
def name(party: Registration, entry: dict[str, str], scan: Scan) -> CheckIn:
    """Name somebody on a place of a party that has nobody's name, and record that they are there."""
    with holding(party) as locked:
        if known := _known(locked.admission, scan):
            return known
        used = set(locked.attendees.values_list("number", flat=True))
        free = [number for number in range(1, locked.places + 1) if number not in used]
        if not free or locked.state != Registration.State.CONFIRMED:
            raise RefusedError(_("This party has no place without a name any more."))
        named = Attendee.objects.create(registration=locked, number=free[0], **entry)
        return CheckIn.objects.create(admission=locked.admission, attendee=named, **scan.fields())


@transaction.atomic
def walk_in(admission: Admission, entry: dict[str, str], scan: Scan) -> CheckIn:
    """Record somebody who came without registration: they are there, whatever the capacity says."""
    made, _is_new = CheckIn.objects.get_or_create(
        scan=scan.key, defaults={**scan.fields(), **entry, "admission": admission}
    )
    return _of(admission, made)


def undo(check_in: CheckIn, *, at: datetime) -> bool:
    """Take back an arrival that was a mistake; tell whether it was still there."""
    return bool(CheckIn.objects.filter(pk=check_in.pk, undone_at=None).update(undone_at=at))


def _known(admission: Admission, scan: Scan) -> CheckIn | None:
    known = CheckIn.objects.filter(scan=scan.key).first()
    return _of(admission, known) if known else None


def _of(admission: Admission, known: CheckIn) -> CheckIn:
    if known.admission_id != admission.pk:
        raise RefusedError(_("This was told of another event."))
    return known
