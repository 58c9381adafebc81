"""The state of a membership on a day, derived from its dates; nothing of it is stored."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Membership
from members.models.categories import RENEWING
from territories.terms import Terms


class State(models.TextChoices):
    """Where a membership is on a day."""

    TO_COME = "to_come", _("to come")
    CURRENT = "current", _("current")
    TO_RENEW = "to_renew", _("to renew")
    GRACE = "grace", _("in grace")
    LAPSED = "lapsed", _("lapsed")
    LEFT = "left", pgettext_lazy("state of a membership", "left")
    RENEWED = "renewed", pgettext_lazy("state of a membership", "renewed")


def conditions(day: date, terms: Terms) -> dict[State, Q]:
    """Return, for memberships that fall due (``falling_due``), the condition of each state they may be in."""
    opens_for = day + timedelta(days=terms.opens_days)
    begun = Q(starts_on__lte=day)
    return {
        State.TO_COME: Q(starts_on__gt=day),
        State.CURRENT: begun & Q(ends_on__gt=opens_for),
        State.TO_RENEW: begun & Q(ends_on__gte=day, ends_on__lte=opens_for),
        State.GRACE: Q(ends_on__lt=day, covered_until__gte=day),
        State.LAPSED: Q(covered_until__lt=day),
    }


def falling_due(memberships: Any) -> Any:
    """Keep the memberships that end unless they are renewed: the last of their company, which did not leave."""
    return memberships.filter(ending="", ends_on__isnull=False, category__in=RENEWING).last_of_their_company()


def without_term(memberships: Any) -> Any:
    """Keep the memberships that would end and have no last day: nothing ever falls due of them."""
    return memberships.filter(ending="", ends_on__isnull=True, category__in=RENEWING)


def renewable(memberships: Any, day: date, terms: Terms) -> Any:
    """Keep the memberships that may be renewed on ``day``: from the opening to the last day of grace."""
    states = conditions(day, terms)
    return falling_due(memberships).filter(states[State.TO_RENEW] | states[State.GRACE])


def state_on(membership: Membership, day: date, terms: Terms) -> State:
    """Return the state on ``day`` of the last membership of a company."""
    if membership.starts_on > day:
        return State.TO_COME
    ends_on, covered_until = membership.ends_on, membership.covered_until
    if ends_on is None or covered_until is None:
        return State.CURRENT
    if day > covered_until:
        return State.LEFT if membership.ending else State.LAPSED
    if day > ends_on:
        return State.GRACE
    may_renew = membership.meaning.renews and not membership.ending and day >= terms.opens_on(ends_on)
    return State.TO_RENEW if may_renew else State.CURRENT


@dataclass(frozen=True)
class Period:
    """A membership in the history of its company, and how many days lie between it and the one before."""

    membership: Membership
    state: State
    gap_days: int

    @property
    def is_ending(self) -> bool:
        """Tell whether it is known already that the membership, which runs, ends."""
        return bool(self.membership.ending) and self.state in {State.CURRENT, State.GRACE}


def history(memberships: Iterable[Membership], day: date, terms: Terms) -> list[Period]:
    """Return the ``memberships`` of one company, the latest first, each with its state on ``day``."""
    periods: list[Period] = []
    after = None
    rows = sorted(memberships, key=lambda row: row.starts_on, reverse=True)
    for place, row in enumerate(rows, 1):
        before = rows[place] if place < len(rows) else None
        periods.append(Period(row, _state(row, after, day, terms), _gap(before, row)))
        after = row
    return periods


def _state(row: Membership, after: Membership | None, day: date, terms: Terms) -> State:
    if after is None or row.ends_on is None or row.ends_on >= day:
        # Renewed ahead of time, it is simply current until its last day.
        state = state_on(row, day, terms)
        return State.CURRENT if after is not None and state == State.TO_RENEW else state
    if row.has_left:
        return State.LEFT
    return State.RENEWED if _gap(row, after) == 0 else State.LAPSED


def _gap(before: Membership | None, row: Membership) -> int:
    if before is None or before.ends_on is None:
        return 0
    return max((row.starts_on - before.ends_on).days - 1, 0)


def seen(keys: Iterable[int]) -> str:
    """Return what a form sends back to say which memberships it showed."""
    return hashlib.sha256(",".join(map(str, sorted(keys))).encode()).hexdigest()
