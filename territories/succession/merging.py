"""A territory is merged into another: its companies follow from a day on, and its address leads there."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from territories.applications.recipients import of_leads
from territories.areas.changing import one_at_a_time, take_all_back
from territories.areas.closing import release_companies
from territories.mandates import registry
from territories.models import (
    Affiliation,
    Application,
    AreaPart,
    Prospect,
    StageKind,
    Succession,
    Territory,
    TerritoryLead,
    Transfer,
)
from territories.models.applications import OPEN_STATES
from territories.models.prospects import TERRITORY_MERGED
from territories.succession import letters
from territories.succession.ending import change_stage, end_area, end_people, withdraw
from territories.succession.following import Followers, follow, followers
from territories.succession.following import held as hold_rows
from territories.succession.holding import ChangedError, RefusedError, hold, is_closed


def foreseen(territory: Territory, into: Territory, on: date) -> Followers:
    """Return which companies would follow, and which of them belong there already."""
    return followers(territory, into, on)


@transaction.atomic
def merge(
    territory: Territory,
    into: Territory,
    *,
    on: date,
    reason: str,
    leads_follow: bool,
    shown: str,
    by: User,
    at: datetime,
) -> Succession:
    """Merge ``territory`` into another, where its companies belong from ``on``; ``shown``: the digest foreseen."""
    if territory.pk == into.pk:
        raise RefusedError(_("A territory is not merged into itself."))
    one_at_a_time()
    rows = hold(territory, into)
    origin, destination = rows[territory.pk], rows[into.pk]
    if any(is_closed(destination, day) for day in (on, timezone.localdate(at))):
        raise RefusedError(_("The territory that goes on is closed."))
    hold_rows(Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), territory__in=rows))
    found = foreseen(origin, destination, on)
    if found.digest() != shown:
        raise ChangedError
    today = timezone.localdate(at)
    leads = letters.leads_from(origin, on), of_leads(destination.pk, today)
    change_stage(origin, StageKind.CLOSED, on=on, reason=reason)
    companies = follow(destination, found, on)
    _carry_over(origin, destination, on, by, at)
    if leads_follow:
        lead_too(origin, destination, on)
    end_people(origin, on, _("merged into %(name)s") % {"name": destination.name})
    take_all_back(origin, today)
    hand_area_over(origin, destination, on)
    end_area(origin, on)
    release_companies(origin, into=destination, today=today)
    succession: Succession = Succession.objects.create(
        kind=Succession.Kind.MERGED, predecessor=origin, successor=destination, happened_on=on, reason=reason,
        companies=companies,
    )  # fmt: skip
    registry.declare_leaving(origin, on)
    letters.tell_merged(succession, *leads, leads_follow=leads_follow)
    letters.tell_followed(succession, found, today)
    return succession


def _carry_over(origin: Territory, destination: Territory, on: date, by: User, at: datetime) -> None:
    """Give the other territory what is under way: prospects, applications; the transfers that wait end."""
    there = Prospect.objects.filter(territory=destination, company=OuterRef("company"))
    courted: Any = origin.prospects.courted()
    courted.exclude(Exists(there)).update(territory=destination)
    courted.update(
        state=Prospect.State.DORMANT, reason=TERRITORY_MERGED % {"name": destination.name}
    )  # it is courted, or a member, there
    Application.objects.filter(territory=origin, state__in=OPEN_STATES).update(territory=destination)
    withdraw(Transfer.objects.between([origin.pk]), _("The territory is merged into another."), by, at)


def lead_too(origin: Territory, destination: Territory, on: date) -> None:
    """Let the leads of ``origin`` lead ``destination`` too from ``on``, those who do not yet."""
    theirs = TerritoryLead.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    leading = theirs.filter(territory=destination, person=OuterRef("person"))
    spells = (
        theirs.filter(~Exists(leading), territory=origin).order_by("person_id", "starts_on").distinct("person_id")
    )
    TerritoryLead.objects.bulk_create(
        TerritoryLead(
            territory=destination, person_id=spell.person_id, function=spell.function,
            starts_on=max(spell.starts_on, on), ends_on=spell.ends_on,
        )
        for spell in spells
    )  # fmt: skip


def hand_area_over(origin: Territory, destination: Territory, on: date, *, parts: list[int] | None = None) -> None:
    """Let the area of ``origin`` (or ``parts`` of it, keys) be that of ``destination`` from ``on``."""
    running: Any = origin.area_parts.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    known = {_place(part) for part in destination.area_parts.filter(Q(ends_on=None) | Q(ends_on__gte=on))}
    given = running if parts is None else running.filter(pk__in=parts)
    AreaPart.objects.bulk_create(
        AreaPart(
            territory=destination, departement_id=part.departement_id, epci_id=part.epci_id,
            commune_id=part.commune_id, starts_on=max(part.starts_on or on, on), ends_on=part.ends_on,
        )
        for part in given
        if _place(part) not in known
    )  # fmt: skip


def _place(part: AreaPart) -> tuple[Any, ...]:
    return part.departement_id, part.epci_id, part.commune_id
