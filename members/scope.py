"""Who may see and change people, companies and memberships: staff, and those who represent a company."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leader.shared.periods import on_day
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant, granted, one_of
from members.models import (
    Activity,
    Activity2025,
    ActivitySection,
    Audience,
    Company,
    CompanyDomain,
    CompanyKeyword,
    CompanyPage,
    ContactPreference,
    DataRequest,
    Disclosure,
    DuplicatePair,
    Field,
    JoinRequest,
    Keyword,
    LegalCategory,
    Membership,
    MergeRecord,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
    Site,
    StaffBand,
    TeamInvitation,
    User,
)
from members.models.companies import CompanyQuerySet


@grant(
    Right.ADMINISTER,
    Company,
    DuplicatePair,
    MergeRecord,
    ContactPreference,
    DataRequest,
    CompanyKeyword,
    CompanyPage,
    Keyword,
    CompanyDomain,
    Disclosure,
    JoinRequest,
    Membership,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
    Site,
    TeamInvitation,
    User,
)
def staff(user: AnyUser) -> Q | None:
    """The staff of the federation has every right; upper apps add it to their own models."""
    return EVERY_ROW if user.is_active and getattr(user, "is_staff", False) else None


@grant(Right.VIEW, Activity, Activity2025, ActivitySection, LegalCategory, StaffBand)
def everybody(user: AnyUser) -> Q:
    """Reference data is public; upper apps add it to what they publish."""
    return EVERY_ROW


def person_of(user: AnyUser) -> int | None:
    """Return the key of the person behind an active account, or None."""
    return getattr(user, "person_id", None) if user.is_active else None


def companies_of(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the keys of the companies that ``user`` represents today."""
    today = timezone.localdate()
    spells = Representative.objects.running_on(today).filter(person=person_of(user))
    return spells.values("company")


def companies_voted_for(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the keys of the companies for which ``user`` votes today."""
    return companies_of(user).filter(vote=Representative.Vote.VOTING)


def teams_run_by(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the companies whose team ``user`` runs: those one votes for, and those one administers."""
    voted = Q(pk__in=companies_voted_for(user)) if person_of(user) else Q(pk__in=[])
    administered = granted(Company, Right.ADMINISTER, user)
    return Company.objects.filter(voted if administered is None else voted | administered)


def is_member(user: AnyUser) -> bool:
    """Tell whether ``user`` represents today a company that is a member today."""
    if person_of(user) is None:
        return False
    known: bool | None = getattr(user, "_is_member", None)
    if known is None:
        known = Company.objects.members_on(timezone.localdate()).filter(pk__in=companies_of(user)).exists()
        user._is_member = known  # type: ignore[union-attr]  # asked several times in one request
    return known


@grant(Right.VIEW, Company)
def member_companies(user: AnyUser) -> Q | None:
    """A member sees the companies that are members today."""
    if not is_member(user):
        return None
    return one_of(Membership.objects.covering_on(timezone.localdate()), "company")


def members_seen_by(user: AnyUser) -> CompanyQuerySet:
    """Return the companies that are members today, of those that ``user`` may see.

    Staff and members see them all: to ask the rule for each would read every membership twice.
    """
    members: CompanyQuerySet = Company.objects.members_on(timezone.localdate())
    sees_all = staff(user) is EVERY_ROW or is_member(user)
    return members if sees_all else members.visible_to(user)


@grant(Right.VIEW, Company)
def represented_company(user: AnyUser) -> Q | None:
    """Whoever represents a company sees it, member or not."""
    return Q(pk__in=companies_of(user)) if person_of(user) else None


@grant(Right.EDIT, Company)
def company_one_votes_for(user: AnyUser) -> Q | None:
    """The voting representative and the alternate keep the company's own page."""
    if person_of(user) is None:
        return None
    voting = companies_of(user).exclude(vote=Representative.Vote.NONE)
    return Q(pk__in=voting)


@grant(Right.VIEW, CompanyKeyword, CompanyPage, Site)
def of_a_company_that_one_sees(user: AnyUser) -> Q:
    """Whoever sees a company, by whichever rule, sees its page, its keywords and its sites."""
    return Q(company__in=Company.objects.visible_to(user).values("pk"))


@grant(Right.EDIT, CompanyKeyword, CompanyPage, Site)
def of_a_company_that_one_keeps(user: AnyUser) -> Q:
    """Whoever keeps a company's file keeps its page, its keywords and its sites."""
    return Q(company__in=Company.objects.editable_by(user).values("pk"))


@grant(Right.VIEW, CompanyPage)
def public_pages(user: AnyUser) -> Q:
    """Everybody reads the pages that their companies show to the public; which parts, the page says."""
    return one_of(CompanyPage.objects.public_on(timezone.localdate()), "pk")


@grant(Right.VIEW, Keyword)
def keywords_to_choose(user: AnyUser) -> Q | None:
    """Whoever has an account may be offered the words that others chose."""
    return EVERY_ROW if user.is_authenticated and user.is_active else None


@grant(Right.EDIT, CompanyDomain, JoinRequest, Representative, TeamInvitation)
def team_one_votes_for(user: AnyUser) -> Q | None:
    """The voting representative runs the company's team."""
    return Q(company__in=companies_voted_for(user)) if person_of(user) else None


@grant(Right.VIEW, Membership, Representative)
def of_the_represented_company(user: AnyUser) -> Q | None:
    """Whoever represents a company sees its memberships and its representatives."""
    return Q(company__in=companies_of(user)) if person_of(user) else None


@grant(Right.VIEW, Representative)
def of_member_companies(user: AnyUser) -> Q | None:
    """A member sees who represents the other members today."""
    if not is_member(user):
        return None
    today = timezone.localdate()
    return on_day(today) & one_of(Membership.objects.covering_on(today), "company", of="company")


@grant(Right.VIEW, Person)
def representatives_of_members(user: AnyUser) -> Q | None:
    """A member sees the people who represent the other members today."""
    seen = of_member_companies(user)
    return None if seen is None else one_of(Representative.objects.filter(seen), "person")


@grant(Right.VIEW, Person)
def of_teams_one_runs(user: AnyUser) -> Q | None:
    """The voting representative sees who represents the company, and who did."""
    if person_of(user) is None:
        return None
    spells = Representative.objects.filter(company__in=companies_voted_for(user))
    return Q(pk__in=spells.values("person"))


@grant(Right.VIEW, Person)
def people_known_to_the_public(user: AnyUser) -> Q:
    """Everybody sees those who have made their name public."""
    public = Disclosure.objects.filter(field=Field.NAME, audience=Audience.PUBLIC)
    return one_of(public, "person")


@grant(Right.EDIT, Disclosure)
def own_choices(user: AnyUser) -> Q | None:
    """Everybody chooses what is shown of themselves."""
    return Q(person=person_of(user)) if person_of(user) else None


@grant(Right.EDIT, Person)
def oneself(user: AnyUser) -> Q | None:
    """Everybody keeps their own name and address."""
    person = person_of(user)
    return Q(pk=person) if person else None
