"""The staff changes the order of the waiting line, with a reason that the party reads, and those it passes."""

from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from events.models import LineChange, Registration
from events.registration.holding import RefusedError, holding

Kind = LineChange.Kind
FARTHEST = 30_000  # what the column holds, with room


def move(registration: Registration, kind: str, *, reason: str, seen: int | None, by: Any, at: datetime) -> None:
    """Move a waiting party to the head (``Kind.FIRST``) or the end of the line; raise RefusedError."""
    with holding(registration, seen=seen) as locked:
        if locked.state != Registration.State.WAITING:
            raise RefusedError(_("This party does not wait any more."))
        line = Registration.objects.in_line().filter(admission=locked.admission_id)
        passed = list(line.before(locked)) if kind == Kind.FIRST else []
        ends = line.order_by().aggregate(first=Min("priority"), last=Max("priority"))
        rank = ends["first"] - 1 if kind == Kind.FIRST else ends["last"] + 1
        locked.priority = max(-FARTHEST, min(rank, FARTHEST))
        locked.save(update_fields=["priority"])
        told = [(locked, kind), *((party, Kind.PASSED) for party in passed)]
        LineChange.objects.bulk_create(
            LineChange(registration=party, kind=each, reason=reason, by=by, at=at) for party, each in told
        )
