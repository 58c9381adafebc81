"""Who may see and change territories and what hangs on them: staff, and the leads of the day."""

from typing import Any

from django.db.models import Exists, Q, QuerySet, Subquery
from django.utils import timezone

from leader.shared.exports import withholds_files
from leader.shared.scope import EVERY_ROW, AnyUser, Right, among, grant, one_of, refuses_adding
from members.models import (
    Company,
    DuplicatePair,
    Membership,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
    User,
)
from members.scope import companies_of, is_member, person_of, staff
from territories.companies import companies_of as companies_of_territories
from territories.companies import keys_of_companies
from territories.models import (
    Affiliation,
    Application,
    AreaChange,
    ChecklistStep,
    CompanyImport,
    DeclaredFigure,
    Federation,
    HomeCandidate,
    HomeQuestion,
    LeadRight,
    Mandate,
    Office,
    Opening,
    OpeningInvitation,
    OpeningTeamMember,
    OutsideMandate,
    Prospect,
    ProspectExchange,
    RenewalNotice,
    Shadowing,
    Stage,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)
from territories.models.lead_rights import EVERY_RIGHT
from territories.models.tasks import Role

grant(
    Right.ADMINISTER,
    Affiliation,
    Application,
    AreaChange,
    ChecklistStep,
    CompanyImport,
    DeclaredFigure,
    Federation,
    HomeCandidate,
    HomeQuestion,
    Mandate,
    Office,
    Opening,
    OpeningInvitation,
    OutsideMandate,
    Prospect,
    ProspectExchange,
    RenewalNotice,
    Shadowing,
    Stage,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)(staff)


@grant(Right.VIEW, DeclaredFigure, Mandate, OutsideMandate, Stage, Succession, Territory, TerritoryLead)
def everybody(user: AnyUser) -> Q:
    """Territories, their dates, their leads, their bureaux and what was told of them are public."""
    return EVERY_ROW


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


def companies_of_lead(user: AnyUser) -> Q:
    """Return the condition that a company is one of a territory that ``user`` leads today."""
    return companies_of_territories(territories_led_by(user))


@grant(Right.EDIT, Territory)
def led_territory(user: AnyUser) -> Q | None:
    """A lead keeps the page of the territory."""
    return Q(pk__in=territories_led_by(user)) if leads_may(user, LeadRight.EDIT) else None


def _reads_only(user: AnyUser) -> bool:
    """Tell whether ``user`` leads and may not edit; who may edit finds the same rows by the wider right."""
    return is_lead(user) and not leads_may(user, LeadRight.EDIT)


@grant(Right.VIEW, Affiliation, Task)
def of_led_territory(user: AnyUser) -> Q | None:
    """A lead sees the tasks of the territory and who belongs to it."""
    return Q(territory__in=territories_led_by(user)) if is_lead(user) else None


@grant(Right.VIEW, Transfer)
def transfer_of_led_territory(user: AnyUser) -> Q | None:
    """A lead sees the transfers from and to the territory; who may answer is said by ``transfers.rights``."""
    led = territories_led_by(user)
    return Q(origin__in=led) | Q(destination__in=led) if led else None


@grant(Right.VIEW, Prospect)
def read_in_led_territory(user: AnyUser) -> Q | None:
    """A lead who may not edit sees the prospects of the territory."""
    return of_led_territory(user) if _reads_only(user) else None


@grant(Right.ADMINISTER, Prospect)
@grant(Right.EDIT, Mandate)
def kept_in_led_territory(user: AnyUser) -> Q | None:
    """A lead works with the prospects of the territory and keeps its bureau."""
    return Q(territory__in=territories_led_by(user)) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.EDIT, Task)
def own_task(user: AnyUser) -> Q | None:
    """A task is kept by the person it names."""
    person = person_of(user)
    return Q(person=person) if person else None


@grant(Right.EDIT, Task)
def task_of_led_territory(user: AnyUser) -> Q | None:
    """The leads of its territory keep a task, unless it is the staff's."""
    if not leads_may(user, LeadRight.EDIT):
        return None
    return Q(territory__in=territories_led_by(user), role=Role.LEADS)


def _with_led_territory(user: AnyUser) -> Q:
    led = Prospect.objects.filter(territory__in=territories_led_by(user))
    return Q(prospect__in=led.values("pk"))


@grant(Right.VIEW, ProspectExchange)
def read_with_led_territory(user: AnyUser) -> Q | None:
    """A lead who may not edit sees what was exchanged with the prospects of the territory."""
    return _with_led_territory(user) if _reads_only(user) else None


@grant(Right.ADMINISTER, ProspectExchange)
def kept_with_led_territory(user: AnyUser) -> Q | None:
    """A lead keeps what was exchanged with them."""
    return _with_led_territory(user) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.EDIT, Application)
def application_to_led_territory(user: AnyUser) -> Q | None:
    """A lead answers the applications to the territory, once the applicant has confirmed the address."""
    if not leads_may(user, LeadRight.MAIL):
        return None
    return Q(territory__in=territories_led_by(user), confirmed_at__isnull=False)


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


@grant(Right.VIEW, Company)
def companies_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees the companies of the territory, members and prospects alike."""
    return companies_of_lead(user) if _reads_only(user) else None


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
    return of_companies_of_led_territory(user) if _reads_only(user) else None


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
    return _people_of_led_territory(user) if _reads_only(user) else None


@grant(Right.VIEW, Person)
def people_in_office(user: AnyUser) -> Q | None:
    """A member sees the people who lead a territory or hold an office today."""
    if not is_member(user):
        return None
    today = timezone.localdate()
    leads = TerritoryLead.objects.running_on(today).order_by().values("person")
    return Q(pk__in=leads) | Q(pk__in=Mandate.objects.running_on(today).order_by().values("person"))


@grant(Right.VIEW, Opening)
def opening_of_team(user: AnyUser) -> Q | None:
    """Whoever is named in the team of a dossier reads it, once signed in with that address."""
    if not (user.is_authenticated and user.is_active):
        return None
    named = OpeningTeamMember.objects.filter(email__iexact=user.email)  # type: ignore[attr-defined]
    return Q(pk__in=named.values("opening"))


@grant(Right.VIEW, Shadowing)
def looks_as_oneself(user: AnyUser) -> Q | None:
    """A lead knows who of the staff looked as them, and when."""
    return Q(lead=user.pk) if person_of(user) else None


def leads_with_account(territory: Territory) -> QuerySet[Any, Any]:
    """Return the accounts of those who lead ``territory`` today and are not of the staff."""
    leads = TerritoryLead.objects.running_on(timezone.localdate()).filter(territory=territory).order_by()
    accounts = User.objects.filter(is_active=True, is_staff=False, is_superuser=False)
    return accounts.filter(person__in=leads.values("person")).select_related("person").order_by("email")


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


def rights_of(user: AnyUser) -> dict[str, bool]:
    """Return by its code whether ``user`` has each right of a lead; staff has them all."""
    return {right.value: _staff_or_lead_with(user, right) for right in LeadRight}


@refuses_adding
def lead_without_adding(user: AnyUser) -> bool:
    """A lead whom the federation does not let create adds nothing at the desk."""
    return not may_create(user) and is_lead(user)


@withholds_files
def lead_without_files(user: AnyUser) -> bool:
    """A lead whom the federation does not let export gets no file from any list."""
    return not may_export(user) and is_lead(user)


def may_answer_applications(user: AnyUser) -> bool:
    """Tell whether ``user`` may answer applications for membership."""
    return _staff_or_lead_with(user, LeadRight.MAIL)


def territories_run_by(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the territories that ``user`` runs: all for staff, else those led today."""
    territories = Territory.objects.order_by("name")
    return territories if getattr(user, "is_staff", False) else territories.filter(pk__in=territories_led_by(user))


def openings_of(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the dossiers that ``user`` began or helps with."""
    return Opening.objects.filter(Q(author=user.pk) | (opening_of_team(user) or Q(pk__in=[])))


def may_open(user: AnyUser) -> bool:
    """Tell whether ``user`` may begin a dossier: staff, a lead of today, or somebody invited and not served."""
    return _opens_by_role(user) or (user.is_authenticated and user.is_active and invitation_of(user).exists())


def finds_openings(user: AnyUser) -> bool:
    """Tell whether the pages of openings have something for ``user``: one to begin, or one begun.

    Every page asks, for its navigation: whoever has no role costs one query.
    """
    if _opens_by_role(user) or not (user.is_authenticated and user.is_active):
        return _opens_by_role(user)
    own = User.objects.filter(pk=user.pk)
    return own.filter(Exists(invitation_of(user)) | Exists(openings_of(user))).exists()


def _opens_by_role(user: AnyUser) -> bool:
    return may_create(user)


def invitation_of(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the invitations that ``user`` accepted and that served no dossier yet."""
    return OpeningInvitation.objects.filter(accepted_by=user.pk, opening__isnull=True)


@grant(Right.EDIT, Opening)
def own_opening(user: AnyUser) -> Q | None:
    """Whoever began a dossier keeps it."""
    return Q(author=user.pk) if user.is_authenticated and user.is_active else None


def _asked_about(user: AnyUser) -> Q:
    asked = HomeCandidate.objects.filter(territory__in=territories_led_by(user))
    return Q(pk__in=asked.order_by().values("question"))


@grant(Right.VIEW, HomeQuestion)
def question_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees which companies are asked whether they are at home in the territory."""
    return _asked_about(user) if _reads_only(user) else None


@grant(Right.EDIT, HomeQuestion)
def question_of_led_territory(user: AnyUser) -> Q | None:
    """A lead says what these companies answered."""
    return _asked_about(user) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.EDIT, CompanyImport)
def own_import(user: AnyUser) -> Q | None:
    """A lead keeps the imports begun for a territory that is led today."""
    if not leads_may(user, LeadRight.IMPORT):
        return None
    return Q(author=user.pk, territory__in=territories_led_by(user))
