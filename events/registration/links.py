"""The links in letters about an event.

That of an invited house is signed, and opens its page until the invitation is withdrawn. That of an attendee
carries a secret besides, of which the database knows the digest alone: a later letter closes the earlier link.
"""

import hashlib

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from events.models import Attendee, EventInvitation, Registration

_INVITATION, _ATTENDEE = "events.invitation", "events.attendee"


def page_of(party: Registration) -> str:
    """Return the address, without the host, of the page where the party is kept by whom it concerns."""
    if party.invitation:
        return link_of_invitation(party.invitation)
    return reverse("events:party", args=[party.admission.event.slug, party.company_id])


def link_of_invitation(invitation: EventInvitation) -> str:
    """Return the address, without the host, of the page of an invited house."""
    return reverse("events:invitation", args=[signing.dumps(invitation.pk, salt=_INVITATION)])


def invitation_behind(token: str) -> EventInvitation | None:
    """Return the invitation that ``token`` opens; None when it is forged or withdrawn."""
    try:
        key = signing.loads(token, salt=_INVITATION)
    except (signing.BadSignature, ValueError):
        return None
    rows = EventInvitation.objects.filter(withdrawn_at=None).select_related("admission__event")
    return rows.filter(pk=key).first()


def link_of_attendee(attendee: Attendee, secret: str) -> str:
    """Return the address, without the host, where somebody completes the own entry."""
    return reverse("events:attendee-own", args=[signing.dumps([attendee.pk, secret], salt=_ATTENDEE)])


def attendee_behind(token: str) -> Attendee | None:
    """Return the attendee of a link; None when it is forged, was replaced, or the attendee was taken out."""
    try:
        key, secret = signing.loads(token, salt=_ATTENDEE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Attendee.objects.select_related(
        "registration__admission__event", "registration__company", "registration__invitation"
    )
    found = rows.filter(pk=key).first()
    return found if found and constant_time_compare(found.secret_digest, digest(secret)) else None


def digest(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(str(secret).encode()).hexdigest()
