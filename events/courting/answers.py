"""What the pressenties of a territory answered to the invitation to an event."""

from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Admission, EventInvitation, Registration
from leader.shared.scope import AnyUser
from territories.models import Prospect, Territory

State = Registration.State


def courted_guests(territory: Territory, admission: Admission, user: AnyUser) -> QuerySet[Any]:
    """Return the pressenties on their way or invited; ``invited`` holds the live invitation of each, in a list."""
    live = Registration.objects.live().filter(invitation=OuterRef("pk"))
    sent = EventInvitation.objects.visible_to(user).filter(admission=admission, withdrawn_at=None)
    sent = sent.annotate(
        stands=Subquery(live.values("state")[:1]), places_asked=Subquery(live.values("places")[:1])
    )
    own = Prospect.objects.visible_to(user).filter(territory=territory)
    on_their_way = own.courted() | own.filter(invitations__in=sent.values("pk"))
    rows = on_their_way.distinct().select_related("company").order_by("company__name", "pk")
    return rows.prefetch_related(Prefetch("invitations", queryset=sent, to_attr="invited"))


def answer_of(prospect: Any) -> str:
    """Return in words what ``prospect`` of ``courted_guests`` answered; empty when it was not invited."""
    if not prospect.invited:
        return ""
    invitation = prospect.invited[0]
    if invitation.stands == State.CONFIRMED:
        comes = ngettext("comes, %(places)s place", "comes, %(places)s places", invitation.places_asked)
        return comes % {"places": invitation.places_asked}
    if invitation.stands:
        return _("would come, waits for places")
    return _("does not come") if invitation.declined_at else _("has not answered")


def has_answered(prospect: Any) -> bool:
    """Tell whether ``prospect`` of ``courted_guests`` has answered."""
    return any(invitation.stands or invitation.declined_at for invitation in prospect.invited)
