"""What is asked before a renewal: who falls due, what the act would make, and what deserves a look."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When

from members.models import RegisterDifference, Representative
from territories.membership.giving_terms import last_days, told_by
from territories.membership.states import State, conditions, renewable, seen
from territories.models import Affiliation
from territories.terms import Terms

EXAMPLES = 20


def told(due: Any, day: date, terms: Terms) -> Any:
    """Annotate the memberships ``due`` with their ``state``, the company's ``home`` and who votes (``voter``)."""
    whens = [When(condition, then=Value(state.value)) for state, condition in conditions(day, terms).items()]
    voting = _voting(day)
    return with_home(due, day).annotate(
        state=Case(*whens, output_field=CharField()),
        voter_given=Subquery(voting.values("person__given_name")[:1]),
        voter_family=Subquery(voting.values("person__family_name")[:1]),
        voter_email=Subquery(voting.values("person__email")[:1]),
    )


def with_home(memberships: Any, day: date) -> Any:
    """Annotate ``memberships`` with the company's ``home``."""
    return memberships.select_related("company").annotate(home=Subquery(_homes(day).values("territory__name")[:1]))


def _homes(day: date) -> Any:
    return Affiliation.objects.running_on(day).filter(company=OuterRef("company"), is_home=True).order_by("pk")


def _voting(day: date) -> Any:
    spells = Representative.objects.running_on(day).filter(company=OuterRef("company"))
    return spells.filter(vote=Representative.Vote.VOTING).order_by("pk")


def _closures() -> Any:
    told = RegisterDifference.objects.standing().filter(company=OuterRef("company"))
    return told.filter(kind=RegisterDifference.Kind.CLOSED)


@dataclass(frozen=True)
class DryRun:
    """What the act would make, and what it would leave out."""

    count: int
    shown: str  # what the act gets back, to renew these or none
    periods: list[tuple[date, date, int]]  # first day, last day, how many companies
    territories: list[tuple[str | None, int]]
    left_out: list[tuple[State, int]]
    unvoiced: int  # no voting representative with an address: no letter reaches them
    homeless: int
    closed: int  # the register says so, and nobody has decided otherwise
    examples: list[Any]  # of those three


def dry_run(due: Any, day: date, terms: Terms) -> DryRun:
    """Return what renewing the memberships ``due`` on ``day`` would make; five queries whatever their number."""
    chosen = renewable(due, day, terms)
    keys = chosen.order_by("pk").values_list("pk", flat=True)
    per_day = chosen.order_by("ends_on").values_list("ends_on").annotate(n=Count("pk"))
    periods = [(*terms.renewed(ends_on), count) for ends_on, count in per_day]
    wanting = chosen.annotate(
        has_voice=Exists(_voting(day).exclude(person__email="")),
        has_home=Exists(_homes(day)),
        is_closed=Exists(_closures()),
    ).order_by()
    counts = wanting.aggregate(
        unvoiced=Count("pk", filter=Q(has_voice=False)),
        homeless=Count("pk", filter=Q(has_home=False)),
        closed=Count("pk", filter=Q(is_closed=True)),
    )
    doubtful = Q(has_voice=False) | Q(has_home=False) | Q(is_closed=True)
    examples = wanting.filter(doubtful).select_related("company").order_by("pk")
    return DryRun(
        count=sum(count for *_days, count in periods),
        shown=seen(keys),
        periods=periods,
        territories=_per_territory(chosen, day),
        left_out=_left_out(due, day, terms),
        **counts,
        examples=list(examples[:EXAMPLES]),
    )


def _per_territory(chosen: Any, day: date) -> list[tuple[str | None, int]]:
    rows = chosen.annotate(home=Subquery(_homes(day).values("territory__name")[:1])).order_by()
    return list(rows.values_list("home").annotate(n=Count("pk")).order_by(F("home").asc(nulls_last=True)))


def _left_out(due: Any, day: date, terms: Terms) -> list[tuple[State, int]]:
    may = {State.TO_RENEW, State.GRACE}
    counted = {
        state.value: Count("pk", filter=condition)
        for state, condition in conditions(day, terms).items()
        if state not in may
    }
    return [(State(state), count) for state, count in due.order_by().aggregate(**counted).items() if count]


@dataclass(frozen=True)
class TermsGiven:
    """Which last days would be given, and what follows from each."""

    count: int
    shown: str  # what the act gets back, to give these or none
    days: list[tuple[date, int, bool]]  # last day, how many companies, whether the renewal is open at once
    grace_days: int


def terms_given(memberships: Any, day: date, terms: Terms) -> TermsGiven:
    """Return what giving ``memberships`` their last day on ``day`` would make; one query whatever their number."""
    given = last_days(memberships, day=day, terms=terms)
    days = sorted(Counter(given.values()).items())
    return TermsGiven(
        count=len(given),
        shown=told_by(given),
        days=[(last, count, day >= terms.opens_on(last)) for last, count in days],
        grace_days=terms.grace_days,
    )
