"""What happened to a commission, told from what is stored: its days, its milestones, what it took over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from commissions.models import Commission, CommissionQuerySet
from leader.shared.precision import Precision


@dataclass(frozen=True)
class Turn:
    """One thing that happened on a day; ``what`` is founded, kept, renamed, absorbed, merged or dissolved."""

    on: date
    what: str
    precision: str = Precision.DAY
    former: str = ""
    other: Commission | None = None
    source: str = ""


def with_history(commissions: CommissionQuerySet) -> CommissionQuerySet:
    """Give ``commissions`` what ``history_of`` needs: in their own query, and one more for all milestones."""
    merged = Commission.objects.filter(merged_into=OuterRef("pk")).order_by("dissolved_on", "pk")
    told = merged.values(told=JSONObject(slug="slug", name="name", dissolved_on="dissolved_on"))
    return (
        commissions.select_related("merged_into")
        .prefetch_related("milestones")
        .annotate(absorbed_told=ArraySubquery(told))
    )


def history_of(commission: Commission) -> list[Turn]:
    """Return what happened to ``commission``, the oldest first; an unknown founding is not told."""
    return sorted(_turns(commission), key=lambda turn: turn.on)


def _turns(commission: Commission) -> Iterator[Turn]:
    if commission.founded_on:
        yield Turn(commission.founded_on, "founded", commission.founded_precision, source=commission.source)
    for mile in commission.milestones.all():
        yield Turn(mile.happened_on, mile.kind, mile.precision, former=mile.former_name, source=mile.source)
    for told in commission.absorbed_told:  # type: ignore[attr-defined]
        ended = date.fromisoformat(told["dissolved_on"])
        yield Turn(ended, "absorbed", other=Commission(slug=told["slug"], name=told["name"]))
    if commission.dissolved_on:
        what = "merged" if commission.merged_into else "dissolved"
        yield Turn(commission.dissolved_on, what, other=commission.merged_into)
