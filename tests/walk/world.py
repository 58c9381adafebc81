"""A small world for the walk: two territories side by side, with one person in each role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Self
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from commissions.meetings.minuting import approve
from commissions.models import (
    ActionItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
    MinutesItem,
    SeatProposal,
)
from elections import box
from elections.models import (
    Assembly,
    Candidacy,
    CodeOfficer,
    Contest,
    Election,
    Incident,
    KeyCeremony,
    Minutes,
    RollEntry,
    Trustee,
)
from events.models import (
    Admission,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    FollowUp,
    FollowUpLetter,
    HostCall,
    HostCandidacy,
    HostCriterion,
    HostDocument,
    HostMark,
    Photo,
    PhotoRemoval,
    Registration,
    Seat,
    SeatWish,
    SurveyAnswer,
    Table,
)
from leader.geography.models import Commune, Departement, Epci
from members.models import (
    Activity,
    Activity2025,
    ActivitySection,
    Company,
    CompanyDomain,
    CompanyKeyword,
    CompanyPage,
    ContactPreference,
    DataRequest,
    Disclosure,
    DuplicatePair,
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
    Mandate,
    Office,
    Opening,
    OutsideMandate,
    Prospect,
    RenewalNotice,
    Shadowing,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)
from tests.elections import online

SINCE = date(2017, 1, 1)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class Side:
    """One territory with its lead, a member company, a prospect; a dossier and an import begun by its lead."""

    territory: Territory
    lead: User
    member: User
    company: Company
    membership: Membership
    representative: Representative
    site: Site
    prospect: Prospect
    opening: Opening
    company_import: CompanyImport
    application: Application
    difference: RegisterDifference
    area_change: AreaChange
    home_question: HomeQuestion
    mandate: Mandate
    task: Task
    pair: DuplicatePair
    election: Election
    proclaimed: Election
    transfer: Transfer
    with_key: Election
    vote: Election


@dataclass
class World:
    """The lead's own side, the neighbour's, and what belongs to all."""

    own: Side
    foreign: Side
    commission: Commission
    other_commission: Commission
    event: Event
    hidden_event: Event
    assembly: Assembly
    users: dict[str, User | None] = field(default_factory=dict)

    @classmethod
    def build(cls) -> Self:
        """Create everything in the database."""
        Federation.objects.create(pk=1, name="LeadeR")
        departement = Departement.objects.create(code="30", name="Gard", region_code="76")
        epci = Epci.objects.create(siren="200066918", name="CA Alès Agglomération")
        section = ActivitySection.objects.create(code="J", label="Information et communication")
        Activity.objects.create(code="62.01Z", label="Programmation informatique", section=section)
        Activity2025.objects.create(code="62.10Y", label="Programmation informatique", section="K")
        LegalCategory.objects.create(code="5710", label="SAS")
        StaffBand.objects.create(code="12", label="20 à 49 salariés", at_least=20, at_most=49)
        DataRequest.objects.create(email="a@example.org", kind="access", due_on=SINCE)
        ContactPreference.objects.create(email="a@example.org", purpose="events", is_wanted=False, source="staff")
        DeclaredFigure.objects.create(subject="members", value=130, source="Gazette")
        commune = Commune.objects.create(code="30007", name="Alès", departement=departement, epci=epci)
        own, foreign = _side("own", commune), _side("foreign", commune)
        staff = _user("staff", is_staff=True)
        chair = _representative_user("chair", own.company)
        commission = Commission.objects.create(slug="rd", name="R&D")
        other = Commission.objects.create(slug="finances", name="Finances")
        CommissionMembership.objects.create(
            commission=commission, person=chair.person, role=CommissionMembership.Role.CHAIR, starts_on=SINCE
        )
        for each, side in [(commission, own), (other, foreign)]:
            CommissionMilestone.objects.create(commission=each, kind="kept", happened_on=SINCE)
            _meet(each, side)
            _tell(each, side, foreign.lead.person if each == other else chair.person)
            SeatProposal.objects.create(
                commission=each,
                person=side.member.person,
                origin="person",
                proposed_at=NOW,
                proposed_by=side.member,
            )
        CommissionMembership.objects.create(commission=other, person=foreign.lead.person, starts_on=SINCE)
        OutsideMandate.objects.create(person=chair.person, body="CCI", starts_on=SINCE)
        ChecklistStep.objects.create(what="Hold the assembly")
        Mandate.objects.create(person=chair.person, office=_office("president"), starts_on=SINCE)
        Shadowing.objects.create(
            staff=staff, lead=own.lead, territory=own.territory, started_at=NOW, ends_at=NOW + timedelta(minutes=9)
        )
        RenewalNotice.objects.create(membership=own.membership, kind="opens", sent_on=SINCE)
        MergeRecord.objects.create(
            kind="company", company=own.company, removed_key=9999, merged_by=staff, merged_at=NOW
        )
        event = _event("gala", foreign.territory, is_published=True)
        call = HostCall.objects.create(year=2099, opens_on=SINCE, closes_on=date(2098, 1, 1), criteria="–")
        criterion = HostCriterion.objects.create(call=call, name="Salle")
        for side in (own, foreign):
            _party(event, side.company)
            _stand(call, criterion, side)
        _afterwards(event)
        return cls(
            own=own,
            foreign=foreign,
            commission=commission,
            other_commission=other,
            event=event,
            hidden_event=_event("seminaire", foreign.territory, is_published=False),
            assembly=Assembly.objects.create(held_on=SINCE),
            users={
                "stranger": None,
                "guest": _user("guest"),
                "member": own.member,
                "chair": chair,
                "lead": own.lead,
                "neighbour": foreign.lead,
                "staff": staff,
            },
        )


def _meet(commission: Commission, side: Side) -> None:
    """Let the commission have met, with the member of the side."""
    meeting = Meeting.objects.create(commission=commission, title="Réunion", starts_at=NOW, place="Alès")
    Meeting.objects.filter(pk=meeting.pk).update(convened_at=NOW)
    CalendarFeed.objects.create(user=side.member, about="own", created_at=NOW)
    Attendance.objects.create(meeting=meeting, person=side.member.person, sent_sequence=0)
    ActionItem.objects.create(meeting=meeting, what="Réserver", due_on=SINCE, owner=side.lead.person)
    minutes = MeetingMinutes.objects.create(meeting=meeting)
    MinutesItem.objects.create(minutes=minutes, rank=1, title="Budget", text="Présenté.")
    approve(minutes, by=side.lead, at=NOW)
    draft = MeetingMinutes.objects.create(meeting=meeting, number=2, reason="Le montant.")
    MinutesItem.objects.create(minutes=draft, rank=1, title="Budget")


def _tell(commission: Commission, side: Side, seated: Person) -> None:
    """Let the commission have a document for members in a folder, and an announcement to who sits there."""
    folder = DocumentFolder.objects.create(commission=commission, name="Budget")
    document = Document.objects.create(
        commission=commission, folder=folder, title="Budget", visibility="members", brought_by=side.member,
        brought_at=NOW,
    )  # fmt: skip
    DocumentVersion.objects.create(
        document=document, kind="pdf", file_name="budget.pdf", size=15, digest="0" * 64, uploaded_by=side.member,
        uploaded_at=NOW, file=f"documents/{commission.slug}",
        preview=f"documents/{commission.slug}.webp", preview_state="drawn",
    )  # fmt: skip
    told = {"subject": "Salon", "text": "En mars.", "sent_at": NOW}
    announcement = Announcement.objects.create(commission=commission, author=side.lead, **told)
    AnnouncementDelivery.objects.create(announcement=announcement, person=seated, how="weekly")
    AnnouncementChoice.objects.create(person=seated, commission=commission, how="weekly", chosen_at=NOW)


def _user(name: str, **fields) -> User:
    person = Person.objects.create(given_name=name, family_name="Marche", email=f"{name}@leader.example")
    return User.objects.create_user(f"{name}@leader.example", person=person, **fields)


def _representative_user(name: str, company: Company) -> User:
    user = _user(name)
    Representative.objects.create(person=user.person, company=company, starts_on=SINCE)
    return user


def _event(slug: str, territory: Territory, *, is_published: bool) -> Event:
    return Event.objects.create(
        kind=Event.Kind.OTHER, slug=slug, name=slug, held_on=SINCE, territory=territory, is_published=is_published
    )


def _party(event: Event, company: Company) -> None:
    """Let the company come to the event with somebody; let the federation invite a house there."""
    terms = {"capacity": 9, "opens_at": NOW, "closes_at": NOW + timedelta(days=36500)}
    admission = Admission.objects.get_or_create(event=event, defaults=terms)[0]
    party = Registration.objects.create(
        admission=admission, company=company, category="member", contact_email="party@leader.example", places=2,
        state=Registration.State.CONFIRMED, priority=20, asked_at=NOW,
    )  # fmt: skip
    attendee = Attendee.objects.create(registration=party, number=1, family_name="Marche")
    CheckIn.objects.create(
        admission=admission, attendee=attendee, scan=uuid4(), way="typed", at=NOW, received_at=NOW, by=_host()
    )
    table = Table.objects.get_or_create(admission=admission, name="Table 1", defaults={"seats": 8})[0]
    Seat.objects.create(attendee=attendee, table=table)
    first = admission.registrations.earliest("pk").attendees.get()
    if first != attendee:
        SeatWish.objects.create(admission=admission, kind="with", one=first, other=attendee)
    DoorKeeper.objects.get_or_create(
        event=event, email="door@leader.example", defaults={"named_by": _host(), "named_at": NOW}
    )
    EventInvitation.objects.get_or_create(
        admission=admission, email="house@leader.example",
        defaults={"category": "press", "organisation": "Gazette", "sent_at": NOW, "invited_by": _host()},
    )  # fmt: skip


def _stand(call: HostCall, criterion: HostCriterion, side: Side) -> None:
    """Let the territory stand to host, with a document; somebody has marked it."""
    candidacy = HostCandidacy.objects.create(call=call, territory=side.territory, author=side.lead)
    HostDocument.objects.create(
        candidacy=candidacy, name="plan.pdf", kind="application/pdf", size=14, sent_by=side.lead, sent_at=NOW,
        file=default_storage.save("host-documents/plan.pdf", ContentFile(b"%PDF-1.7\n%%EOF")),
    )  # fmt: skip
    HostMark.objects.create(candidacy=candidacy, criterion=criterion, marker=_host(), mark=4, marked_at=NOW)


def _afterwards(event: Event) -> None:
    """Keep a photo that all see and one that somebody asked to take off; thank somebody, who has answered."""
    for digest, is_public in [("a" * 32, True), ("b" * 32, False)]:
        files = {size: default_storage.save("photos/a.webp", ContentFile(b"-")) for size in ("large", "small")}
        photo = Photo.objects.create(
            event=event, digest=digest, width=3, height=2, is_public=is_public, added_by=_host(), added_at=NOW,
            hidden_at=None if is_public else NOW, **files,
        )  # fmt: skip
    PhotoRemoval.objects.create(photo=photo, reason="J’y suis.", email="a@example.org", asked_at=NOW)
    follow_up = FollowUp.objects.create(
        event=event, thanks="Merci.", sends_on=SINCE + timedelta(days=1), closes_on=SINCE + timedelta(days=31)
    )
    FollowUpLetter.objects.create(follow_up=follow_up, email="a@example.org", sent_at=NOW)
    SurveyAnswer.objects.create(follow_up=follow_up, evening=4, programme=4, welcome=4, encounters=4)


def _host() -> User:
    return User.objects.get(email="staff@leader.example")


def _page_of(company: Company, commune: Commune) -> Site:
    """Let the company have a page, a keyword and a site."""
    CompanyPage.objects.create(company=company, seeks="Des partenaires")
    CompanyKeyword.objects.create(company=company, keyword=Keyword.objects.create(label=company.name), rank=1)
    return Site.objects.create(company=company, name="Siège", commune=commune, is_head_office=True)


def _election(territory: Territory, company: Company, member: User, state: str) -> Election:
    """Let the company elect its representative; an election that is over has its minutes."""
    election = Election.objects.create(territory=territory, held_on=SINCE, roll_on=SINCE)
    contest = Contest.objects.create(election=election, office=_office("president"))
    RollEntry.objects.create(election=election, company=company, representative=member.person)
    Candidacy.objects.create(contest=contest, person=member.person, company=company)
    if state == Election.State.PROCLAIMED:
        Minutes.objects.create(election=election, pdf=b"%PDF", sha256="0" * 64, made_at=NOW)
        for step in ["sealed", "open", "closed", "counted", state]:
            Election.objects.filter(pk=election.pk).update(state=step)
    election.refresh_from_db()
    return election


def _with_key(territory: Territory, company: Company, holders: list[User]) -> Election:
    """Seal an election online whose key ``holders`` are to make; the first of them makes its codes, too."""
    election = Election.objects.create(
        territory=territory, held_on=SINCE, roll_on=SINCE, way="online", codes_by="officer"
    )
    RollEntry.objects.create(election=election, company=company, representative=holders[0].person)
    box.prepare(election, at=NOW)
    Election.objects.filter(pk=election.pk).update(state="sealed")
    CodeOfficer.objects.create(election=election, account=holders[0])
    election.refresh_from_db()
    ceremony = KeyCeremony.objects.create(
        election=election, threshold=2, size=3, server_share="x", server_key="{}", rehearsal=b"x"
    )
    for index, holder in enumerate(holders, 1):
        Trustee.objects.create(ceremony=ceremony, index=index, account=holder)
    Incident.objects.create(election=election, text="Essai.")
    return election


def _team(name: str, company: Company, member: User) -> None:
    """Give the company an open invitation, a domain and a request; its representative has chosen something."""
    TeamInvitation.objects.create(
        company=company, given_name="Lou", family_name="Marche", email=f"invited-{name}@leader.example",
        secret_digest="x", invited_by=member, sent_at=NOW, expires_at=NOW,
    )  # fmt: skip
    CompanyDomain.objects.create(company=company, domain=f"{name}.example")
    asker = User.objects.create_user(f"asker-{name}@leader.example")
    JoinRequest.objects.create(company=company, user=asker, email=f"asker@{name}.example", asked_at=NOW)
    Disclosure.objects.create(person=member.person, field="email", audience="members")


def _office(code: str) -> Office:
    return Office.objects.get_or_create(code=code, defaults={"name": code})[0]


def _transfer(name: str, territory: Territory, company: Company, lead: User) -> Transfer:
    """Let the company ask to go to a third territory, which another one was merged into."""
    third = Territory.objects.create(slug=f"third-{name}", name=f"LeadeR third {name}")
    Succession.objects.create(
        kind="converted", predecessor_name=f"Club {name}", successor=third, happened_on=SINCE, reason="–"
    )
    return Transfer.objects.create(
        company=company, origin=territory, destination=third, wanted_on=SINCE, reason="–", asked_by=lead,
        asked_for=third, asked_at=NOW,
    )  # fmt: skip


def _side(name: str, commune: Commune) -> Side:
    territory = Territory.objects.create(slug=name, name=f"LeadeR {name}")
    lead, member = _user(f"lead-{name}"), _user(f"member-{name}")
    company = Company.objects.create(name=f"Company {name}", commune=commune)
    courted = Company.objects.create(name=f"Prospect {name}", commune=commune)
    TerritoryLead.objects.create(territory=territory, person=lead.person, starts_on=SINCE)
    Affiliation.objects.create(company=company, territory=territory, starts_on=SINCE)
    _team(name, company, member)
    opening = Opening.objects.create(author=lead, name=f"LeadeR of {name}")
    opening.refresh_from_db()
    RegisterSnapshot.objects.create(
        company=company, siren=company.siren or "", outcome=RegisterSnapshot.Outcome.FOUND,
        source=RegisterSnapshot.Source.OPEN, told_at=NOW, next_at=NOW,
        told={"siren": company.siren or "", "name": "Autre nom"},
    )  # fmt: skip
    return Side(
        territory=territory,
        lead=lead,
        member=member,
        company=company,
        membership=Membership.objects.create(company=company, starts_on=SINCE),
        representative=Representative.objects.create(
            person=member.person, company=company, vote=Representative.Vote.VOTING, starts_on=SINCE
        ),
        site=_page_of(company, commune),
        prospect=Prospect.objects.create(territory=territory, company=courted),
        opening=opening,
        company_import=CompanyImport.objects.create(
            author=lead, territory=territory, as_prospects=True, file_name=f"{name}.csv",
            state=CompanyImport.State.PREVIEWED, headings=["name"], mapping={"name": 1},
        ),
        application=Application.objects.create(
            state=Application.State.CONFIRMED, name=f"Candidate {name}", city="Alès", territory=territory,
            given_name="Sacha", family_name="Marche", function="Gérante", email=f"candidate-{name}@leader.example",
            motivation="Rencontrer.", submitted_at=NOW, informed_at=NOW, confirmed_at=NOW,
        ),
        area_change=AreaChange.objects.create(territory=territory, starts_on=SINCE, reason="Essai", author=lead),
        home_question=_asked(territory, company, commune, lead),
        difference=RegisterDifference.objects.create(
            company=company, kind=RegisterDifference.Kind.NAME, ours=company.name, theirs="Autre nom",
            source=RegisterSnapshot.Source.OPEN, found_at=NOW,
        ),
        mandate=Mandate.objects.create(
            person=member.person, office=_office("secretary"), territory=territory, starts_on=SINCE,
            beginning=Mandate.Beginning.COOPTATION,
        ),
        task=Task.objects.create(what=f"Task of {name}", territory=territory, due_on=SINCE),
        pair=DuplicatePair.objects.create(
            kind="company", company=company, other_company=courted, score=60, reasons=["name_and_town"],
            found_at=NOW,
        ),
        election=_election(territory, company, member, "draft"),
        proclaimed=_election(territory, company, member, "proclaimed"),
        transfer=_transfer(name, territory, company, lead),
        with_key=_with_key(territory, company, [member, lead]),
        vote=online.vote_of(territory, company, member.person),
    )  # fmt: skip


def _asked(territory: Territory, company: Company, commune: Commune, by: User) -> HomeQuestion:
    """Ask ``company`` whether it is at home in ``territory``."""
    done = {"state": "settled", "settled_on": SINCE}
    change = AreaChange.objects.create(territory=territory, starts_on=SINCE, reason="Essai", author=by, **done)
    question = HomeQuestion.objects.create(company=company, commune=commune, change=change, asked_on=SINCE)
    HomeCandidate.objects.create(question=question, territory=territory)
    return question
