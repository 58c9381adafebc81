"""The prospects of a territory in columns, one a stage, each with the first cards; and counted for an overview."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from territories.models.prospects import COURTED, ProspectState

CARDS = 12
SHOWN = [*COURTED, ProspectState.MEMBER]
STALE_AFTER = timedelta(days=90)


@dataclass
class Column:
    """A stage with its count and its first cards, those due soonest first."""

    state: ProspectState
    count: int
    cards: list[Any] = field(default_factory=list)

    @property
    def next(self) -> ProspectState | None:
        """Return the stage that a card of this column goes to by one click; None after the last."""
        following = SHOWN[SHOWN.index(self.state) + 1 :]
        return following[0] if following else None

    @property
    def hidden(self) -> int:
        """Return how many cards are left out."""
        return self.count - len(self.cards)


def columns(prospects: QuerySet[Any]) -> tuple[list[Column], dict[str, int]]:
    """Return the columns of the board, and the counts of the stages that stand beside it; two queries."""
    counts = dict(prospects.order_by().values_list("state").annotate(Count("pk")))
    cards: dict[str, list[Any]] = defaultdict(list)
    for prospect in _first(prospects):
        cards[prospect.state].append(prospect)
    shown = [Column(state, counts.get(state.value, 0), cards[state.value]) for state in SHOWN]
    beside = {state.value: counts.get(state.value, 0) for state in ProspectState if state not in SHOWN}
    return shown, beside


def _first(prospects: QuerySet[Any]) -> QuerySet[Any]:
    due = [F("next_action_on").asc(nulls_last=True), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("state"), order_by=due)
    ranked = prospects.filter(state__in=SHOWN).annotate(place=place).filter(place__lte=CARDS)
    return ranked.select_related("company__commune", "owner").order_by("place")


def overview(territories: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Annotate ``territories`` with how many prospects are at each stage, late, or long where they are."""
    stages: dict[str, Any] = {
        f"count_{state.value}": Count("prospects", filter=Q(prospects__state=state.value))
        for state in ProspectState
    }
    courted = Q(prospects__state__in=COURTED)
    return territories.annotate(
        **stages,
        count_late=Count("prospects", filter=courted & Q(prospects__next_action_on__lt=day)),
        count_stale=Count("prospects", filter=courted & Q(prospects__state_since__lt=day - STALE_AFTER)),
    )
