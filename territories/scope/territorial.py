"""Grants on territories and what hangs on them: dates, bureaux, tasks, prospects, transfers, areas."""

from django.db.models import Q

from leader.shared.exports import withholds_files
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant, refuses_adding
from members.scope import person_of, staff
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
from territories.models.tasks import Role
from territories.scope.leading import is_lead, leads_may, may_create, may_export, reads_only, territories_led_by

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


@grant(Right.EDIT, Territory)
def led_territory(user: AnyUser) -> Q | None:
    """A lead keeps the page of the territory."""
    return Q(pk__in=territories_led_by(user)) if leads_may(user, LeadRight.EDIT) else None


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
    return of_led_territory(user) if reads_only(user) else None


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
    return _with_led_territory(user) if reads_only(user) else None


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


def _asked_about(user: AnyUser) -> Q:
    asked = HomeCandidate.objects.filter(territory__in=territories_led_by(user))
    return Q(pk__in=asked.order_by().values("question"))


@grant(Right.VIEW, HomeQuestion)
def question_read_by_lead(user: AnyUser) -> Q | None:
    """A lead who may not edit sees which companies are asked whether they are at home in the territory."""
    return _asked_about(user) if reads_only(user) else None


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


@grant(Right.VIEW, Shadowing)
def looks_as_oneself(user: AnyUser) -> Q | None:
    """A lead knows who of the staff looked as them, and when."""
    return Q(lead=user.pk) if person_of(user) else None


@refuses_adding
def lead_without_adding(user: AnyUser) -> bool:
    """A lead whom the federation does not let create adds nothing at the desk."""
    return not may_create(user) and is_lead(user)


@withholds_files
def lead_without_files(user: AnyUser) -> bool:
    """A lead whom the federation does not let export gets no file from any list."""
    return not may_export(user) and is_lead(user)
