"""Who may see and change events: what is published is public, the rest is for staff and the hosts."""

from django.db.models import Q

from events.models import Event
from leader.shared.scope import AnyUser, Right, grant
from members.scope import staff
from territories.scope import is_lead, territories_led_by

grant(Right.ADMINISTER, Event)(staff)


@grant(Right.VIEW, Event)
def published(user: AnyUser) -> Q:
    """A published event is public."""
    return Q(is_published=True)


@grant(Right.VIEW, Event)
def hosted(user: AnyUser) -> Q | None:
    """A lead sees the events of the territory before they are published."""
    return Q(territory__in=territories_led_by(user)) if is_lead(user) else None
