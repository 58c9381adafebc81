"""The federation's bureau marks the candidacies of a year, between the last day of the call and the decision."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events.hosting.acts import RefusedError, holding
from events.models import HostCall, HostCandidacy, HostCriterion, HostMark
from leader.shared.scope import AnyUser
from members.scope import person_of
from territories.models import Mandate
from territories.scope import territories_led_by


def is_of_the_bureau(user: AnyUser) -> bool:
    """Tell whether ``user`` sits today in the bureau of the federation, in an office that votes."""
    if person_of(user) is None:
        return False
    known: bool | None = getattr(user, "_is_of_the_bureau", None)
    if known is None:
        seats = Mandate.objects.of_the_federation().running_on(timezone.localdate())
        known = seats.filter(person=person_of(user), office__is_honorary=False).exists()
        user._is_of_the_bureau = known  # type: ignore[union-attr]  # asked several times in one request
    return known


def may_be_marked(call: HostCall, day: date) -> bool:
    """Tell whether marks are given on ``day``: nobody may stand any more, and nothing is decided."""
    return not call.outcome and call.closes_on < day


def marked_by(user: AnyUser, call: HostCall) -> QuerySet[HostCandidacy]:
    """Return the submitted candidacies that ``user`` marks: not those of a territory that they lead."""
    submitted = call.candidacies.filter(state=HostCandidacy.State.SUBMITTED)
    others = submitted.exclude(territory__in=territories_led_by(user))
    return others.select_related("territory", "call").prefetch_related("documents").order_by("territory__name")


def mark(call: HostCall, given: dict[tuple[int, int], int | None], *, by: Any, at: datetime) -> None:
    """Keep what ``by`` gives each (candidacy, criterion), None taking a mark back; raise RefusedError."""
    with holding(call) as locked:
        if not may_be_marked(locked, timezone.localdate(at)):
            raise RefusedError(_("Marks are given between the last day of the call and the decision."))
        allowed = set(marked_by(by, locked).values_list("pk", flat=True))
        for (candidacy, criterion), value in given.items():
            if candidacy not in allowed:
                raise RefusedError(_("One of these candidacies was withdrawn meanwhile: read them again."))
            _write(candidacy, criterion, value, by=by, at=at)


def _write(candidacy: int, criterion: int, value: int | None, *, by: Any, at: datetime) -> None:
    own = HostMark.objects.filter(candidacy=candidacy, criterion=criterion, marker=by)
    if value is None:
        own.delete()
    elif not own.filter(mark=value).exists():
        HostMark.objects.update_or_create(
            candidacy_id=candidacy, criterion_id=criterion, marker=by, defaults={"mark": value, "marked_at": at}
        )


@dataclass
class Result:
    """What a candidacy was given: an average for each criterion of its call, and one over all by weight."""

    candidacy: HostCandidacy
    averages: list[tuple[HostCriterion, float | None]] = field(default_factory=list)
    markers: int = 0

    @property
    def total(self) -> float | None:
        """Return the average by weight over the criteria that were marked; None where nobody marked."""
        given = [(criterion.weight, average) for criterion, average in self.averages if average is not None]
        weights = sum(weight for weight, _average in given)
        return sum(weight * average for weight, average in given) / weights if weights else None


def results_of(calls: Iterable[HostCall]) -> dict[int, list[Result]]:
    """Return, by the key of the call, what each submitted candidacy was given, the best first."""
    keys = [call.pk for call in calls]
    candidacies = HostCandidacy.objects.filter(call__in=keys, state=HostCandidacy.State.SUBMITTED)
    marks = HostMark.objects.filter(candidacy__in=candidacies.values("pk")).order_by()
    averages = {
        (candidacy, criterion): average
        for candidacy, criterion, average in marks.values_list("candidacy", "criterion").annotate(Avg("mark"))
    }
    markers = dict(marks.values_list("candidacy").annotate(Count("marker", distinct=True)))
    criteria = defaultdict(list)
    for criterion in HostCriterion.objects.filter(call__in=keys):
        criteria[criterion.call_id].append(criterion)
    found = defaultdict(list)
    for candidacy in candidacies.select_related("territory").order_by("territory__name", "pk"):
        row = [(each, averages.get((candidacy.pk, each.pk))) for each in criteria[candidacy.call_id]]
        found[candidacy.call_id].append(Result(candidacy, row, markers.get(candidacy.pk, 0)))
    for rows in found.values():
        rows.sort(key=lambda result: -(result.total if result.total is not None else -1))
    return found
