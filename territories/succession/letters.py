"""Leads and member companies are told what staff decided of their territory: in the transaction that does it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from leader.shared import mails
from members.models import Company, Representative
from territories.applications.recipients import of_leads, reachable, who_lead
from territories.models import Succession, Territory
from territories.succession.following import Followers


def leads_from(territory: Territory, on: date) -> list[str]:
    """Return the addresses of those who lead ``territory`` on ``on`` or later; read before these spells end."""
    return who_lead(territory.leads.filter(Q(ends_on=None) | Q(ends_on__gte=on)))


def tell_closed(territory: Territory, leads: list[str], *, on: date, reason: str, companies: int) -> None:
    """Tell ``leads`` (addresses), who led it until then, that ``territory`` is closed."""
    told = {"territory": territory, "on": on, "reason": reason, "companies": companies}
    _send("territory_closed", leads, told)


def tell_merged(succession: Succession, ending: list[str], going_on: list[str], *, leads_follow: bool) -> None:
    """Tell those ``ending`` (addresses), who led the territory that is no more, and those ``going_on``.

    Both as they were before the merger; whoever led both goes on.
    """
    told = {"succession": succession, "leads_follow": leads_follow}
    known = {address.lower() for address in going_on}
    _send("territory_merged", going_on, {**told, "goes_on": True})
    _send("territory_merged", [a for a in ending if a.lower() not in known], {**told, "goes_on": False})


def tell_split(succession: Succession, today: date, *, leads_follow: bool) -> None:
    """Tell the leads of the territory that was split."""
    told = {"succession": succession, "leads_follow": leads_follow}
    _send("territory_split", of_leads(succession.predecessor_id, today), told)


def tell_left(
    territory: Territory, homes: Collection[int], others: Collection[int], on: date, today: date
) -> None:
    """Tell the companies (keys), for which the closed ``territory`` was the home or another beside it."""
    told = {"territory": territory, "on": on}
    _tell_companies("company_left", homes, today, {**told, "at_home": True})
    _tell_companies("company_left", others, today, {**told, "at_home": False})


def tell_followed(succession: Succession, found: Followers, today: date) -> None:
    """Tell the companies that follow to another territory; not those that belong there beside it already."""
    told = {"succession": succession}
    coming = [company for company in found.beside() if company not in found.there]
    _tell_companies("company_followed", found.at_home(), today, {**told, "at_home": True})
    _tell_companies("company_followed", coming, today, {**told, "at_home": False})


def _tell_companies(template: str, companies: Collection[int], today: date, context: dict[str, Any]) -> None:
    """Write to who votes for each of the ``companies`` that is a member today; no other asked to hear of it."""
    members = Company.objects.members_on(today).filter(pk__in=companies)
    voting = Representative.objects.running_on(today).filter(vote=Representative.Vote.VOTING, company__in=members)
    rows = voting.exclude(person__email="").select_related("company", "person").order_by("pk")
    for representative in rows:
        addresses = reachable([(representative.person_id, representative.person.email)])
        mails.send(template, addresses, {**context, "company": representative.company})


def _send(template: str, addresses: Iterable[str], context: dict[str, Any]) -> None:
    once = {address.lower(): address for address in addresses}
    mails.send(template, once.values(), context)
