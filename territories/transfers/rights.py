"""Who may ask for the transfer of a company, answer it, or take it back."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from leader.shared.scope import AnyUser
from members.models import Company
from territories.applications.homes import living_territories
from territories.models import Affiliation, LeadRight, Territory, Transfer
from territories.scope import led_with


def home_of(company: Company, day: date) -> Territory | None:
    """Return the territory where ``company`` is at home on ``day``."""
    spells = Affiliation.objects.running_on(day).filter(company=company, is_home=True).select_related("territory")
    spell = spells.first()
    return spell.territory if spell else None


def destinations(user: AnyUser, home: Territory, day: date) -> QuerySet[Any]:
    """Return where ``user`` may ask that a company of ``home`` goes.

    The staff and the leads of its home choose among all territories, other leads among those they lead.
    """
    living = living_territories(day).exclude(pk=home.pk)
    led = led_with(user, LeadRight.EDIT)
    return living if _is_staff(user) or home.pk in led else living.filter(pk__in=led)


def may_ask(user: AnyUser) -> bool:
    """Tell whether ``user`` may ask for the transfer of a company seen by them: staff, and leads who may edit."""
    return _is_staff(user) or bool(led_with(user, LeadRight.EDIT))


def side_of(user: AnyUser, origin: Territory, destination: Territory) -> Territory | None:
    """Return for which side ``user`` asks; None: the staff, who ask for neither."""
    if _is_staff(user):
        return None
    return origin if origin.pk in led_with(user, LeadRight.EDIT) else destination


def may_answer(user: AnyUser, transfer: Transfer) -> bool:
    """Tell whether ``user`` may answer: the leads of the side that did not ask, and the staff."""
    sides = {transfer.origin_id, transfer.destination_id} - {transfer.asked_for_id}
    return transfer.is_waiting and (_is_staff(user) or bool(sides.intersection(led_with(user, LeadRight.EDIT))))


def may_withdraw(user: AnyUser, transfer: Transfer) -> bool:
    """Tell whether ``user`` may take it back: the leads of the side that asked, and the staff."""
    asked_here = transfer.asked_for_id in led_with(user, LeadRight.EDIT)
    return transfer.is_waiting and (_is_staff(user) or asked_here)


def _is_staff(user: AnyUser) -> bool:
    return bool(getattr(user, "is_staff", False))
