"""Ask for a transfer, agree to it, refuse it, take it back. The membership is left alone."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Company, User
from territories.models import Affiliation, Territory, Transfer
from territories.succession.following import cut
from territories.succession.holding import RefusedError, hold, is_closed
from territories.transfers import letters
from territories.transfers.rights import home_of, side_of

State, Way = Transfer.State, Transfer.Way


@transaction.atomic
def ask(
    company: Company, destination: Territory, *, way: str, wanted_on: date, reason: str, by: User, at: datetime
) -> Transfer:
    """Ask that ``company`` goes to ``destination``; both leads are told. What staff ask takes effect at once."""
    today = timezone.localdate(at)
    _hold_company(company)
    origin = home_of(company, today)
    if origin is None:
        raise RefusedError(_("The company has no home territory today."))
    hold(origin, destination)
    if company.transfers.waiting().exists():
        raise RefusedError(_("A transfer of this company waits for an answer already."))
    transfer = Transfer(
        company=company, origin=origin, destination=destination, way=way, wanted_on=wanted_on, reason=reason,
        asked_by=by, asked_for=side_of(by, origin, destination), asked_at=at,
    )  # fmt: skip
    _refuse_impossible(transfer, max(wanted_on, today))
    transfer.save()
    if transfer.asked_for is None:
        _agree(transfer, by, at, "")
    else:
        letters.tell_asked(transfer, today)
    return transfer


@transaction.atomic
def agree(transfer: Transfer, *, by: User, at: datetime, answer: str = "") -> Transfer:
    """Agree to ``transfer``: it takes effect on the day wanted, today at the earliest."""
    _hold_company(transfer.company)
    hold(transfer.origin, transfer.destination)
    locked = _waiting(transfer)
    _refuse_impossible(locked, max(locked.wanted_on, timezone.localdate(at)))
    _agree(locked, by, at, answer)
    return locked


@transaction.atomic
def refuse(transfer: Transfer, *, by: User, at: datetime, answer: str) -> None:
    """Refuse ``transfer`` with a reason."""
    locked = _waiting(transfer)
    locked.close(State.REFUSED, by=by, at=at, answer=answer)
    letters.tell_answered(locked, timezone.localdate(at))


@transaction.atomic
def withdraw(transfer: Transfer, *, by: User, at: datetime) -> None:
    """Take ``transfer`` back."""
    locked = _waiting(transfer)
    locked.close(State.WITHDRAWN, by=by, at=at)
    letters.tell_answered(locked, timezone.localdate(at))


def _agree(transfer: Transfer, by: User, at: datetime, answer: str) -> None:
    day = max(transfer.wanted_on, timezone.localdate(at))
    transfer.effective_on = day
    transfer.close(State.AGREED, by=by, at=at, answer=answer)
    _affiliate(transfer, day)
    letters.tell_answered(transfer, timezone.localdate(at))


def _affiliate(transfer: Transfer, day: date) -> None:
    company, origin, destination = transfer.company, transfer.origin, transfer.destination
    spells = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), company=company)
    new: dict[str, Any] = {"company": company, "starts_on": day}
    if not transfer.moves_home:
        planned = spells.filter(territory=destination).order_by("starts_on").first()
        Affiliation.objects.create(territory=destination, is_home=False, ends_on=_day_before(planned), **new)
        return
    cut(spells.filter(territory__in=[origin, destination]), day)
    planned = spells.filter(is_home=True).order_by("starts_on").first()  # at home elsewhere later: that stays
    Affiliation.objects.create(territory=destination, is_home=True, ends_on=_day_before(planned), **new)
    if transfer.way == Way.STAYS:
        Affiliation.objects.create(territory=origin, is_home=False, **new)


def _day_before(spell: Affiliation | None) -> date | None:
    return spell.starts_on - timedelta(days=1) if spell else None


def _refuse_impossible(transfer: Transfer, day: date) -> None:
    if is_closed(transfer.destination, day) or is_closed(transfer.destination, timezone.localdate()):
        raise RefusedError(_("The other territory is closed."))
    home = home_of(transfer.company, day)
    if home is None or home.pk != transfer.origin_id:
        raise RefusedError(_("The company is not at home in the territory from which it was to go."))
    there = Affiliation.objects.running_on(day).filter(company=transfer.company, territory=transfer.destination)
    if transfer.way == Way.JOINS and there.exists():
        raise RefusedError(_("The company belongs to the other territory already."))


def _hold_company(company: Company) -> None:
    Company.objects.select_for_update(no_key=True, of=("self",)).get(pk=company.pk)


def _waiting(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_for_update(no_key=True, of=("self",))
    locked: Transfer = rows.select_related("company", "origin", "destination").get(pk=transfer.pk)
    if not locked.is_waiting:
        raise RefusedError(_("This transfer was answered meanwhile: nothing was changed."))
    return locked
