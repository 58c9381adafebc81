"""People are named for the doors of one event, and told by letter where the page is."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import DoorKeeper, Event
from events.registration.holding import RefusedError, hold
from leader.shared import mails


@transaction.atomic
def name(event: Event, email: str, *, by: Any, at: datetime) -> DoorKeeper:
    """Let whoever signs in with ``email`` hold a door of ``event``; raise RefusedError when they do already."""
    hold(event.admission.pk)
    if DoorKeeper.objects.filter(event=event, email__iexact=email).exists():
        raise RefusedError(_("This person holds a door already."))
    keeper = DoorKeeper.objects.create(event=event, email=email, named_by=by, named_at=at)
    mails.send("event_door", email, {"event": event, "link": reverse("events:door", args=[event.slug])})
    return keeper
