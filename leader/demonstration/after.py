"""What comes after an opening, in the demonstration: a merger, a transfer that waits, pressenties invited."""

from datetime import date, timedelta

from django.utils import timezone

from events.courting import inviting as courting
from events.courting.answers import courted_guests
from events.models import Admission, Event, EventInvitation
from events.registration import inviting
from members.models import Company, User
from territories.models import Affiliation, Territory, TerritoryLead, Transfer
from territories.succession import merging

OPENED_ON, MERGED_ON = date(2017, 9, 14), date(2021, 6, 30)


def load_after(companies: list[Company], lead: User, staff: User) -> None:
    """Merge a territory of a few years into Nîmes, and let the lead of Toulouse ask for a company of Perpignan."""
    nimes = Territory.objects.get(slug="nimes")
    vistre = Territory.objects.create(slug="vistre", name="LeadeR Vistre (fictif)")
    vistre.open(on=OPENED_ON, place="Vauvert")
    at_home = Affiliation.objects.filter(company__in=companies, territory=nimes, is_home=True)
    for spell in at_home.order_by("pk")[:2]:
        spell.territory, spell.starts_on = vistre, OPENED_ON
        spell.save(update_fields=["territory", "starts_on"])
    merging.merge(
        vistre, nimes, on=MERGED_ON, reason="Un seul bassin d’emploi (fictif)", leads_follow=False, by=staff,
        at=timezone.now(), shown=merging.foreseen(vistre, nimes, MERGED_ON).digest(),
    )  # fmt: skip
    _ask(companies, lead)
    _invite(lead)


def _invite(lead: User) -> None:
    """Invite the pressenties of Toulouse to the next gala but one; one of them says that it does not come."""
    toulouse = TerritoryLead.objects.filter(person=lead.person).select_related("territory")[0].territory
    admission = Admission.objects.filter(event__kind=Event.Kind.GALA).latest("closes_at")
    guests = courted_guests(toulouse, admission, lead).exclude(contact_email="")
    courting.invite(admission, list(guests)[:-1], places_max=2, by=lead, at=timezone.now())
    for invitation in EventInvitation.objects.filter(prospect__territory=toulouse)[:1]:
        inviting.decline(invitation, at=timezone.now())


def _ask(companies: list[Company], lead: User) -> None:
    toulouse = TerritoryLead.objects.filter(person=lead.person).select_related("territory")[0].territory
    going = Affiliation.objects.filter(company__in=companies, territory__slug="perpignan", is_home=True)
    spell = going.select_related("territory").order_by("pk")[0]
    Transfer.objects.create(
        company=spell.company, origin=spell.territory, destination=toulouse, wanted_on=timezone.localdate(),
        way=Transfer.Way.STAYS, reason="Le siège a déménagé (fictif)", asked_by=lead, asked_for=toulouse,
        asked_at=timezone.now() - timedelta(days=3),
    )  # fmt: skip
