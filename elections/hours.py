"""The hours of an online vote once it is open: its end moves later, or it is suspended and resumed, with a reason.

Each act is an entry of the register, which voters see and the minutes hold. The end never comes earlier.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections import incidents, letters
from elections.casting import clock
from elections.holding import RefusedActError, hold
from elections.models import Election, Incident
from elections.opening import LONGEST

State = Election.State


@transaction.atomic
def extend(election: Election, *, until: datetime, reason: str) -> None:
    """Let one vote until ``until``, later than was said; raise RefusedActError once the end has come."""
    locked, end = _held(election)
    if locked.suspended_at:
        raise RefusedActError(_("The vote is suspended: resume it first. Its end then moves by itself."))
    if not end < until <= (locked.opened_at or end) + LONGEST:
        raise RefusedActError(_("The new end is later than the present one, within 30 days of the opening."))
    said = _("The end of the vote moves from %(before)s to %(after)s: %(reason)s")
    _write_down(locked, said % {"before": _hour(end), "after": _hour(until), "reason": reason})
    locked.closes_at = until
    locked.save(update_fields=["closes_at"])
    letters.tell_another_end(locked)


@transaction.atomic
def suspend(election: Election, *, reason: str) -> None:
    """Let nobody vote until the vote is resumed; raise RefusedActError once the end has come."""
    locked, _end = _held(election)
    if locked.suspended_at:
        raise RefusedActError(_("The vote is suspended already."))
    _write_down(locked, _("The vote is suspended: %(reason)s") % {"reason": reason})
    locked.suspended_at = clock()
    locked.save(update_fields=["suspended_at"])


@transaction.atomic
def resume(election: Election) -> None:
    """Let one vote again; the end comes as much later as the vote was suspended."""
    locked, end = _held(election)
    if not locked.suspended_at:
        raise RefusedActError(_("The vote is not suspended."))
    later = end + (clock() - locked.suspended_at)
    _write_down(locked, _("The vote goes on; its end moves to %(after)s.") % {"after": _hour(later)})
    locked.closes_at, locked.suspended_at = later, None
    locked.save(update_fields=["closes_at", "suspended_at"])
    letters.tell_another_end(locked)


def changes_of(election: Election) -> list[Incident]:
    """Return what voters are told of the hours, in the order in which they changed."""
    rows = Incident.objects.filter(election=election, kind=Incident.Kind.HOURS)
    return list(rows.order_by("at", "pk")) if election.is_online and election.opened_at else []


def _held(election: Election) -> tuple[Election, datetime]:
    locked = hold(election, State.OPEN)
    end = locked.closes_at
    if not locked.is_online or end is None:
        raise RefusedActError(_("A vote in the room has no hours on the site."))
    if not locked.suspended_at and clock() >= end:
        raise RefusedActError(_("The end of the vote has come: it does not move any more."))
    return locked, end


def _write_down(election: Election, text: str) -> None:
    incidents.record(election, text, kind=Incident.Kind.HOURS)


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
