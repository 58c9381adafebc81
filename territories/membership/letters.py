"""The letters to who votes for a company whose membership ends: each once, however often the job runs.

Each kind has its days, which follow each other without overlapping: a job that did not run for a week sends what
is true today, not everything that it missed. A company without a voting representative with an address gets none
until it has one; the page of the renewals says so.
"""

import logging
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from leader.shared import mails
from leader.shared.exports import by_key
from members.models import Membership, Representative
from territories.membership.states import falling_due
from territories.models import Federation, RenewalNotice
from territories.terms import Terms

NEAR = timedelta(days=14)  # before the last day, and before that of grace
TOLD = timedelta(days=30)  # how long a lapse is news
_YEAR = timedelta(days=366)  # grace lasts no longer
Kind = RenewalNotice.Kind
TEMPLATES = {
    Kind.OPENS: "renewal_opens",
    Kind.LAST_DAY: "renewal_last_day",
    Kind.GRACE_ENDS: "renewal_grace_ends",
    Kind.LAPSED: "renewal_lapsed",
}
log = logging.getLogger(__name__)


def run(day: date | None = None) -> dict[str, int]:
    """Send what is due on ``day`` (today, in Paris); return how many letters of each kind were queued."""
    day = day or timezone.localdate()
    terms = Federation.load().terms
    return {
        kind.value: sum(_send(row, kind, day) for row in by_key(due)) for kind, due in due_on(day, terms).items()
    }


def due_on(day: date, terms: Terms) -> dict[Kind, Any]:
    """Return for each kind of letter the memberships whose letter is due on ``day``, with their ``recipient``."""
    opens_for = day + timedelta(days=terms.opens_days)
    near = min(day + NEAR, opens_for)
    when = {
        Kind.OPENS: Q(starts_on__lte=day, ends_on__gt=near, ends_on__lte=opens_for),
        Kind.LAST_DAY: Q(starts_on__lte=day, ends_on__gte=day, ends_on__lte=near),
        Kind.GRACE_ENDS: Q(ends_on__lt=day, covered_until__gte=day, covered_until__lte=day + NEAR),
        # A bound on ends_on too: the index of the last days finds the few rows.
        Kind.LAPSED: Q(ends_on__gte=day - TOLD - _YEAR, covered_until__lt=day, covered_until__gte=day - TOLD),
    }
    voting = Representative.objects.running_on(day).filter(
        company=OuterRef("company"), vote=Representative.Vote.VOTING
    )
    address = voting.exclude(person__email="").values("person__email")[:1]
    rows = falling_due(Membership.objects).select_related("company").annotate(recipient=Subquery(address))
    told = RenewalNotice.objects.filter(membership=OuterRef("pk"))
    return {
        kind: rows.filter(when[kind], ~Exists(told.filter(kind=kind)), recipient__isnull=False) for kind in Kind
    }


def _send(membership: Any, kind: Kind, day: date) -> bool:
    try:
        with transaction.atomic():
            # The second of two jobs waits on the mark of the first, then finds it.
            _notice, is_first = RenewalNotice.objects.get_or_create(
                membership=membership, kind=kind, defaults={"sent_on": day}
            )
            if is_first:
                mails.send(TEMPLATES[kind], membership.recipient, {"membership": membership})
            return is_first
    except ValidationError:
        log.warning("No letter about membership %s: the address cannot be written to.", membership.pk)
        return False
