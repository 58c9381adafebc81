"""A territory is split: a new one takes some of its companies and of its area from a day on."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leader.geography.models import Commune
from territories.approval import free_slug
from territories.areas.changing import one_at_a_time
from territories.models import Affiliation, AreaPart, StageKind, Succession, Territory
from territories.succession import letters
from territories.succession.ending import change_stage
from territories.succession.following import Followers, follow, followers
from territories.succession.following import held as hold_rows
from territories.succession.holding import ChangedError, RefusedError, hold, is_closed
from territories.succession.merging import hand_area_over, lead_too


def foreseen(territory: Territory, on: date) -> Followers:
    """Return the companies among which those that go are chosen."""
    return followers(territory, None, on)


def communes_in(parts: Iterable[AreaPart]) -> Any:
    """Return the communes that lie in ``parts`` of an area."""
    chosen = list(parts)
    return Commune.objects.filter(
        Q(departement__in=[part.departement_id for part in chosen if part.departement_id])
        | Q(epci__in=[part.epci_id for part in chosen if part.epci_id])
        | Q(pk__in=[part.commune_id for part in chosen if part.commune_id])
    )


@transaction.atomic
def split(
    territory: Territory,
    *,
    name: str,
    kind: str,
    on: date,
    reason: str,
    companies: Collection[int],
    parts: list[int],
    leads_follow: bool,
    shown: str,
    at: datetime,
) -> Succession:
    """Open a new territory on ``on`` with these ``companies`` and ``parts`` (keys) of ``territory``."""
    one_at_a_time()
    origin = hold(territory)[territory.pk]
    if is_closed(origin, on):
        raise RefusedError(_("This territory is closed."))
    if Territory.objects.filter(name__iexact=name).exists():  # of two clicks the second is told, as by the form
        raise RefusedError(_("A territory has this name already."))
    hold_rows(Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), territory=origin))
    if foreseen(origin, on).digest() != shown:
        raise ChangedError
    new = Territory.objects.create(slug=free_slug(name), name=name, kind=kind, country=origin.country)
    change_stage(new, StageKind.OPEN, on=on, reason=reason)
    going = followers(origin, None, on, companies=companies)
    followed = follow(new, going, on)
    _cut_parts(origin, new, on, parts)
    if leads_follow:
        lead_too(origin, new, on)
    succession: Succession = Succession.objects.create(
        kind=Succession.Kind.SPLIT, predecessor=origin, successor=new, happened_on=on, reason=reason,
        companies=followed,
    )  # fmt: skip
    today = timezone.localdate(at)
    letters.tell_split(succession, today, leads_follow=leads_follow)
    letters.tell_followed(succession, going, today)
    return succession


def _cut_parts(origin: Territory, new: Territory, on: date, parts: list[int]) -> None:
    hand_area_over(origin, new, on, parts=parts)
    given = origin.area_parts.filter(Q(ends_on=None) | Q(ends_on__gte=on), pk__in=parts)
    given.filter(starts_on__gte=on).delete()
    given.update(ends_on=on - timedelta(days=1))
