"""Who holds a door: the staff, the leads of the host, and people named for one event until the day after it."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events.models import Admission, DoorKeeper, Event
from leader.shared.scope import AnyUser
from members.scope import staff
from territories.scope import territories_led_by

AFTER = timedelta(days=1)


def events_welcomed_by(user: AnyUser) -> QuerySet[Any]:
    """Return the events with registration at whose doors ``user`` may stand."""
    events = Event.objects.filter(Exists(Admission.objects.filter(event=OuterRef("pk"))))
    if staff(user) is not None:
        return events
    if not (user.is_authenticated and user.is_active):
        return events.none()
    return events.filter(Q(territory__in=territories_led_by(user)) | named(user))


def named(user: Any) -> Q:
    """Return the condition that somebody named ``user`` for the doors of an event of today or to come."""
    rows = DoorKeeper.objects.filter(email__iexact=user.email)
    return Q(pk__in=rows.values("event"), held_on__gte=timezone.localdate() - AFTER)


def may_welcome(user: AnyUser, event: Event) -> bool:
    """Tell whether ``user`` may stand at the doors of ``event``."""
    return user.is_authenticated and events_welcomed_by(user).filter(pk=event.pk).exists()
