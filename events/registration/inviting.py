"""Institutions, the press and pressenties are invited by a link, and answer by it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Admission, EventInvitation, Registration
from events.registration import acts, letters
from events.registration.holding import RefusedError, hold


@transaction.atomic
def invite(admission: Admission, entry: dict[str, Any], *, by: Any, at: datetime) -> EventInvitation:
    """Send the link to a house; raise RefusedError when its address is invited already."""
    held = hold(admission.pk)
    invitation = EventInvitation(admission=held, invited_by=by, sent_at=at, **entry)
    try:
        invitation.validate_constraints()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    invitation.save()
    _send(invitation)
    return invitation


def _send(invitation: EventInvitation) -> None:
    if not letters.invite(invitation):
        raise RefusedError(_("%(party)s refuses such letters.") % {"party": invitation})


@transaction.atomic
def send_again(invitation: EventInvitation, *, at: datetime) -> None:
    """Send the link once more; raise RefusedError when the invitation is withdrawn."""
    hold(invitation.admission_id)
    if not EventInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(sent_at=at):
        raise RefusedError(_("This invitation was withdrawn meanwhile."))
    _send(invitation)


@transaction.atomic
def decline(invitation: EventInvitation, *, at: datetime) -> None:
    """Record that the house does not come; raise RefusedError when it is registered. A later yes undoes it."""
    hold(invitation.admission_id)
    if Registration.objects.live().filter(invitation=invitation).exists():
        raise RefusedError(_("You are registered: cancel the registration instead."))
    EventInvitation.objects.filter(pk=invitation.pk, declined_at=None).update(declined_at=at)


@transaction.atomic
def withdraw(invitation: EventInvitation, *, by: Any, at: datetime) -> None:
    """Let the link open nothing any more, and give back the places of the house."""
    hold(invitation.admission_id)
    if not EventInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise RefusedError(_("This invitation was withdrawn meanwhile."))
    for party in Registration.objects.live().filter(invitation=invitation):
        acts.cancel(party, seen=None, by=by, at=at)
