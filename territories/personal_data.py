"""What this app keeps of people: leads, officers, prospects' contacts, applicants, and what files said."""

from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune, Departement, Epci
from leader.shared import retention as clocks
from leader.shared.periods import not_over
from leader.shared.personal_data import (
    ERASED,
    ERASED_ADDRESS,
    Kept,
    Processing,
    Subject,
    declare,
    declare_none,
    erasing,
)
from members.personal_data import ACCOUNTS, MEMBERS
from territories import invitations
from territories.applications import forgetting as applications
from territories.imports import forgetting as imports
from territories.models import (
    Affiliation,
    Application,
    ApplicationQuestion,
    AreaChange,
    AreaPart,
    ChecklistStep,
    CompanyImport,
    DeclaredFigure,
    Federation,
    HomeCandidate,
    HomeQuestion,
    ImportLine,
    ImportRow,
    Mandate,
    Office,
    Opening,
    OpeningArea,
    OpeningInvitation,
    OpeningProspect,
    OpeningRemark,
    OpeningTeamMember,
    OutsideMandate,
    Prospect,
    ProspectExchange,
    ProspectFile,
    RenewalNotice,
    Shadowing,
    Stage,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)
from territories.models.applications import OPEN_STATES
from territories.models.prospects import COURTED, ERASED_REASON, STOPPED
from territories.pipeline import retention as prospects

GOVERNANCE = Processing(
    key="governance", name=_("Bureaux, leads and openings of territories"),
    purpose=_("To know who leads the federation and its territories, on any day, and to open territories."),
    basis=_("The duties of an association under the law of 1901; the legitimate interest of the federation."),
    people=_("Officers, leads of territories, teams that open one."),
    recipients=_("Everybody, for the names of officers and leads; the staff for the rest."),
    retention=_(
        "The life of the association for officers and minutes; the dossier for an opening; two years for an"
        " invitation to open a territory."
    ),
)  # fmt: skip
PROSPECTS = Processing(
    key="prospects", name=_("Pressenties"),
    purpose=_("To propose companies to join the federation."),
    basis=_("The legitimate interest of the federation; everybody may object, with one click."),
    people=_("Contacts in companies that are courted."),
    recipients=_("The staff and the leads of the territory."),
    retention=_(
        "Three years after the last sign that came from them; then they are asked once, and erased. Of who became"
        " a member, not before five years after the end of the membership."
    ),
)  # fmt: skip
APPLICATIONS = Processing(
    key="applications", name=_("Applications for membership"),
    purpose=_("To examine applications and to answer them."),
    basis=_("Steps before a contract, at the request of the person."),
    people=_("Applicants."),
    recipients=_("The staff and the leads of the territory asked for."),
    retention=_("Thirty days unconfirmed; two years after the decision; three years where nobody decides."),
)  # fmt: skip
OFFICERS = _("register of officers: the life of the association")


@erasing.obstacle
def holds_a_mandate(whose: Subject) -> list[str]:
    """Who holds an office or leads a territory leaves it first."""
    if not whose.person:
        return []
    today = timezone.localdate()
    said = gettext("This person is %(office)s: record the end of the mandate first.")
    mandates = Mandate.objects.running_on(today).filter(person=whose.person).select_related("office")
    leads = TerritoryLead.objects.running_on(today).filter(person=whose.person).select_related("territory")
    led = gettext("This person leads %(territory)s: name another lead and end this one first.")
    return [
        *(said % {"office": mandate.office} for mandate in mandates),
        *(led % {"territory": lead.territory} for lead in leads),
    ]


def _delete_files_that_name(whose: Subject) -> None:
    """Delete the files whose lines name the subject; the lines that were read lose the words alone."""
    if whose.pattern:
        imports.forget_files_naming(whose)


def _withdraw_applications(whose: Subject) -> None:
    """Withdraw what waits for an answer: nobody could be answered any more."""
    for application in erasing.rows_of_model(Application, whose):
        if application.is_open:
            application.withdraw(at=timezone.now())


declare(
    TerritoryLead, GOVERNANCE, person="person", plain=["function"], kept=Kept(OFFICERS, names=True),
    current=not_over,
)  # fmt: skip
declare(
    Mandate, GOVERNANCE, person="person", plain=["mission", "ending_reason", "source"],
    kept=Kept(OFFICERS, names=True), current=not_over,
)  # fmt: skip
declare(
    OutsideMandate, GOVERNANCE, person="person", plain=["body", "role", "source"], current=not_over,
)  # fmt: skip
declare(
    Task, GOVERNANCE, person="person", free=["what", "details"], plain=["receipt"],
)  # fmt: skip
declare(
    AreaChange,
    GOVERNANCE,
    person="author__person",
    free=["reason"],
    plain=["departements", "epcis", "communes", "touched"],
)
declare(HomeQuestion, GOVERNANCE, person="decided_by__person", free=["answer"])
declare(HomeCandidate, GOVERNANCE, person="said_by__person", free=["word"])
declare_none(ChecklistStep, because="what each opening asks for")
declare(
    Opening, GOVERNANCE, person="author__person",
    free=["purpose", "overlap_reason", "decision_reason", "unfinished"],
    plain=["name", "predecessor_name", "country", "place", "announced_at"],
)  # fmt: skip
declare(
    OpeningTeamMember, GOVERNANCE, person="person", addresses=["email"],
    blank={"given_name": "", "family_name": ERASED, "email": ERASED_ADDRESS, "function": "", "company_name": ""},
    current=lambda day: (
        Q(opening__state__in=[*Opening.EDITABLE, Opening.State.SUBMITTED]) | Q(opening__decided_at__date__gte=day)
    ),
)  # fmt: skip
declare(OpeningRemark, GOVERNANCE, person="author__person", free=["text"])
declare(
    OpeningInvitation, GOVERNANCE, addresses=["email"], blank={"email": ERASED_ADDRESS}, free=["message"],
    secret=["secret_digest"],
)  # fmt: skip
declare(
    OpeningProspect, PROSPECTS, addresses=["contact_email"], blank={"contact_name": "", "contact_email": ""},
    free=["contact_name"], plain=["name", "siren", "city"],
)  # fmt: skip
declare(ProspectFile, PROSPECTS, free=["lines"], plain=["name", "headings", "mapping"])
declare(
    Prospect, PROSPECTS, addresses=["contact_email"],
    blank={
        "contact_name": "", "contact_email": "", "notes": "", "next_action": "",
        # Whoever stopped has a reason: it is emptied, and says that there was one.
        "reason": Case(When(state__in=STOPPED, then=Value(ERASED_REASON)), default=Value("")),
    },
    free=["contact_name", "notes", "next_action", "reason"],
    current=lambda day: Q(state__in=COURTED) | Q(state_since__gte=day),  # their own clock runs
)  # fmt: skip
declare(
    ProspectExchange, PROSPECTS, addresses=["prospect__contact_email"], blank={"summary": "–"}, free=["summary"]
)
declare(
    Application, APPLICATIONS, addresses=["email"],
    blank={
        "given_name": "", "family_name": ERASED, "function": "", "email": ERASED_ADDRESS, "phone": "",
        "motivation": "–",
    },
    also=_withdraw_applications,
    current=lambda day: (
        Q(state__in=[Application.State.SUBMITTED, *OPEN_STATES])
        | Q(decided_at__date__gte=day)
        | Q(withdrawn_at__date__gte=day)
    ),
    free=["reason", "registered"],
    plain=["siren", "country", "foreign_number", "name", "address", "postal_code", "city"],
)  # fmt: skip
declare(
    ApplicationQuestion, APPLICATIONS, addresses=["application__email"], blank={"text": "–", "answer": ""},
    free=["text", "answer"],
)  # fmt: skip
declare(
    CompanyImport, ACCOUNTS, person="author__person", free=["file_error", "choices"],
    plain=["file_name", "file", "headings", "mapping", "counts"], also=_delete_files_that_name,
)  # fmt: skip
declare(ImportLine, MEMBERS, free=["cells"])
declare(
    ImportRow, MEMBERS, free=["contact", "email", "phone", "changes", "problems", "refusal", "warnings"],
    plain=[
        "siren", "country", "foreign_number", "name", "address", "postal_code", "city", "website", "naf",
        "naf_2025", "size_class", "territory",
    ],
)  # fmt: skip
declare(Shadowing, ACCOUNTS, person="lead__person")
declare(Stage, GOVERNANCE, free=["note"], plain=["place"])
declare(Succession, GOVERNANCE, free=["reason"], plain=["predecessor_name"])
declare(Transfer, GOVERNANCE, free=["reason", "answer"])
declare_none(
    Affiliation, AreaPart, DeclaredFigure, Federation, Office, OpeningArea, RenewalNotice, Territory,
    because="territories, their areas and figures",
)  # fmt: skip
declare_none(Commune, Departement, Epci, because="geography")


def _due_prospects(now: Any) -> int:
    due = prospects.due_on(timezone.localdate(now))
    return due.to_ask.count() + due.to_erase.count()


clocks.register(
    clocks.Rule(
        key="prospects", name=_("Contacts of pressenties"),
        duration=_(
            "three years after their last sign of life, of members five years after the end of the membership at"
            " the earliest; asked once, erased thirty days later"
        ),
        basis=_("CNIL's reference for commercial management"),
        due=_due_prospects, apply=lambda now: sum(prospects.run(timezone.localdate(now)).values()),
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="opening-invitations", name=_("Invitations to open a territory"),
        duration=_("two years after they were accepted or expired"),
        basis=_("who came is kept with the territory, and who did not is not needed"),
        due=lambda now: invitations.old(now).count(), apply=invitations.forget_old,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="applications-unanswered", name=_("Applications whose question nobody answered"),
        duration=_("six months, then withdrawn"), basis=_("the application has come to nothing"),
        due=lambda now: applications.unanswered(now).count(), apply=applications.close_unanswered,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="applications-waiting", name=_("Applications that the federation never answered"),
        duration=_("three years after the last word of the applicant"),
        basis=_("CNIL's reference for commercial management"),
        due=lambda now: applications.left_waiting(now).count(), apply=applications.forget_waiting,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="applications-accepted", name=_("Contacts of accepted applications"),
        duration=_("two years after the decision"), basis=_("who represents the company is kept in its file"),
        due=lambda now: applications.with_old_contacts(now).count(), apply=applications.forget_contacts,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="applications", name=_("Applications that came to nothing"),
        duration=_("thirty days unconfirmed, two years refused or withdrawn"),
        basis=_("the application has come to nothing"),
        due=lambda now: applications.over(now).count(), apply=applications.forget_old,
    )
)  # fmt: skip
clocks.register(
    clocks.Rule(
        key="imports", name=_("Files of imports and their lines"),
        duration=_("thirty days"), basis=_("the time to mend an import"),
        due=lambda now: imports.old_imports(now).count(), apply=imports.forget_old,
    )
)  # fmt: skip
