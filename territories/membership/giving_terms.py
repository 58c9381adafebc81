"""Giving a last day to memberships that have none, such as those of an import: it is that of the period of today.

Nobody loses a right by it on the day itself: a company of which nobody recorded an end is taken for renewed until
today, and falls due from now on like the others (docs/decisions/095-memberships-without-a-last-day.md).
"""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from members.models import Membership
from members.models.memberships import LATEST
from territories.membership.renewing import StaleError
from territories.membership.states import without_term
from territories.terms import Terms

_DAY = timedelta(days=1)
_UPDATE = """
UPDATE members_membership AS old SET ends_on = given.ends_on, grace_days = %(grace)s
FROM unnest(%(keys)s::bigint[], %(ends)s::date[]) AS given (id, ends_on)
WHERE old.id = given.id AND old.ends_on IS NULL"""


def last_days(memberships: Any, *, day: date, terms: Terms) -> dict[int, date]:
    """Return the last day that each of ``memberships`` without one would get on ``day``, by its key."""
    earlier = Membership.objects.filter(company=OuterRef("company"), starts_on__lt=OuterRef("starts_on"))
    before = Subquery(earlier.order_by("-starts_on").values("ends_on")[:1])
    rows = without_term(memberships).annotate(before=before).order_by("pk")
    known: dict[tuple[date, bool], date] = {}  # a hundred thousand memberships begin on a handful of days
    found: dict[int, date] = {}
    for key, starts_on, ended_on in rows.values_list("pk", "starts_on", "before"):
        begun = starts_on, ended_on != starts_on - _DAY
        if begun not in known:
            last = terms.last_day_running(starts_on, day, is_first=begun[1])
            known[begun] = min(last, LATEST)
        found[key] = known[begun]
    return found


@transaction.atomic
def give_terms(memberships: Any, *, day: date, terms: Terms, shown: str) -> int:
    """Give each of ``memberships`` without a last day that of its period; return how many.

    Raise StaleError, and change none, unless they and their days are those that were ``shown`` (``told_by``).
    """
    held = set(
        memberships.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True)
    )
    given = last_days(memberships, day=day, terms=terms)  # read again: what another did meanwhile counts
    if not given or told_by(given) != shown or not held.issuperset(given):
        raise StaleError
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"grace": terms.grace_days, "keys": list(given), "ends": list(given.values())}
        cursor.execute(_UPDATE, values)
        return cursor.rowcount


def told_by(given: dict[int, date]) -> str:
    """Return what a form sends back to say which memberships it showed, and which last days."""
    pairs = ",".join(f"{key}={day}" for key, day in sorted(given.items()))
    return hashlib.sha256(pairs.encode()).hexdigest()
