"""Every few minutes: offers that nobody answered end, and places that are free go to who waits."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from events.models import Admission, Registration
from events.registration.holding import hold
from events.registration.letters import tell
from events.registration.line import serve

State = Registration.State


def run(at: datetime | None = None) -> int:
    """End the offers that are over at ``at`` (now), serve every line; return how many offers ended."""
    at = at or timezone.now()
    return sum(_run_for(key, at) for key in list(_to_look_at(at).values_list("pk", flat=True)))


def _to_look_at(at: datetime) -> QuerySet[Any]:
    over = Registration.objects.filter(state=State.OFFERED, offer_ends_at__lte=at)
    waiting = Registration.objects.filter(state=State.WAITING)
    may_serve = Q(event__held_on__gte=timezone.localdate(at), taken__lt=F("capacity"))
    return Admission.objects.filter(
        Q(pk__in=over.values("admission")) | (Q(pk__in=waiting.values("admission")) & may_serve)
    )


@transaction.atomic
def _run_for(admission_id: int, at: datetime) -> int:
    admission = hold(admission_id)
    over = Registration.objects.filter(admission=admission, state=State.OFFERED, offer_ends_at__lte=at)
    ended = list(over.select_related("company", "invitation").order_by("offer_ends_at", "pk"))
    for party in ended:
        party.admission = admission
        party.state, party.offered, party.offer_ends_at, party.settled_at = State.EXPIRED, None, None, at
        party.save(update_fields=["state", "offered", "offer_ends_at", "settled_at"])
        tell(party)
    serve(admission_id, at=at)
    return len(ended)
