"""What a party is told by letter, queued with the change that it tells of: neither is there without the other."""

from events.models import Attendee, Category, EventInvitation, Registration
from events.registration.links import link_of_attendee, link_of_invitation, page_of
from leader.shared import mails
from members.models import ContactPreference


def tell(party: Registration) -> None:
    """Tell the party where it stands."""
    context = {"party": party, "event": party.admission.event, "link": page_of(party)}
    mails.send("event_registration", party.contact_email, context)


def invite(invitation: EventInvitation) -> bool:
    """Send an invited house its link; return whether it leaves: a pressentie may have refused such letters."""
    context = {
        "invitation": invitation,
        "event": invitation.admission.event,
        "link": link_of_invitation(invitation),
    }
    purpose = ContactPreference.Purpose.PROSPECTING if invitation.category == Category.COURTED else ""
    return bool(mails.send("event_invitation", invitation.email, context, purpose=purpose))


def ask(attendee: Attendee, secret: str) -> None:
    """Send somebody the link to the own entry."""
    party = attendee.registration
    context = {"party": party, "event": party.admission.event, "link": link_of_attendee(attendee, secret)}
    mails.send("event_attendee", attendee.email, context)
