"""What the dashboard of a territory asks: each question one query, whatever the number of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce

from commissions.models import Meeting
from elections.models import Assembly, Election
from events.models import Event
from leader.pages.cohorts.questions import Counted
from leader.shared.scope import AnyUser
from members.models import Membership
from territories.mandates.alerts import MONTHS
from territories.mandates.bureaux import OfficeHistory, history
from territories.mandates.months import months_after
from territories.models import (
    Affiliation,
    Application,
    Federation,
    HomeQuestion,
    Mandate,
    Prospect,
    Succession,
    Task,
    Territory,
    Transfer,
)
from territories.models.prospects import COURTED, FORMER, STAGES, stage_on

SHOWN = 6
LATELY = timedelta(days=90)
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Some:
    """The first rows of a list, and how many there are."""

    rows: list[Any]
    count: int

    @property
    def hidden(self) -> int:
        """Return how many are left out."""
        return self.count - len(self.rows)


def some(rows: QuerySet[Any], shown: int = SHOWN) -> Some:
    """Return the first of ``rows`` in their order, with the number of all; one query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:shown])
    return Some(found, found[0].in_all if found else 0)


@dataclass(frozen=True)
class Stage:
    """A stage of the pipeline with its prospects."""

    state: str
    label: Any
    count: int
    most: int

    @property
    def height(self) -> int:
        """Return how long its bar is, in percent of the longest."""
        return round(100 * self.count / self.most) if self.most else 0


@dataclass(frozen=True)
class Pipeline:
    """The prospects of a territory by stage."""

    stages: list[Stage]
    late: int

    @property
    def courted(self) -> int:
        """Return how many are on their way."""
        return sum(stage.count for stage in self.stages if stage.state in COURTED)

    @property
    def all(self) -> int:
        """Return how many there are in all."""
        return sum(stage.count for stage in self.stages)


def pipeline(prospects: QuerySet[Any], today: date) -> Pipeline:
    """Count ``prospects`` by stage, and those whose next action is late."""
    late = Count("pk", filter=Q(state__in=COURTED, next_action_on__lt=today))
    staged = prospects.annotate(stage=stage_on(today)).order_by()
    rows = staged.values_list("stage").annotate(number=Count("pk"), late=late)
    counted = {state: (number, after) for state, number, after in rows}
    most = max((n for n, _late in counted.values()), default=0)
    shown = [(code, label) for code, label in STAGES if code != FORMER or FORMER in counted]
    stages = [Stage(code, label, counted.get(code, (0, 0))[0], most) for code, label in shown]
    return Pipeline(stages, sum(after for _n, after in counted.values()))


def next_actions(prospects: QuerySet[Any], today: date) -> Some:
    """Return the prospects whose next action is late or due within two weeks."""
    due = prospects.filter(state__in=COURTED, next_action_on__lte=today + SOON)
    return some(due.select_related("company", "owner").order_by("next_action_on", "pk"))


def applications_to(user: AnyUser, territory: Territory) -> Some:
    """Return the applications to ``territory`` that wait, for an answer of ours or of theirs, the oldest first."""
    waiting = Application.objects.editable_by(user).filter(
        territory=territory, state__in=[Application.State.CONFIRMED, Application.State.ASKED]
    )
    return some(waiting.order_by("confirmed_at", "pk"))


@dataclass(frozen=True)
class Tasks(Some):
    """The tasks to be done, and how many of all are late."""

    late: int = 0


def tasks_of(user: AnyUser, territory: Territory, today: date) -> Tasks:
    """Return what is to be done in ``territory``, the first day due first."""
    tasks = Task.objects.visible_to(user).with_day().to_do().filter(territory=territory)
    late = Window(Count("pk", filter=Q(day__lt=today)))
    ordered = tasks.select_related("person").order_by(F("day").asc(nulls_last=True), "pk")
    first = some(ordered.annotate(late_in_all=late))
    return Tasks(first.rows, first.count, first.rows[0].late_in_all if first.rows else 0)


def with_figures(territories: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Annotate ``territories`` with their stage, their members of today and the target of the federation."""
    member = Membership.objects.covering_on(today).filter(company=OuterRef("company"))
    here = Affiliation.objects.running_on(today).filter(Exists(member), territory=OuterRef("pk"))
    counted = here.order_by().values("territory").annotate(number=Count("pk"))
    federation = Federation.objects.filter(pk=1)
    asked = HomeQuestion.objects.open().filter(candidates__territory=OuterRef("pk")).order_by()
    waiting = Transfer.objects.waiting().filter(Q(origin=OuterRef("pk")) | Q(destination=OuterRef("pk")))
    transfers = waiting.order_by().annotate(one=Value(1)).values("one").annotate(number=Count("pk"))
    # One query for all: what it came from, and what came of it.
    told = Succession.objects.annotate(before=Coalesce("predecessor__name", "predecessor_name")).order_by(
        "happened_on"
    )
    return territories.with_stage_on(today).annotate(  # type: ignore[attr-defined]
        member_count=Coalesce(Subquery(counted.values("number")), 0),
        asked_count=Coalesce(
            Subquery(asked.values("candidates__territory").annotate(n=Count("pk")).values("n")), 0
        ),
        transfers_waiting=Coalesce(Subquery(transfers.values("number")), 0),
        came_from=ArraySubquery(told.filter(successor=OuterRef("pk")).values("before")),
        became=ArraySubquery(told.filter(predecessor=OuterRef("pk")).values("successor__name")),
        target_min=Subquery(federation.values("prospects_target_min")),
        target_max=Subquery(federation.values("prospects_target_max")),
    )


@dataclass(frozen=True)
class Change:
    """A company became a member, or stopped being one, on ``day``."""

    day: date
    membership: Membership
    has_joined: bool


@dataclass(frozen=True)
class Changes:
    """Who came and who went of late, the latest first."""

    joined: list[Change]
    left: list[Change]


def changes_of(user: AnyUser, territory: Territory, today: date) -> Changes:
    """Return which companies of ``territory`` joined and left within the last ninety days; one query.

    A renewal is neither: the next membership begins the day after the one before.
    """
    since = today - LATELY
    ever = Affiliation.objects.filter(territory=territory, starts_on__lte=today).exclude(ends_on__lt=since)
    here = Membership.objects.visible_to(user).filter(company__in=ever.values("company"))
    counted = Counted(here, Membership.objects.all())
    near = here.filter(Q(starts_on__range=(since, today)) | Q(ends_on__range=(since, today - timedelta(days=1))))
    told = near.annotate(follows=counted.follows(), is_followed=counted.is_followed()).select_related("company")
    rows = list(told)
    joined = [Change(m.starts_on, m, has_joined=True) for m in rows if since <= m.starts_on and not m.follows]
    left = [
        Change(m.ends_on, m, has_joined=False)
        for m in rows
        if m.ends_on and since <= m.ends_on < today and not m.is_followed
    ]
    return Changes(_latest_first(joined), _latest_first(left))


def _latest_first(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.day, change.membership.pk), reverse=True)


def events_of(user: AnyUser, territory: Territory, today: date) -> list[Any]:
    """Return the next events of ``territory``."""
    return list(Event.objects.visible_to(user).filter(territory=territory).from_day(today)[:SHOWN])


@dataclass(frozen=True)
class Gathering:
    """An assembly of the territory, or a meeting of one of its commissions."""

    title: str
    place: str
    day: date
    url: str


def gatherings_of(user: AnyUser, territory: Territory, today: date) -> list[Gathering]:
    """Return the assemblies to come, and the meetings of the commissions that one keeps there; one query."""
    assemblies = Assembly.objects.visible_to(user).filter(territory=territory, held_on__gte=today)
    meetings = Meeting.objects.editable_by(user).held().filter(commission__territory=territory)
    columns = [
        assemblies.order_by().values_list(Value("assembly"), "pk", "kind", "place", "held_on"),
        meetings.filter(starts_at__date__gte=today)
        .order_by()
        .values_list(Value("meeting"), "pk", "title", "place", "starts_at__date"),
    ]
    rows = columns[0].union(columns[1], all=True).order_by("held_on")[:SHOWN]
    return [_gathering(territory, *row) for row in rows]


def _gathering(territory: Territory, what: str, key: int, title: str, place: str, day: date) -> Gathering:
    if what == "meeting":
        return Gathering(title, place, day, Meeting(pk=key).get_absolute_url())
    assembly = Assembly(pk=key, kind=title, territory=territory, held_on=day)
    return Gathering(str(assembly.get_kind_display()), place, day, assembly.get_absolute_url())


@dataclass(frozen=True)
class Bureau:
    """What calls for an election: terms that are over, terms that end soon, offices that stand empty."""

    expired: list[Mandate]
    ending: list[Mandate]
    vacant: list[OfficeHistory]
    never: bool  # nobody has ever held an office there


def bureau_of(territory: Territory, today: date) -> Bureau:
    """Return what the bureau of ``territory`` calls for, read from its mandates; one query."""
    mandates = list(Mandate.objects.of_body(territory).select_related("person", "office").order_by("pk"))
    dated = [(m.expected_end_on, m) for m in mandates if m.expected_end_on and not m.ends_on]
    dated.sort(key=lambda pair: (pair[0], pair[1].pk))
    last = months_after(today, max(MONTHS))
    return Bureau(
        expired=[m for day, m in dated if day < today],
        ending=[m for day, m in dated if today <= day <= last],
        vacant=[office for office in history(mandates, today) if office.empty_since],
        never=not mandates,
    )


def elections_of(user: AnyUser, territory: Territory) -> list[Election]:
    """Return the elections of the bureau of ``territory`` that are under way, the soonest first; one query."""
    rows = Election.objects.visible_to(user).filter(territory=territory).under_way()
    return list(rows.order_by("held_on", "pk")[:SHOWN])


def prospects_of(user: AnyUser, territory: Territory) -> QuerySet[Any]:
    """Return the prospects of ``territory`` that ``user`` works with."""
    return Prospect.objects.visible_to(user).filter(territory=territory)
