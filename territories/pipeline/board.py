"""The prospects of a territory in columns, one a stage, each with the first cards; and counted for an overview."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from territories.models import Prospect
from territories.models.prospects import COURTED, FORMER, STAGES, STOPPED, ProspectState

CARDS = 12
SHOWN: list[str] = [*COURTED, ProspectState.MEMBER]
STALE_AFTER = timedelta(days=90)
LABELS = dict(STAGES)


@dataclass
class Column:
    """A stage with its count and its first cards, those due soonest first."""

    state: str
    count: int
    cards: list[Any] = field(default_factory=list)

    @property
    def label(self) -> Any:
        """Return the stage in words."""
        return LABELS[self.state]

    @property
    def next(self) -> ProspectState | None:
        """Return the stage that a card of this column goes to by one click; None after the last."""
        if self.state == FORMER:
            return ProspectState.IDENTIFIED
        following = SHOWN[SHOWN.index(self.state) + 1 :]
        return ProspectState(following[0]) if following else None

    @property
    def hidden(self) -> int:
        """Return how many cards are left out."""
        return self.count - len(self.cards)


def columns(prospects: Any, day: date) -> tuple[list[Column], list[tuple[str, Any, int]]]:
    """Return the columns of the board, and the stages beside it with their counts on ``day``; two queries.

    Members are counted through their memberships; whose membership is over has a column where there are some.
    """
    staged = prospects.with_signs(day)
    counts = dict(staged.order_by().values_list("stage").annotate(Count("pk")))
    cards: dict[str, list[Any]] = defaultdict(list)
    for prospect in _first(staged):
        cards[prospect.stage].append(prospect)
    shown = [Column(stage, counts.get(stage, 0), cards[stage]) for stage in SHOWN]
    if former := counts.get(FORMER, 0):
        shown.append(Column(FORMER, former, cards[FORMER]))
    return shown, [(state, LABELS[state], counts.get(state, 0)) for state in map(str, STOPPED)]


def _first(prospects: QuerySet[Any]) -> QuerySet[Any]:
    due = [F("next_action_on").asc(nulls_last=True), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("stage"), order_by=due)
    ranked = prospects.filter(stage__in=[*SHOWN, FORMER]).annotate(place=place).filter(place__lte=CARDS)
    return ranked.select_related("company__commune", "owner").order_by("place")


def overview(territories: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Annotate ``territories`` with how many prospects are at each stage, late, or long where they are."""
    is_over = Q(prospects__in=Prospect.objects.former_on(day).values("pk"))
    asked = {state.value: Q(prospects__state=state.value) for state in ProspectState}
    asked |= {ProspectState.MEMBER.value: asked["member"] & ~is_over, FORMER: is_over}
    stages: dict[str, Any] = {f"count_{stage}": Count("prospects", filter=asked[stage]) for stage, _l in STAGES}
    courted = Q(prospects__state__in=COURTED)
    return territories.annotate(
        **stages,
        count_late=Count("prospects", filter=courted & Q(prospects__next_action_on__lt=day)),
        count_stale=Count("prospects", filter=courted & Q(prospects__state_since__lt=day - STALE_AFTER)),
    )
