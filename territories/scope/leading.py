"""Who leads which territory today, and what the federation lets leads do there."""

from typing import Any

from django.db.models import QuerySet, Subquery
from django.utils import timezone

from leader.shared.scope import AnyUser
from members.models import User
from members.scope import person_of
from territories.models import Federation, LeadRight, Territory, TerritoryLead
from territories.models.lead_rights import EVERY_RIGHT


def territories_led_by(user: AnyUser) -> list[int]:
    """Return the keys of the territories that ``user`` leads today."""
    if person_of(user) is None:
        return []
    known: list[int] | None = getattr(user, "_territories_led", None)
    if known is None:
        spells = TerritoryLead.objects.running_on(timezone.localdate()).filter(person=person_of(user))
        rights = Subquery(Federation.objects.filter(pk=1).values("lead_rights"))
        found = list(spells.order_by().values_list("territory", rights))
        known = [territory for territory, _rights in found]
        user._territories_led = known  # type: ignore[union-attr]  # asked several times in one request
        # Read in the same query; before the federation is recorded leads have every right.
        user._lead_rights = next((own for _t, own in found if own is not None), EVERY_RIGHT)  # type: ignore[union-attr]
    return known


def leads_may(user: AnyUser, right: LeadRight) -> bool:
    """Tell whether ``user`` leads a territory today, and the federation gives its leads ``right``."""
    return is_lead(user) and right in user._lead_rights  # type: ignore[union-attr]  # known with the territories


def led_with(user: AnyUser, right: LeadRight) -> list[int]:
    """Return the keys of the territories where ``user`` has ``right`` as a lead of today."""
    return territories_led_by(user) if leads_may(user, right) else []


def is_lead(user: AnyUser) -> bool:
    """Tell whether ``user`` leads a territory today."""
    return bool(territories_led_by(user))


def reads_only(user: AnyUser) -> bool:
    """Tell whether ``user`` leads and may not edit; who may edit finds the same rows by the wider right."""
    return is_lead(user) and not leads_may(user, LeadRight.EDIT)


def leads_with_account(territory: Territory) -> QuerySet[Any, Any]:
    """Return the accounts of those who lead ``territory`` today and are not of the staff."""
    leads = TerritoryLead.objects.running_on(timezone.localdate()).filter(territory=territory).order_by()
    accounts = User.objects.filter(is_active=True, is_staff=False, is_superuser=False)
    return accounts.filter(person__in=leads.values("person")).select_related("person").order_by("email")


def territories_run_by(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the territories that ``user`` runs: all for staff, else those led today."""
    territories = Territory.objects.order_by("name")
    return territories if getattr(user, "is_staff", False) else territories.filter(pk__in=territories_led_by(user))


def may_exchange(user: AnyUser) -> bool:
    """Tell whether ``user`` runs territories: staff, and the leads of today."""
    return user.is_active and (bool(getattr(user, "is_staff", False)) or is_lead(user))


def _staff_or_lead_with(user: AnyUser, right: LeadRight) -> bool:
    return user.is_active and (bool(getattr(user, "is_staff", False)) or leads_may(user, right))


def may_import(user: AnyUser) -> bool:
    """Tell whether ``user`` may import companies."""
    return _staff_or_lead_with(user, LeadRight.IMPORT)


def may_export(user: AnyUser) -> bool:
    """Tell whether ``user`` may take away the companies that they keep."""
    return _staff_or_lead_with(user, LeadRight.EXPORT)


def may_create(user: AnyUser) -> bool:
    """Tell whether ``user`` may add to a territory that they run."""
    return _staff_or_lead_with(user, LeadRight.CREATE)


def may_answer_applications(user: AnyUser) -> bool:
    """Tell whether ``user`` may answer applications for membership."""
    return _staff_or_lead_with(user, LeadRight.MAIL)


def rights_of(user: AnyUser) -> dict[str, bool]:
    """Return by its code whether ``user`` has each right of a lead; staff has them all."""
    return {right.value: _staff_or_lead_with(user, right) for right in LeadRight}
