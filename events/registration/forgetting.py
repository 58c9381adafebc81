"""What people eat and need is forgotten once the event is over; who came, with their address, a year later."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.models import Attendee, Registration
from leader.shared.audit import forget
from leader.shared.history import changes_of

NEEDS_KEPT = timedelta(days=1)  # the night after the event
NAMES_KEPT = timedelta(days=366)
_NEEDS = {"diets": [], "diet_note": "", "access_needs": ""}
_NAMES = dict.fromkeys(["given_name", "family_name", "email", "badge_name", "function"], "")


def with_needs(now: datetime) -> QuerySet[Any]:
    """Return the attendees of events that are over whose needs are kept still."""
    rows = Attendee.objects.filter(
        registration__admission__event__held_on__lte=timezone.localdate(now) - NEEDS_KEPT
    )
    return rows.exclude(Q(diets=[]) & Q(diet_note="") & Q(access_needs=""))


@transaction.atomic
def forget_needs(now: datetime) -> int:
    """Blank what people eat and need; no history ever held it. Return of how many."""
    keys = list(with_needs(now).values_list("pk", flat=True))
    return Attendee.objects.filter(pk__in=keys).update(**_NEEDS)


def with_names(now: datetime) -> QuerySet[Any]:
    """Return the attendees whose event is over for a year and who are named still."""
    rows = Attendee.objects.filter(
        registration__admission__event__held_on__lte=timezone.localdate(now) - NAMES_KEPT
    )
    return rows.exclude(**_NAMES)


@transaction.atomic
def forget_names(now: datetime) -> int:
    """Blank the names and addresses, in the history too; the place that was taken stays counted."""
    keys = list(with_names(now).values_list("pk", flat=True))
    blanked = Attendee.objects.filter(pk__in=keys).update(**_NAMES, secret_digest="")
    over = Registration.objects.filter(admission__event__held_on__lte=timezone.localdate(now) - NAMES_KEPT)
    # By the party, not by the person: whoever was taken out again stands in the history alone.
    changes = changes_of(Attendee)._default_manager.filter(registration__in=over.values("pk"))
    forget(changes.exclude(**_NAMES), **_NAMES)
    return blanked
