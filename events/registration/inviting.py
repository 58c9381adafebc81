"""The federation invites institutions and the press by a link."""

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
    letters.invite(invitation)
    return invitation


@transaction.atomic
def send_again(invitation: EventInvitation, *, at: datetime) -> None:
    """Send the link once more; raise RefusedError when the invitation is withdrawn."""
    hold(invitation.admission_id)
    if not EventInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(sent_at=at):
        raise RefusedError(_("This invitation was withdrawn meanwhile."))
    letters.invite(invitation)


@transaction.atomic
def withdraw(invitation: EventInvitation, *, by: Any, at: datetime) -> None:
    """Let the link open nothing any more, and give back the places of the house."""
    hold(invitation.admission_id)
    if not EventInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise RefusedError(_("This invitation was withdrawn meanwhile."))
    for party in Registration.objects.live().filter(invitation=invitation):
        acts.cancel(party, seen=None, by=by, at=at)
