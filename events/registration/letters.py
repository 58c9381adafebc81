"""What a party is told by letter, queued with the change that it tells of: neither is there without the other."""

from events.models import Attendee, EventInvitation, Registration
from events.registration.links import link_of_attendee, link_of_invitation, page_of
from leader.shared import mails


def tell(party: Registration) -> None:
    """Tell the party where it stands."""
    context = {"party": party, "event": party.admission.event, "link": page_of(party)}
    mails.send("event_registration", party.contact_email, context)


def invite(invitation: EventInvitation) -> None:
    """Send an invited house its link."""
    context = {
        "invitation": invitation,
        "event": invitation.admission.event,
        "link": link_of_invitation(invitation),
    }
    mails.send("event_invitation", invitation.email, context)


def ask(attendee: Attendee, secret: str) -> None:
    """Send somebody the link to the own entry."""
    party = attendee.registration
    context = {"party": party, "event": party.admission.event, "link": link_of_attendee(attendee, secret)}
    mails.send("event_attendee", attendee.email, context)
