"""A territory closes: its mandates, leads, affiliations and area end the day before, its prospects stop."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from territories.areas.changing import one_at_a_time, take_all_back
from territories.areas.closing import release_companies
from territories.mandates import acts as mandates
from territories.mandates import registry
from territories.models import Affiliation, Prospect, StageKind, Territory, Transfer
from territories.models.prospects import TERRITORY_CLOSED
from territories.models.transfers import TransferQuerySet
from territories.succession import letters
from territories.succession.following import Followers, cut, followers
from territories.succession.holding import ChangedError, RefusedError, hold


@transaction.atomic
def change_stage(territory: Territory, kind: StageKind, *, on: date, reason: str) -> list[str]:
    """Record that ``territory`` sleeps or wakes up; nothing ends by it. Return the warnings."""
    try:
        return territory.enter(kind, on=on, note=reason)
    except Territory.ImpossibleStageError as error:
        raise RefusedError(str(error.args[0])) from error


@transaction.atomic
def close(territory: Territory, *, on: date, reason: str, shown: str, by: User, at: datetime) -> list[str]:
    """Close ``territory`` on a day; ``shown`` is the digest of what was ``foreseen``."""
    one_at_a_time()
    held = hold(territory)[territory.pk]
    found = followers(held, None, on)
    if found.digest() != shown:
        raise ChangedError
    today, leads = timezone.localdate(at), letters.leads_from(held, on)
    warnings = change_stage(held, StageKind.CLOSED, on=on, reason=reason)
    cut(Affiliation.objects.filter(territory=held), on)
    held.prospects.courted().update(state=Prospect.State.DORMANT, reason=TERRITORY_CLOSED)
    withdraw(Transfer.objects.between([held.pk]), _("The territory is closed."), by, at)
    end_people(held, on, _("closing of the territory"))
    take_all_back(held, today)
    end_area(held, on)
    release_companies(held, into=None, today=today)
    registry.declare_leaving(held, on)
    letters.tell_closed(held, leads, on=on, reason=reason, companies=len(found.here))
    letters.tell_left(held, found.at_home(), found.beside(), on, today)
    return warnings


def foreseen(territory: Territory, on: date) -> Followers:
    """Return which companies would lose this territory if it closed on ``on``."""
    return followers(territory, None, on)


def end_people(territory: Territory, on: date, reason: str) -> None:
    """End the mandates and the leads of ``territory`` the day before ``on``."""
    last = on - timedelta(days=1)
    for mandate in territory.mandates.filter(ends_on=None).select_related("office", "territory").order_by("pk"):
        mandates.end(mandate, on=max(last, mandate.starts_on), reason=reason[:200])
    beyond = Q(ends_on__gt=last)
    territory.mandates.filter(beyond).update(ends_on=Least(F("ends_on"), Greatest(F("starts_on"), last)))
    cut(territory.leads.all(), on)  # one that would begin later gives no right for a day


def end_area(territory: Territory, on: date) -> None:
    """End the parts of the area the day before ``on``."""
    parts = territory.area_parts.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    parts.filter(starts_on__gte=on).delete()
    parts.update(ends_on=on - timedelta(days=1))


def withdraw(transfers: TransferQuerySet, answer: str, by: User, at: datetime) -> None:
    """Withdraw the transfers that wait."""
    transfers.waiting().update(state=Transfer.State.WITHDRAWN, answer=answer[:300], answered_by=by, answered_at=at)
