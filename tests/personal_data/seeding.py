"""A person whose unusual name, address and number stand wherever a declaration says that they may."""

from datetime import date

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils import timezone
from pghistory.models import Context

from commissions.meetings.minuting import approve
from elections.models import Decision
from events.models import LineChange
from leader.shared import mails
from leader.shared.models import SentForm
from members.duplicates.merging import foresee, merge
from members.models import (
    ContactPreference,
    DataRequest,
    Disclosure,
    JoinRequest,
    Representative,
    TeamInvitation,
)
from territories.models import (
    ApplicationQuestion,
    CompanyImport,
    ImportLine,
    ImportRow,
    ProspectExchange,
    ProspectFile,
)
from tests.factories.applications import ApplicationFactory
from tests.factories.areas import HomeQuestionFactory
from tests.factories.commissions import (
    ActionItemFactory,
    AgendaItemFactory,
    AnnouncementChoiceFactory,
    AnnouncementDeliveryFactory,
    AnnouncementFactory,
    AttendanceFactory,
    CommissionMembershipFactory,
    DocumentFactory,
    DocumentFolderFactory,
    MeetingFactory,
    MeetingMinutesFactory,
    MinutesItemFactory,
    SeatProposalFactory,
)
from tests.factories.elections import AssemblyFactory, CandidacyFactory, ElectionFactory, RollEntryFactory
from tests.factories.events import (
    AttendeeFactory,
    CheckInFactory,
    DoorKeeperFactory,
    EventFactory,
    EventInvitationFactory,
    FollowUpLetterFactory,
    GuestOfHonourFactory,
    HostCallFactory,
    HostCandidacyFactory,
    HostCriterionFactory,
    HostDocumentFactory,
    HostMarkFactory,
    PhotoFactory,
    PhotoRemovalFactory,
    ProgrammeItemFactory,
    RegistrationFactory,
    SurveyAnswerFactory,
)
from tests.factories.members import (
    CompanyFactory,
    CompanyPageFactory,
    MembershipFactory,
    PersonFactory,
    SiteFactory,
    UserFactory,
)
from tests.factories.refresh import RegisterDifferenceFactory
from tests.factories.territories import (
    MandateFactory,
    OpeningFactory,
    OpeningInvitationFactory,
    OpeningProspectFactory,
    OpeningRemarkFactory,
    OpeningTeamMemberFactory,
    ProspectFactory,
    StageFactory,
    SuccessionFactory,
    TaskFactory,
    TerritoryLeadFactory,
    TransferFactory,
)

GIVEN, FAMILY = "Philibertine", "Zorglubette-Müllér"
EMAIL, OLD_EMAIL, PHONE = "philibertine@zorglubette.example", "Ancienne@zorglubette.example", "01 99 88 77 66"
WORDS = [
    "zorglubette",
    "müllér",
    "philibertine",
    "01 99 88 77 66",
    "0199887766",
    "01.99.88.77.66",
]  # small letters
NAMED = f"Rappeler {FAMILY.upper()} {GIVEN} au 01.99.88.77.66, {EMAIL.upper()}."


def seeded(*, officer=False, represented_until=date(2015, 1, 1)):
    """Return the person; an officer of old when asked, a representative who stopped on a day."""
    person = PersonFactory(given_name=GIVEN, family_name=FAMILY, email=OLD_EMAIL, phone=PHONE)
    person.email, person.public_function = EMAIL, f"Amie de {GIVEN}"
    person.save()
    user = UserFactory(email=EMAIL, person=person)
    address = EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="k" * 64, sent=timezone.now())
    Authenticator.objects.create(user=user, type="totp", data={"secret": EMAIL})
    _sign_in(user)
    _members(person, represented_until)
    _territories(person, user)
    _texts(user)
    if officer:
        MandateFactory(person=person, starts_on=date(2012, 1, 1), ends_on=date(2014, 1, 1))
        TerritoryLeadFactory(person=person, starts_on=date(2012, 1, 1), ends_on=date(2014, 1, 1))
    return person


def _sign_in(user):
    session = SessionStore()
    session["_auth_user_id"], session["who"] = str(user.pk), EMAIL
    session.create()


def _members(person, until):
    company = CompanyFactory(email=EMAIL, phone=PHONE, description=NAMED)
    Representative.objects.create(
        person=person, company=company, function="Gérante", starts_on=date(2010, 1, 1), ends_on=until
    )
    MembershipFactory(company=company, ending_reason=NAMED)
    CompanyPageFactory(
        company=company, seeks=NAMED, offers=NAMED, logo_alt=NAMED,
        social_pages=["https://social.example/in/philibertine-zorglubette-muller-4b12/"],
    )  # fmt: skip
    SiteFactory(company=company, phone=PHONE)
    RegisterDifferenceFactory(company=company, note=NAMED)
    now = timezone.now()
    TeamInvitation.objects.create(
        company=company, given_name=GIVEN, family_name=FAMILY, email=EMAIL, function="Gérante", secret_digest="d",
        invited_by=person.user, sent_at=now, expires_at=now,
    )  # fmt: skip
    JoinRequest.objects.create(company=company, user=person.user, email=EMAIL, asked_at=now)
    Disclosure.objects.create(person=person, field="phone", audience="nobody")
    CommissionMembershipFactory(person=person)
    SeatProposalFactory(person=person, proposed_by=person.user, message=NAMED)
    meeting = MeetingFactory(title=NAMED[:60], details=NAMED)
    AgendaItemFactory(meeting=meeting, title=NAMED[:60], owner=person)
    AttendanceFactory(meeting=meeting, person=person)
    _minutes(person, now)
    _documents(person, now)
    GuestOfHonourFactory(person=person)
    _elections(person, company)
    event = EventFactory(practical=NAMED, purpose=NAMED, members_note=NAMED)
    ProgrammeItemFactory(event=event, speaker=f"{GIVEN} {FAMILY}", details=NAMED)
    party = RegistrationFactory(company=company, contact_email=EMAIL, registered_by=person.user)
    LineChange.objects.create(registration=party, kind="first", reason=NAMED, by=person.user, at=now)
    AttendeeFactory(
        registration=party, given_name=GIVEN, family_name=FAMILY, email=EMAIL, badge_name=FAMILY, diet_note=NAMED,
        access_needs=NAMED,
    )  # fmt: skip
    HostCandidacyFactory(
        author=person.user, pitch=NAMED, call__criteria=NAMED, call__outcome="skipped", call__reason=NAMED,
        call__decided_at=now, call__decided_by=person.user,
    )  # fmt: skip
    candidacy = HostCandidacyFactory(call=HostCallFactory(over=True))
    HostMarkFactory(candidacy=candidacy, criterion=HostCriterionFactory(call=candidacy.call), marker=person.user)
    HostDocumentFactory(candidacy=candidacy, name=f"Lettre de {GIVEN} {FAMILY}.pdf", sent_by=person.user)
    photo = PhotoFactory(
        event=event, caption=f"{GIVEN} {FAMILY}", credit=f"{GIVEN} {FAMILY}", added_by=person.user
    )
    PhotoRemovalFactory(photo=photo, email=EMAIL, reason=NAMED)
    letter = FollowUpLetterFactory(follow_up__event=event, email=EMAIL)
    SurveyAnswerFactory(follow_up=letter.follow_up, words=NAMED)
    CheckInFactory(
        attendee=None, admission=party.admission, way="walk_in", name=f"{GIVEN} {FAMILY}",
        organisation=NAMED, by=person.user,
    )  # fmt: skip
    DoorKeeperFactory(event=event, email=EMAIL)
    EventInvitationFactory(admission=party.admission, email=EMAIL, contact_name=f"{GIVEN} {FAMILY}")
    ContactPreference.choose(EMAIL, "events", is_wanted=False, source="own_page", at=timezone.now())
    asked = DataRequest.receive(email=EMAIL, kind="erasure", words=NAMED, at=timezone.now(), person=person)
    _merged(person, company)
    asked.extend(NAMED, version=asked.version)


def _minutes(person, now):
    """Approved minutes of a meeting that name the person in each text, and a correction that is being written."""
    draft = MeetingMinutesFactory()
    named = {"title": NAMED[:60], "text": NAMED, "decided": NAMED}
    ActionItemFactory(meeting=draft.meeting, what=NAMED, owner=person)
    MinutesItemFactory(minutes=draft, **named)
    approve(draft, by=person.user, at=now)
    correction = MeetingMinutesFactory(meeting=draft.meeting, number=2, reason=NAMED)
    MinutesItemFactory(minutes=correction, **named)


def _documents(person, now):
    """A document that the person brought and whose words name them, and an announcement of theirs on its way."""
    folder = DocumentFolderFactory(name=NAMED[:60])
    document = DocumentFactory(
        commission=folder.commission, folder=folder, title=NAMED[:60], brought_by=person.user
    )
    document.versions.update(file_name=NAMED[:60], note=NAMED)
    announcement = AnnouncementFactory(author=person.user, subject=NAMED[:60], text=NAMED)
    AnnouncementDeliveryFactory(announcement=announcement, person=person)
    AnnouncementChoiceFactory(person=person)
    mails.queue("autre@leader.example", "Annonce", "Texte", reply_to=EMAIL, stop_path="/x/")


def _elections(person, company):
    """Let the person stand in an election that is over, name a list, and be named where one was given up."""
    candidacy = CandidacyFactory(person=person, statement=NAMED)
    election = candidacy.contest.election
    CandidacyFactory(contest=candidacy.contest, person=None, list_name=f"Avec {GIVEN} {FAMILY}")
    RollEntryFactory(election=election, company=company, representative=person)
    for step in ["sealed", "open", "closed", "counted", "proclaimed"]:
        type(election).objects.filter(pk=election.pk).update(state=step)
    ElectionFactory(state="void", void_reason=NAMED)


def _merged(person, company):
    """Merge a double of the person, and a company that both have written to, as a clerk would."""
    double = PersonFactory(given_name=GIVEN, family_name=FAMILY, email=OLD_EMAIL, phone=PHONE)
    other = CompanyFactory(email=EMAIL, phone=PHONE)
    for kind, kept, removed in (("person", person, double), ("company", company, other)):
        kept.refresh_from_db()
        merge(
            kind, kept.pk, removed.pk, {}, by=person.user, at=timezone.now(), versions=(kept.version, 1),
            promised=foresee(kind, kept.pk, removed.pk).digest(),
        )  # fmt: skip


def _territories(person, user):
    opening = OpeningFactory(author=user, purpose=NAMED, unfinished={"team": {"family_name": NAMED}})
    OpeningTeamMemberFactory(opening=opening, person=person, family_name=FAMILY, given_name=GIVEN, email=EMAIL)
    OpeningProspectFactory(opening=opening, contact_name=f"{GIVEN} {FAMILY}", contact_email=EMAIL)
    OpeningRemarkFactory(opening=opening, author=user, text=NAMED)
    OpeningInvitationFactory(email=EMAIL, message=NAMED)
    TaskFactory(what=NAMED, details=NAMED)
    ProspectFile.objects.create(opening=opening, name="liste.csv", lines=[[1, [f"{GIVEN} {FAMILY}", EMAIL]]])
    mine = ProspectFactory(contact_name=f"{GIVEN} {FAMILY}", contact_email=EMAIL, notes=NAMED)
    theirs = ProspectFactory(contact_name="Sacha Autre", contact_email="autre@example.org", notes=NAMED)
    for prospect in (mine, theirs):
        ProspectExchange.objects.create(prospect=prospect, summary=NAMED, author=user)
    application = ApplicationFactory(
        given_name=GIVEN, family_name=FAMILY, email=EMAIL, phone=PHONE, motivation=NAMED, confirmed=True
    )
    now = timezone.now()
    ApplicationQuestion.objects.create(
        application=application, text=NAMED, asked_by=user, asked_at=now, answer=NAMED, answered_at=now
    )
    StageFactory(note=NAMED)
    SuccessionFactory(reason=NAMED)
    TransferFactory(reason=NAMED, answer=NAMED)
    question = HomeQuestionFactory(change__reason=NAMED, answer=NAMED)
    question.candidates.update(word=NAMED)


def _texts(user):
    company_import = CompanyImport.objects.create(author=user, file_name="liste.csv", choices={"2": NAMED})
    company_import.file.save("liste.csv", ContentFile(NAMED.encode()))
    key = company_import.pk
    ImportLine.objects.create(import_id=key, number=2, cells=f'["Essai", "{GIVEN} {FAMILY}", "{EMAIL}"]')
    ImportRow.objects.create(
        import_id=key, number=2, reference=1, contact=f"{GIVEN} {FAMILY}", email=EMAIL, phone=PHONE, outcome="new",
        problems=[NAMED], changes={"email": ["", EMAIL]}, refusal=[NAMED], warnings=[NAMED], **IMPORT_TEXTS,
    )  # fmt: skip
    LogEntry.objects.create(
        user=user, content_type=ContentType.objects.first(), object_id="1", object_repr=f"{GIVEN} {FAMILY}",
        action_flag=CHANGE, change_message=NAMED,
    )  # fmt: skip
    Context.objects.create(id="0" * 8 + "-0000-4000-8000-" + "0" * 12, metadata={"url": NAMED})
    SentForm.objects.create(
        owner="user 1", key="k", messages=[[25, NAMED, ""]], headers={"Location": f"/?q={EMAIL}"}
    )
    mails.queue(EMAIL, f"Bonjour {GIVEN} {FAMILY}", NAMED)
    mails.queue("staff@leader.example", f"De {GIVEN} {FAMILY}", NAMED)
    Decision.objects.create(assembly=AssemblyFactory(), text="Une décision sans nom.")


IMPORT_TEXTS = dict.fromkeys(
    [
        "siren", "country", "foreign_number", "name", "address", "postal_code", "city", "website", "naf",
        "size_class", "territory",
    ],
    "",
)  # fmt: skip
