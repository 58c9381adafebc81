"""Renewal: the next period of one company or of a hundred thousand, in one transaction and one INSERT.

The act returns the keys of the periods that it made. Whoever stands on a higher floor and has something to do for
each (to call its dues) does it in the same transaction, with these keys: ``leader.pages.renewals.acts``.
"""

from datetime import date
from typing import Any

from django.db import connection, transaction

from territories.membership.states import renewable, seen
from territories.terms import Terms


class StaleError(Exception):
    """What would be renewed is not what was shown."""


# The last days of a hundred thousand periods are a handful: each next period is computed once, by ``Terms``. A
# period recorded meanwhile by another way stays the only one: the constraint decides, and nothing is raised.
_INSERT = """
INSERT INTO members_membership (company_id, category, starts_on, ends_on, grace_days, ending, ending_reason)
SELECT old.company_id, old.category, next.starts_on, next.ends_on, %(grace)s, '', ''
FROM members_membership AS old
JOIN unnest(%(ended)s::date[], %(starts)s::date[], %(ends)s::date[]) AS next (ended, starts_on, ends_on)
  ON next.ended = old.ends_on
WHERE old.id = ANY(%(keys)s) ORDER BY old.id
ON CONFLICT DO NOTHING RETURNING id"""


@transaction.atomic
def renew(memberships: Any, *, day: date, terms: Terms, shown: str) -> list[int]:
    """Make the next period of each of ``memberships`` that may be renewed on ``day``; return the keys of these.

    Raise StaleError, and make none, unless they are those that were ``shown`` (``states.seen``).
    """
    # Two who renew the same, or one who ends what another renews, wait here for each other.
    locked = memberships.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True)
    held = set(locked)
    # Read again: what the other did while this one waited counts.
    due = dict(renewable(memberships, day, terms).order_by("pk").values_list("pk", "ends_on"))
    if not due or seen(due) != shown or not held.issuperset(due):
        raise StaleError
    return _insert(due, terms)


def _insert(due: dict[int, date], terms: Terms) -> list[int]:
    ended = sorted(set(due.values()))
    periods = [terms.renewed(day) for day in ended]
    values: dict[str, Any] = {
        "grace": terms.grace_days, "keys": list(due), "ended": ended,
        "starts": [first for first, _last in periods], "ends": [last for _first, last in periods],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return [key for (key,) in cursor.fetchall()]
