"""Grants on companies, their people and memberships: those of the territories led, and what members see."""

from django.db.models import Q
from django.utils import timezone

from leader.shared.scope import EVERY_ROW, AnyUser, Right, among, grant, one_of
from members.models import (
    Company,
    DuplicatePair,
    Membership,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
)
from members.models.companies import CompanyQuerySet
from members.scope import companies_of, is_member, person_of, staff
from territories.companies import companies_of as companies_of_territories
from territories.companies import keys_of_companies
from territories.models import Affiliation, LeadRight, Mandate, TerritoryLead
from territories.scope.leading import is_lead, leads_may, reads_only, territories_led_by


@grant(Right.VIEW, Affiliation)
def affiliations_of_members(user: AnyUser) -> Q | None:
    """A member sees which territory the other members belong to today."""
    if not is_member(user):
        return None
    today = timezone.localdate()
    return one_of(Membership.objects.covering_on(today), "company", of="company")


@grant(Right.VIEW, Affiliation)
def affiliations_of_represented_company(user: AnyUser) -> Q | None:
    """Whoever represents a company sees where it belongs, member or not."""
    return Q(company__in=companies_of(user)) if person_of(user) else None


def companies_of_lead(user: AnyUser) -> Q:
    """Return the condition that a company is one of a territory that ``user`` leads today."""
    return companies_of_territories(territories_led_by(user))


def companies_run_by(user: AnyUser) -> CompanyQuerySet:
    """Return the companies that ``user`` has: all for staff, else those of the territories led today.

    Whether a lead may edit them is another question: to see one's own companies is no setting.
    """
    companies: CompanyQuerySet = Company.objects.all()
    if staff(user) is EVERY_ROW:
        return companies
    return companies.filter(companies_of_lead(user)) if is_lead(user) else companies.none()


@grant(Right.VIEW, Company)
def companies_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees the companies of the territory, members and prospects alike."""
    return companies_of_lead(user) if reads_only(user) else None


@grant(Right.ADMINISTER, Company)
def companies_kept_by_lead(user: AnyUser) -> Q | None:
    """A lead keeps the companies of the territory, members and prospects alike."""
    return companies_of_lead(user) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.VIEW, RegisterDifference, RegisterSnapshot)
def of_companies_of_led_territory(user: AnyUser) -> Q | None:
    """A lead sees what the register says of these companies."""
    if not is_lead(user):
        return None
    return Q(company__in=keys_of_companies(territories_led_by(user)))


@grant(Right.VIEW, Representative)
def representatives_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees who represents these companies."""
    return of_companies_of_led_territory(user) if reads_only(user) else None


@grant(Right.ADMINISTER, Representative)
def representatives_kept_by_lead(user: AnyUser) -> Q | None:
    """A lead keeps who represents these companies."""
    return of_companies_of_led_territory(user) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.VIEW, Membership)
def memberships_seen_by_lead(user: AnyUser) -> Q | None:
    """A lead sees their memberships."""
    return of_companies_of_led_territory(user) if leads_may(user, LeadRight.SEE_DUES) else None


@grant(Right.VIEW, DuplicatePair)
def pairs_of_led_territory(user: AnyUser) -> Q | None:
    """A lead sees the pairs of which both are companies of the territory: the other one is no secret then."""
    if not is_lead(user):
        return None
    companies = keys_of_companies(territories_led_by(user))
    return Q(company__in=companies, other_company__in=companies)


def _people_of_led_territory(user: AnyUser) -> Q:
    """Return who represents these companies or leads the same territory.

    Of those who did represent one, whoever represents nobody today is found still, as they may come back; whoever
    has another employer is the business of others.
    """
    today = timezone.localdate()
    companies = keys_of_companies(territories_led_by(user))
    has_a_hat = one_of(Representative.objects.running_on(today), "person", of="person")
    lasts = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    representatives = Representative.objects.filter(among("company", companies)).filter(lasts | ~has_a_hat)
    leads = TerritoryLead.objects.filter(territory__in=territories_led_by(user))
    return Q(pk__in=representatives.values("person")) | Q(pk__in=leads.values("person"))


@grant(Right.ADMINISTER, Person)
def people_kept_by_lead(user: AnyUser) -> Q | None:
    """A lead keeps the people who represent these companies or who lead the same territory."""
    return _people_of_led_territory(user) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.VIEW, Person)
def people_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees them."""
    return _people_of_led_territory(user) if reads_only(user) else None


@grant(Right.VIEW, Person)
def people_in_office(user: AnyUser) -> Q | None:
    """A member sees the people who lead a territory or hold an office today."""
    if not is_member(user):
        return None
    today = timezone.localdate()
    leads = TerritoryLead.objects.running_on(today).order_by().values("person")
    return Q(pk__in=leads) | Q(pk__in=Mandate.objects.running_on(today).order_by().values("person"))
