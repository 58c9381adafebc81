"""An association that exists becomes a territory: its name is kept, its members join the federation."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from leader.shared.scope import AnyUser
from members.models import Company
from territories.models import StageKind, Succession, Territory
from territories.pipeline.acts import become_member
from territories.succession.ending import change_stage
from territories.succession.holding import RefusedError, hold, is_closed


@transaction.atomic
def convert(
    territory: Territory,
    *,
    name: str,
    founded_on: date | None,
    on: date,
    reason: str,
    prospects: Collection[int],
    by: AnyUser,
) -> Succession:
    """Record that the association ``name`` became ``territory`` on ``on``; it opens that day if it had not.

    ``prospects`` (keys) are its members that the territory courted: they become members, at home there.
    """
    # Companies before territories, as whoever affiliates one holds them.
    wanted = list(territory.prospects.filter(pk__in=prospects).order_by("company"))
    list(Company.objects.select_for_update(no_key=True).filter(prospects__in=wanted).order_by("pk").values("pk"))
    held = hold(territory)[territory.pk]
    if held.predecessions.filter(kind=Succession.Kind.CONVERTED).exists():
        raise RefusedError(_("The conversion of this territory is recorded already."))
    if is_closed(held, on):
        raise RefusedError(_("This territory is closed."))
    held.kind, held.predecessor_name, held.predecessor_founded_on = Territory.Kind.CONVERTED, name, founded_on
    held.save(update_fields=["kind", "predecessor_name", "predecessor_founded_on"])
    if not held.stages.filter(kind=StageKind.OPEN, done_on__isnull=False).exists():
        change_stage(held, StageKind.OPEN, on=on, reason=reason)
    succession: Succession = Succession.objects.create(
        kind=Succession.Kind.CONVERTED, predecessor_name=name, successor=held, happened_on=on, reason=reason,
        companies=len(wanted),
    )  # fmt: skip
    for prospect in wanted:
        become_member(prospect, seen=prospect.state, by=by, on=on)
    return succession
