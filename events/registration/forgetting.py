"""What people eat and need is forgotten once the event is over; who came, with their address, a year later."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from events.models import Admission, Attendee, CheckIn, DoorKeeper, EventInvitation, FollowUpLetter, Registration
from leader.shared.audit import forget
from leader.shared.history import changes_of
from leader.shared.personal_data import ERASED_ADDRESS

NEEDS_KEPT = timedelta(days=1)  # the night after the event
NAMES_KEPT = timedelta(days=366)
_GONE = "@effacement.invalid"  # how ERASED_ADDRESS ends
_NEEDS = {"diets": [], "diet_note": "", "access_needs": ""}
_AT_THE_DOOR = {"name": "", "organisation": ""}
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


def with_names(now: datetime) -> list[QuerySet[Any]]:
    """Return what names somebody of the events that are over for a year, one queryset a model."""
    over = _over(now).values("pk")
    attendees = Attendee.objects.filter(registration__admission__in=over).exclude(**_NAMES)
    parties = Registration.objects.filter(admission__in=over).exclude(contact_email__endswith=_GONE)
    invitations = EventInvitation.objects.filter(admission__in=over).exclude(email__endswith=_GONE)
    walk_ins = CheckIn.objects.filter(admission__in=over).exclude(**_AT_THE_DOOR)
    keepers = DoorKeeper.objects.filter(event__admission__in=over).exclude(email__endswith=_GONE)
    letters = FollowUpLetter.objects.filter(follow_up__event__admission__in=over)
    thanked = letters.exclude(email__endswith=_GONE)  # no history ever held the address
    return [attendees, parties, invitations, walk_ins, keepers, thanked]


@transaction.atomic
def forget_names(now: datetime) -> int:
    """Blank names and addresses, in the history too; the places taken stay counted. Return of how many."""
    blanks: list[dict[str, Any]] = [
        {**_NAMES, "secret_digest": ""},
        {"contact_email": ERASED_ADDRESS},
        {"email": ERASED_ADDRESS, "contact_name": ""},
        _AT_THE_DOOR,
        {"email": ERASED_ADDRESS},
        {"email": ERASED_ADDRESS},
    ]
    count = sum(rows.update(**blank) for rows, blank in zip(with_names(now), blanks, strict=True))
    _forget_history(_over(now).values("pk"))
    return count


def _over(now: datetime) -> QuerySet[Any]:
    return Admission.objects.filter(event__held_on__lte=timezone.localdate(now) - NAMES_KEPT)


def _forget_history(over: QuerySet[Any]) -> None:
    """Blank the history by the event, not by the row: whoever was taken out again stands there alone."""
    parties = Registration.objects.filter(admission__in=over).values("pk")
    changes = changes_of(Attendee)._default_manager.filter(registration__in=parties)
    forget(changes.exclude(**_NAMES), **_NAMES)
    changes = changes_of(Registration)._default_manager.filter(admission__in=over)
    forget(changes.exclude(contact_email__endswith=_GONE), contact_email=ERASED_ADDRESS)
    changes = changes_of(EventInvitation)._default_manager.filter(admission__in=over)
    forget(changes.exclude(email__endswith=_GONE), email=ERASED_ADDRESS, contact_name="")
    changes = changes_of(CheckIn)._default_manager.filter(admission__in=over)
    forget(changes.exclude(**_AT_THE_DOOR), **_AT_THE_DOOR)
    changes = changes_of(DoorKeeper)._default_manager.filter(
        event__in=Admission.objects.filter(pk__in=over).values("event")
    )
    forget(changes.exclude(email__endswith=_GONE), email=ERASED_ADDRESS)
