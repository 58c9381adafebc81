"""The pages that the browser walks: a name, and the address worked out once the data are there.

Add a line for a new page, to those of everybody or to those of a role;
``world`` is what ``tests.browser.conftest.world`` returns.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.urls import reverse
from django.utils import timezone

from commissions.announcements.links import stop_path
from commissions.meetings.links import link_of
from commissions.meetings.minuting import approve
from commissions.models import CalendarFeed
from elections.casting import cast
from elections.models import CodeOfficer
from events.after.thanking import link_of as link_of_survey
from events.models import Event, Registration
from events.registration.links import link_of_invitation
from members.models import Company, CompanyPage, Person, User
from members.presentation.keywords import choose_keywords
from territories.applications.links import link_to
from territories.imports.applying import preview
from territories.models import CompanyImport, Mandate, Opening, ProspectFile, Task, Territory
from tests.elections import online
from tests.factories.applications import ApplicationFactory
from tests.factories.areas import AreaChangeFactory, HomeQuestionFactory
from tests.factories.commissions import (
    ActionItemFactory,
    AgendaItemFactory,
    AnnouncementFactory,
    AttendanceFactory,
    CommissionFactory,
    CommissionMembershipFactory,
    CommissionMilestoneFactory,
    DocumentFactory,
    DocumentFolderFactory,
    MeetingFactory,
    MeetingMinutesFactory,
    MinutesItemFactory,
    SeatProposalFactory,
)
from tests.factories.data_requests import DataRequestFactory
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.elections import (
    IncidentAnswerFactory,
    IncidentFactory,
    ProxyFactory,
    TrusteeFactory,
    election_in,
    online_counted,
)
from tests.factories.events import (
    AttendeeFactory,
    CheckInFactory,
    DoorKeeperFactory,
    EventInvitationFactory,
    FollowUpLetterFactory,
    HostCallFactory,
    HostCandidacyFactory,
    HostDocumentFactory,
    HostMarkFactory,
    PhotoFactory,
    PhotoRemovalFactory,
    RegistrationFactory,
    SeatFactory,
    SurveyAnswerFactory,
)
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import (
    CompanyDomainFactory,
    CompanyFactory,
    JoinRequestFactory,
    MembershipFactory,
    RepresentativeFactory,
    SiteFactory,
    TeamInvitationFactory,
    UserFactory,
)
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.factories.territories import (
    AffiliationFactory,
    AreaPartFactory,
    FederationFactory,
    MandateFactory,
    OpeningAreaFactory,
    OpeningFactory,
    OpeningInvitationFactory,
    OpeningProspectFactory,
    OpeningRemarkFactory,
    OpeningTeamMemberFactory,
    ProspectFactory,
    StageFactory,
    SuccessionFactory,
    TaskFactory,
    TransferFactory,
)


def area_to_change(world):
    """Return the territory, with an EPCI to choose and a change that is done."""
    CommuneFactory(epci=EpciFactory())
    AreaChangeFactory(territory=world.territory)
    return world.territory


def area_change(world):
    """Return a change being prepared that moves a company, asks one and leaves one outside."""
    commune, both = CommuneFactory(), CommuneFactory()
    CompanyFactory(commune=commune, member=True)
    AreaPartFactory(commune=both)
    CompanyFactory(commune=both, member=True)
    codes = [commune.code, both.code]
    return AreaChangeFactory(territory=world.territory, draft=True, communes=codes, author=world.staff)


def previewed_import(author):
    """Return an import with a line of each kind: new, changed, refused, doubtful; the same when asked again."""
    if known := CompanyImport.objects.filter(author=author, lines__gt=0).first():
        return known
    CompanyFactory(name="Verrerie", siren="732829320", city="Gaillac")
    CompanyFactory(name="Atelier", siren=None, city="Alès")
    company_import = CompanyImport.objects.create(author=author, file_name="liste de mai.csv")
    with NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("nom;siren;ville\nNouvelle;;Albi\nVerrerie;732829320;Albi\nFausse;732829321;\nAtelier;;\n")
        file.flush()
        preview(company_import, Path(file.name), author)
    return company_import


def published(company):
    """Show all that a company may show to the public; return the company."""
    page, _made = CompanyPage.objects.get_or_create(company=company)
    page.decide(
        is_public=True, parts=CompanyPage.PublicPart.values, by=None, at=datetime(2026, 1, 1, 12, tzinfo=UTC)
    )
    page.save()
    choose_keywords(company, ["verre soufflé", "export"])
    return company


def invited_to_an_event(territory):
    """Return the address of the answers of a territory: one pressentie is invited, one is not yet."""
    one, _another = [late_prospect(territory) for _each in range(2)]
    event = EventInvitationFactory(category="courted", prospect=one).admission.event
    return f"{reverse('events:courted-guest-list', args=[territory.slug])}?evenement={event.slug}"


def late_prospect(territory):
    """Return a prospect whose next action is late."""
    return ProspectFactory(territory=territory, next_action="Appeler", next_action_on=date(2020, 1, 1))


def busy_territory(territory):
    """Give the territory a stage that is late, an application, a task that is late and a term that is over."""
    if not territory.tasks.exists():
        late_prospect(territory)
        StageFactory(territory=territory, kind="dormant", late=True)
        ApplicationFactory(territory=territory, confirmed=True)
        TaskFactory(territory=territory, due_on=date(2020, 1, 1))
        MandateFactory(territory=territory, expected_end_on=date(2020, 1, 1))
        company = AffiliationFactory(territory=territory).company
        MembershipFactory(company=company, starts_on=timezone.localdate() - timedelta(days=5), ends_on=None)
    return territory


def renewal_due():
    """Return a membership in its days of grace, of a company without a home that nobody represents."""
    ended = timezone.localdate() - timedelta(days=3)
    return MembershipFactory(starts_on=date(2020, 1, 1), ends_on=ended, grace_days=60)


def expired_mandate():
    """Return a mandate whose term is over and that nobody ended; the same when asked again."""
    known = Mandate.objects.filter(source="Procès-verbal").first()
    return known or MandateFactory(source="Procès-verbal", expected_end_on=date(2018, 1, 1), mission="numérique")


def late_task():
    """Return a declaration that is late; the same when asked again."""
    mandate = expired_mandate()
    day = mandate.starts_on
    what = {"what": "Déclarer", "territory": mandate.territory, "due_on": day}
    return Task.objects.get_or_create(kind="registry", changed_on=day, done_at=None, defaults=what)[0]


def application_with_twin():
    """Return an application that waits, to a name and town that are known."""
    twin = CompanyFactory(siren=None, name="Candidate connue", city="Alès")
    return ApplicationFactory(confirmed=True, name=twin.name, city=twin.city)


def differing_company():
    """Return a company of which the register says another name and another activity."""
    company = CompanyFactory(name="Ancien nom")
    told = {"siren": company.siren, "name": "NOUVEAU NOM", "activity_2025": "62.10Y"}
    RegisterSnapshotFactory(company=company, told=told)
    RegisterDifferenceFactory(company=company)
    RegisterDifferenceFactory(company=company, kind="activity_2025", ours="", theirs="62.10Y")
    return company


def lively_team(company):
    """Return the address of the team of ``company``, with an invitation, a domain, a request, a past, a plan."""
    if not company.domains.exists():
        CompanyDomainFactory(company=company)
        TeamInvitationFactory(company=company)
        JoinRequestFactory(company=company)
        RepresentativeFactory(company=company, vote="none", ended=True)
        RepresentativeFactory(company=company, vote="none", starts_on=date(2150, 1, 1))
    return reverse("members:team", args=[company.pk])


def lively_commission(commission, page):
    """Return the address of a page of ``commission``, with requests, an invitation, a past, a vice-chair."""
    if not commission.proposals.exists():
        SeatProposalFactory(commission=commission, message="Nous exportons.")
        SeatProposalFactory(commission=commission, invited=True)
        CommissionMembershipFactory(commission=commission, role="vice_chair")
        CommissionMilestoneFactory(commission=commission, renamed=True)
        CommissionFactory(merged_into=commission, dissolved_on=date(2020, 5, 4))
    return reverse(f"commissions:commission-{page}", args=[commission.slug])


def merging_pair():
    """Return a pair of which both are members: what a merge would do is told."""
    pair = DuplicatePairFactory(company__name="Verrerie", other_company__name="VERRERIE SARL")
    for company in pair.records:
        MembershipFactory(company=company, lasting=True)
    return pair


def previewed_file(author):
    """Return a dossier beside which a file waits: a new line, a known company, a refused line, a doubtful one."""
    known, alike = CompanyFactory(), CompanyFactory(name="Œuvres du Port", city="Sète")
    lines = [["Neuve", "", "Alès"], ["Autre nom", known.siren, ""], ["Fausse", "1", ""], [alike.name, "", "Sète"]]
    file, _made = ProspectFile.objects.get_or_create(
        name="liste de mai.csv",
        defaults={
            "opening": OpeningFactory(author=author), "headings": ["Nom", "SIREN", "Ville"],
            "lines": list(enumerate(lines, start=2)), "mapping": {"name": 1, "siren": 2, "city": 3},
        },
    )  # fmt: skip
    return file.opening


def _step(name):
    """Return a function that gives a page of a dossier of the lead's, sent back with a remark on each step."""

    def address(world):
        opening = Opening.objects.filter(author=world.lead).first()
        if opening is None:
            opening = OpeningFactory(author=world.lead, returned=True)
            OpeningAreaFactory(opening=opening)
            OpeningTeamMemberFactory(opening=opening, is_lead=True)
            OpeningProspectFactory(opening=opening, known=True)
            OpeningProspectFactory(opening=opening)
            for step in Opening.Step:
                OpeningRemarkFactory(opening=opening, step=step)
        return reverse(f"territories:opening-{name}", args=[opening.pk])

    return address


def _of_the_desk(act, model):
    """Return a function that gives a page of the desk about the oldest record of ``model``."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}"
    return lambda world: reverse(name, args=[] if act == "add" else [model._default_manager.earliest("pk").pk])


def lively_party(company):
    """Return the party of ``company`` at an event where others wait and a house is invited; the same again."""
    if known := Registration.objects.filter(company=company).first():
        return known
    party = AttendeeFactory(registration=RegistrationFactory(company=company, places=3)).registration
    RegistrationFactory(admission=party.admission, waiting=True)
    EventInvitationFactory(admission=party.admission)
    SeatFactory(attendee=party.attendees.get())
    DoorKeeperFactory(event=CheckInFactory(attendee=party.attendees.get()).admission.event)
    return party


def bureau_page(user):
    """Return the address where ``user``, of the bureau from now on, marks the candidacies of a year."""
    MandateFactory(person=user.person, territory=None)
    return reverse(
        "events:host-marks", args=[HostDocumentFactory(candidacy=HostMarkFactory().candidacy).candidacy.call.year]
    )


def photos_of(photo):
    """Return the address of the photos of the event of ``photo``."""
    return reverse("events:photo-gallery", args=[photo.event.slug])


def thanks_of(event):
    """Return the address of the thanks of ``event``, which three have answered."""
    letter = FollowUpLetterFactory(follow_up__event=event)
    SurveyAnswerFactory.create_batch(3, follow_up=letter.follow_up, words="Très belle soirée.")
    return reverse("events:follow-up", args=[event.slug])


def candidacy_page(candidacy):
    """Return the address of the page of a candidacy to host."""
    return reverse("events:host-candidacy", args=[candidacy.call.year, candidacy.territory.slug])


def party_page(company, query=""):
    """Return the address of the page of ``lively_party``."""
    party = lively_party(company)
    return reverse("events:party", args=[party.admission.event.slug, company.pk]) + query


def event_desk(name, query=""):
    """Return a function that gives the address of a desk of the event of ``lively_party``."""
    return lambda world: reverse(f"events:{name}", args=[lively_party(world.company).admission.event.slug]) + query


def lively_documents(commission, page):
    """Return the address of a page of documents or announcements of ``commission``, with some of each."""
    document = commission.documents.filter(title="Budget prévisionnel 2027").first()
    if document is None:
        folder = DocumentFolderFactory(commission=commission, name="Comptes")
        document = DocumentFactory(
            commission=commission, folder=folder, title="Budget prévisionnel 2027", public=True
        )
        DocumentFactory(commission=commission, title="Note de cadrage", withdrawn=True)
        DocumentFactory(commission=commission, title="Plan d’action")
        AnnouncementFactory(commission=commission, text="Le salon a lieu en mars.\n\nVenez nombreux.")
    of_document = page in {"document-detail", "document-edit", "document-renew"}
    return reverse(f"commissions:{page}", args=[document.pk if of_document else commission.slug])


def lively_meeting(commission, page):
    """Return the address of a page of a meeting of ``commission`` today, with an agenda and people invited."""
    meeting = commission.meetings.filter(title="Salon").first()  # the one called off stands beside it
    if meeting is None:
        meeting = MeetingFactory(commission=commission, convened=True, starts_at=timezone.now(), title="Salon")
        AgendaItemFactory(meeting=meeting, rank=1, owner=CommissionMembershipFactory(commission=commission).person)
        AgendaItemFactory(meeting=meeting, rank=2, minutes=None)
        AttendanceFactory(meeting=meeting, answer="yes", answered_at=timezone.now())
        AttendanceFactory(meeting=meeting, presence="present", recorded_at=timezone.now())
        first = MinutesItemFactory(minutes=MeetingMinutesFactory(meeting=meeting)).minutes
        ActionItemFactory(meeting=meeting, due_on=date(2020, 1, 1))
        ActionItemFactory(meeting=meeting, done_at=timezone.now())
        approve(first, by=UserFactory(), at=timezone.now())
        MinutesItemFactory(minutes=MeetingMinutesFactory(meeting=meeting, number=2, reason="Le montant."))
        MeetingFactory(commission=commission, cancelled_at=timezone.now(), cancel_reason="Grève.")
    of_commission = page in {"meeting-list", "meeting-plan", "action-list"}
    return reverse(f"commissions:{page}", args=[commission.slug if of_commission else meeting.pk])


def election_page(name, state="draft", **fields):
    """Return a function that gives a page of an election that has come as far as ``state``."""

    def address(world):
        election = election_in(state, **fields)
        if state == "draft":
            ProxyFactory(giver=election.roll.first(), holder=election.roll.last())
        return reverse(f"elections:election-{name}", args=[election.pk])

    return address


_VOTES = count(1)  # each vote has a territory of its own


def online_page(name, **rules):
    """Return a function that gives a page of an open vote of three companies, with two ballots in the box."""

    def address(world):
        vote = online.opened(3, name=f"vote-{next(_VOTES)}", **rules)
        entries = vote.election.roll.by_name().select_related("election")
        for number, entry in enumerate(entries[:2]):
            cast(entry, vote.ballot(number), vote.room.voters[number])
        return reverse(f"elections:election-{name}", args=[vote.election.pk])

    return address


def booth_page(world):
    """Return the address of the booth in which the member votes."""
    election = online.vote_of(world.territory, world.company, world.member.person)
    return reverse("elections:election-vote", args=[election.pk, election.roll.get().pk])


def codes_to_changed_addresses(world):
    """Return where codes were sent, when an address of each of two companies has changed since the sealing."""
    vote = online.ready(3, name="changed")
    for entry in vote.entries[:2]:
        type(entry.company).objects.filter(pk=entry.company_id).update(email=f"siege{entry.pk}@example.org")
    return reverse("elections:election-codes", args=[vote.election.pk])


def codes_page(world):
    """Return the address at which the member makes the codes of a vote."""
    election = online.sealed(3, name="strict", codes_by="officer").election
    CodeOfficer.objects.create(election=election, account=world.member)
    return reverse("elections:own-codes", args=[election.pk])


def report_page(world):
    """Return the address at which the member reports an incident of the vote, with one that was answered."""
    election = online.vote_of(world.territory, world.company, world.member.person)
    entry = election.roll.get()
    incident = IncidentFactory(election=election, kind="reported", roll_entry=entry)
    IncidentAnswerFactory(incident=incident)
    return reverse("elections:election-report", args=[election.pk, entry.pk])


PUBLIC_PAGES = {
    "history of a territory": lambda world: reverse(
        "territories:territory-history", args=[SuccessionFactory().successor.slug]
    ),
    "public box": online_page("box"),
    "receipt that is not in the box": lambda world: online_page("box")(world) + "?q=abc",
    "elections": lambda world: (election_in("sealed"), reverse("elections:election-list"))[1],
    "election sealed": lambda world: election_in("sealed").get_absolute_url(),
    "election proclaimed": lambda world: election_in("proclaimed").get_absolute_url(),
    "answer to a meeting": lambda world: link_of(AttendanceFactory()),
    "who hosts the gala": lambda world: (HostCandidacyFactory(), reverse("events:host-list"))[1],
    "opinion of an event": lambda world: link_of_survey(FollowUpLetterFactory()),
    "photos of an event": lambda world: photos_of(PhotoFactory(is_public=True)),
    "photo of an event": lambda world: PhotoFactory(is_public=True, caption="La salle").get_absolute_url(),
    "invitation to an event": lambda world: link_of_invitation(EventInvitationFactory()),
    "sign in": lambda world: reverse("account_login"),
    "sign up": lambda world: reverse("account_signup"),
    "home": lambda world: reverse("pages:home"),
    "territories": lambda world: reverse("territories:territory-list"),
    "territory": lambda world: world.territory.get_absolute_url(),
    "commissions": lambda world: reverse("commissions:commission-list"),
    "archive of commissions": lambda world: (
        lively_commission(world.commission, "detail"),
        reverse("commissions:commission-list") + "?etat=archives",
    )[1],
    "search": lambda world: reverse("pages:search"),
    "search of a visitor": lambda world: reverse("pages:search") + "?q=introuvable",
    "commission": lambda world: world.commission.get_absolute_url(),
    "gala": lambda world: reverse("events:gala"),
    "events": lambda world: reverse("events:event-list"),
    "assemblies": lambda world: reverse("elections:assembly-list"),
    "assembly": lambda world: world.assembly.get_absolute_url(),
    "invitation": lambda world: reverse("territories:invitation", args=[OpeningInvitationFactory().secret]),
    "become a member": lambda world: reverse("territories:application-look-up") + "?q=ab",
    "application": lambda world: reverse("territories:application-form"),
    "application sent": lambda world: reverse("territories:application-sent"),
    "application to confirm": lambda world: link_to(ApplicationFactory()),
    "application with a question": lambda world: link_to(ApplicationFactory(asked=True)),
    "public directory": lambda world: (published(world.company), reverse("members:company-list"))[1],
    "public page of a company": lambda world: published(world.company).get_absolute_url(),
    "password forgotten": lambda world: reverse("account_reset_password"),
    "what is kept of people": lambda world: reverse("pages:privacy-notice"),
    "request about data": lambda world: reverse("pages:data-request-ask"),
    "request about data sent": lambda world: reverse("pages:data-request-sent"),
}

MEMBER_PAGES = {
    "booth of a company": booth_page,
    "codes of a vote to make": codes_page,
    "incident of a vote": report_page,
    "party at an event": lambda world: party_page(world.company),
    "attendee of a party": lambda world: party_page(world.company, "?faire=convive"),
    "party to cancel": lambda world: party_page(world.company, "?faire=annuler"),
    "home of a member": lambda world: reverse("pages:home"),
    "directory": lambda world: reverse("members:company-list"),
    "company": lambda world: world.company.get_absolute_url(),
    "company's form": lambda world: reverse("members:company-edit", args=[world.company.pk]),
    "logo of a company": lambda world: reverse("members:company-logo-edit", args=[world.company.pk]),
    "needs of a company": lambda world: reverse("members:company-words-edit", args=[world.company.pk]),
    "sites of a company": lambda world: (
        SiteFactory(company=world.company),
        reverse("members:company-sites-edit", args=[world.company.pk]),
    )[1],
    "a site of a company": lambda world: reverse("members:company-site-add", args=[world.company.pk]),
    "figures of a company": lambda world: reverse("members:company-figures-edit", args=[world.company.pk]),
    "public choice of a company": lambda world: reverse("members:company-public-edit", args=[world.company.pk]),
    "directory narrowed": lambda world: reverse("members:company-list") + "?q=a&section=J&keyword=verre",
    "profile": lambda world: reverse("members:profile"),
    "person": lambda world: f"/personnes/{world.member.person_id}/",
    "team": lambda world: lively_team(world.company),
    "act on a team": lambda world: lively_team(world.company) + "?faire=vote",
    "companies to join": lambda world: reverse("members:team-join"),
    "own data": lambda world: reverse("pages:my-data"),
    "commissions of a member": lambda world: (
        lively_meeting(world.commission, "meeting-list"),
        reverse("commissions:commission-list"),
    )[1],
    "search of a member": lambda world: (
        lively_meeting(world.commission, "meeting-list"),
        reverse("pages:search") + "?q=salon",
    )[1],
    "search of one kind": lambda world: (
        lively_meeting(world.commission, "minutes-edit"),
        reverse("pages:search") + "?q=budget&dans=comptes-rendus",
    )[1],
    "search refused": lambda world: reverse("pages:search") + "?q=a",
    "commission of a member": lambda world: world.commission.get_absolute_url(),
    "history of a commission": lambda world: lively_commission(world.commission, "detail"),
    "place in a commission": lambda world: lively_commission(world.commission, "place"),
    "request to a commission": lambda world: lively_commission(CommissionFactory(), "place"),
    **{
        f"{page} of a commission": lambda world, page=page: lively_documents(world.commission, page)
        for page in [
            "document-list",
            "document-detail",
            "document-bring",
            "document-edit",
            "document-renew",
            "document-folders",
            "announcement-list",
            "announcement-write",
            "announcement-choice",
        ]
    },
    "link that stops announcements": lambda world: stop_path(world.member.person_id, [world.commission.pk]),
    "seats of a commission": lambda world: lively_commission(world.commission, "seats"),
    **{
        f"{page} of a commission": lambda world, page=page: lively_meeting(world.commission, page)
        for page in [
            "meeting-list",
            "meeting-plan",
            "meeting-detail",
            "meeting-edit",
            "meeting-call-off",
            "meeting-agenda",
            "meeting-attendance",
            "minutes-edit",
            "minutes-detail",
            "action-list",
        ]
    },
    "private calendars": lambda world: (
        CalendarFeed.objects.get_or_create(
            user=world.member, about="own", defaults={"created_at": timezone.now()}
        ),
        reverse("pages:calendar-feeds"),
    )[1],
    "page of a commission": lambda world: lively_commission(world.commission, "edit"),
}

LEAD_PAGES = {
    "home of a lead": lambda world: reverse("pages:home"),
    "desk of a lead": lambda world: reverse("admin:index"),
    "life of the lead's territory": lambda world: reverse(
        "territories:territory-life", args=[world.territory.slug]
    ),
    "dashboard of a territory": lambda world: (
        busy_territory(world.territory),
        reverse("pages:territory-dashboard", args=[world.territory.slug]),
    )[1],
    "transfers of a lead": lambda world: (
        TransferFactory(origin=world.territory),
        reverse("territories:transfer-list"),
    )[1],
    "transfer to answer": lambda world: TransferFactory(
        destination=world.territory, company__name="Atelier du Viaduc"
    ).get_absolute_url(),
    "board of prospects": lambda world: reverse(
        "territories:prospect-board", args=[late_prospect(world.territory).territory.slug]
    ),
    "invitations of prospects": lambda world: invited_to_an_event(world.territory),
    "list of prospects": lambda world: (
        reverse("territories:prospect-board", args=[late_prospect(world.territory).territory.slug]) + "?vue=liste"
    ),
    "a prospect": lambda world: late_prospect(world.territory).get_absolute_url(),
    "history of a prospect": lambda world: reverse(
        "territories:prospect-history", args=[late_prospect(world.territory).pk]
    ),
    "a company to court": lambda world: reverse("territories:prospect-add", args=[world.territory.slug]),
    "preview of a file of pressenties": lambda world: reverse(
        "territories:opening-file", args=[previewed_file(world.lead).pk]
    ),
    "imports of a lead": lambda world: reverse("territories:import-list"),
    "export of a lead": lambda world: reverse("territories:company-export"),
    "dossiers of a lead": lambda world: reverse("territories:opening-list"),
    "step of the territory": _step("territory"),
    "step of the launch": _step("launch"),
    "step of the prospects": _step("prospects"),
    "step of the team": _step("team"),
    "review of a dossier": _step("review"),
    "deletion of a dossier": lambda world: reverse(
        "territories:opening-delete", args=[OpeningFactory(author=world.lead).pk]
    ),
}


def _after(act):
    return lambda world: reverse("pages:territory-after-act", args=[world.territory.slug, act])


STAFF_PAGES = {
    "election to prepare": lambda world: reverse("elections:election-begin"),
    **{
        f"election: {name}": election_page(name) for name in ["conduct", "rules", "candidacies", "roll", "proxies"]
    },
    "election: risk grid": election_page("risks", way="online"),
    "election: risk grid, high": election_page("risks", "sealed", way="online", risk_answers=[False] * 10),
    "election: sign-offs": election_page("sign-offs", "open"),
    "election: count": election_page("count", "closed"),
    "election: roll call": election_page("count", "closed", way="roll_call"),
    "election: codes": lambda world: reverse(
        "elections:election-codes", args=[online.sealed(3, name="codes").election.pk]
    ),
    "election: code officer to name": lambda world: reverse(
        "elections:election-codes", args=[online.sealed(3, name="officer", codes_by="officer").election.pk]
    ),
    "election: codes to changed addresses": codes_to_changed_addresses,
    "election: codes sent": lambda world: reverse(
        "elections:election-codes", args=[online.ready(3, name="sent").election.pk]
    ),
    "election: opening": lambda world: reverse(
        "elections:election-conduct", args=[online.ready(3, name="opening").election.pk]
    ),
    "election: vote online": online_page("conduct"),
    "election: hours": online_page("hours"),
    "election: incidents": lambda world: reverse(
        "elections:election-incidents",
        args=[IncidentAnswerFactory(incident__election=election_in("sealed")).incident.election_id],
    ),
    "election: verdicts awaited": lambda world: reverse(
        "elections:election-proclaim", args=[online_counted(awaited=True).pk]
    ),
    "election: verdicts that refuse": lambda world: reverse(
        "elections:election-proclaim", args=[online_counted(awaited=False).pk]
    ),
    "election: presence": online_page("presence", from_afar=False, remote_article=""),
    "election: check of the box": online_page("box-check"),
    "election: proclaim": election_page("proclaim", "counted"),
    "election: trustees to name": election_page("keys", "sealed", way="online"),
    "election: key": lambda world: reverse(
        "elections:election-keys", args=[TrusteeFactory(lost_at=timezone.now()).ceremony.election_id]
    ),
    "election: tie": election_page("proclaim", "counted", tied=True),
    "what comes after": lambda world: reverse("pages:territory-after", args=[world.territory.slug]),
    **{
        f"what comes after: {act}": _after(act)
        for act in ["sommeil", "fermeture", "fusion", "scission", "conversion"]
    },
    "transfer to ask": lambda world: reverse(
        "territories:transfer-ask", args=[AffiliationFactory(territory=world.territory).company_id]
    ),
    "commission to found": lambda world: reverse("commissions:commission-found"),
    "life of a commission": lambda world: lively_commission(world.commission, "life"),
    "candidacy to host": lambda world: candidacy_page(HostCandidacyFactory()),
    "decision of a host": lambda world: reverse(
        "events:host-decision", args=[HostCandidacyFactory(call=HostCallFactory(over=True)).call.year]
    ),
    "registrations to an event": event_desk("registration-list"),
    "attendees of an event": event_desk("attendee-list"),
    "door of an event": event_desk("door", "?q=convive"),
    "doors and badges of an event": event_desk("door-team"),
    "tables of an event": event_desk("table-plan"),
    "attendance at an event": event_desk("attendance"),
    "thanks of an event": lambda world: thanks_of(lively_party(world.company).admission.event),
    "photos to keep": lambda world: photos_of(PhotoRemovalFactory().photo),
    "photo to take off": lambda world: PhotoRemovalFactory().photo.get_absolute_url(),
    "event for members": event_desk("event-members"),
    "documents of a candidacy": lambda world: candidacy_page(HostDocumentFactory().candidacy),
    "marks of the bureau": lambda world: bureau_page(world.staff),
    "decision with marks": lambda world: reverse(
        "events:host-decision", args=[HostMarkFactory().candidacy.call.year]
    ),
    "who did not come to an event": event_desk("attendance", "?voir=absents"),
    "invitations to an event": event_desk("invitation-list"),
    "companies to register": event_desk("registration"),
    "home of staff": lambda world: reverse("pages:home"),
    "requests about data": lambda world: (DataRequestFactory(), reverse("pages:data-request-list"))[1],
    "a request about data": lambda world: reverse("pages:data-request-detail", args=[DataRequestFactory().pk]),
    "register of processings": lambda world: reverse("pages:processing-register"),
    "how long data are kept": lambda world: reverse("pages:retention-rules"),
    "territory of staff": lambda world: world.territory.get_absolute_url(),
    "prospects by territory": lambda world: reverse("territories:prospect-overview"),
    "rights of the leads": lambda world: (FederationFactory(), reverse("pages:lead-rights"))[1],
    "area of a territory": lambda world: reverse("territories:territory-area", args=[area_to_change(world).slug]),
    "change of an area": lambda world: area_change(world).get_absolute_url(),
    "change of an area that is done": lambda world: AreaChangeFactory().get_absolute_url(),
    "companies to ask": lambda world: (HomeQuestionFactory(), reverse("territories:home-question-list"))[1],
    "a company to ask": lambda world: HomeQuestionFactory().get_absolute_url(),
    "white spots": lambda world: (
        CompanyFactory(commune=CommuneFactory()),
        reverse("territories:white-spot-list"),
    )[1],
    "companies in no area": lambda world: (
        CompanyFactory(commune=CommuneFactory()),
        reverse("territories:white-company-list"),
    )[1],
    "overview of the territories": lambda world: (
        busy_territory(world.territory),
        reverse("pages:territory-overview"),
    )[1],
    "figures of the members": lambda world: reverse("pages:member-figures"),
    "figures of a year": lambda world: reverse("pages:member-breakdown", args=[2024]),
    "list behind a figure": lambda world: reverse("pages:member-figures-list", args=[2024, "members"]),
    "renewals": lambda world: (renewal_due(), reverse("pages:renewal-list"))[1],
    "memberships without a last day": lambda world: reverse("pages:termless-list"),
    "dry run of last days": lambda world: reverse("pages:termless-dry-run"),
    "dry run of renewals": lambda world: (renewal_due(), reverse("pages:renewal-dry-run"))[1],
    "membership of a company": lambda world: reverse("pages:membership-detail", args=[renewal_due().company_id]),
    "dossiers": lambda world: reverse("pages:dossier-list"),
    "dossier": lambda world: reverse("pages:dossier-detail", args=[OpeningProspectFactory(known=True).opening_id]),
    "dossier that waits": lambda world: reverse("pages:dossier-detail", args=[OpeningFactory(submitted=True).pk]),
    "applications": lambda world: (ApplicationFactory(confirmed=True), reverse("territories:application-list"))[1],
    "application that waits": lambda world: application_with_twin().get_absolute_url(),
    "application refused": lambda world: ApplicationFactory(refused=True).get_absolute_url(),
    "differences with the register": lambda world: (differing_company(), reverse("pages:register-list"))[1],
    "a company beside the register": lambda world: reverse(
        "pages:register-company", args=[differing_company().pk]
    ),
    "duplicates": lambda world: (merging_pair(), reverse("pages:duplicate-list"))[1],
    "a suspected duplicate": lambda world: merging_pair().get_absolute_url(),
    "naming a duplicate": lambda world: reverse("pages:duplicate-name", args=["entreprise", CompanyFactory().pk]),
    "merges": lambda world: reverse("pages:merge-list"),
    "invitations": lambda world: reverse("territories:invitation-list"),
    "ends of terms": lambda world: expired_mandate() and reverse("territories:mandate-due"),
    "bureau kept by staff": lambda world: (
        expired_mandate().territory
        and reverse("territories:bureau-detail", args=[expired_mandate().territory.slug])
    ),
    "end of a mandate": lambda world: reverse("territories:mandate-end", args=[expired_mandate().pk]),
    "tasks": lambda world: late_task() and reverse("territories:task-list") + "?whose=all",
    "task": lambda world: late_task().get_absolute_url(),
    "dashboard with its leads": lambda world: (
        busy_territory(world.territory),
        reverse("pages:territory-dashboard", args=[world.territory.slug]),
    )[1],
    "tasks of a territory": lambda world: reverse(
        "territories:territory-tasks", args=[late_task().territory.slug]
    ),
    "preview of an import": lambda world: previewed_import(world.staff).get_absolute_url() + "?lignes=refused",
    "columns of an import": lambda world: reverse(
        "territories:import-mapping", args=[previewed_import(world.staff).pk]
    ),
    "doubts of an import": lambda world: reverse(
        "territories:import-doubts", args=[previewed_import(world.staff).pk]
    ),
    "import that waits": lambda world: CompanyImport.objects.create(
        author=world.staff, file_name="liste.csv"
    ).get_absolute_url(),
    "list of the desk": lambda world: reverse("admin:members_company_changelist"),
    "form of a company at the desk": _of_the_desk("change", Company),
    "new company at the desk": _of_the_desk("add", Company),
    "history of a company at the desk": _of_the_desk("history", Company),
    "form of a person at the desk": _of_the_desk("change", Person),
    "form of a territory at the desk": _of_the_desk("change", Territory),
    "form of an account at the desk": _of_the_desk("change", User),
    "form of an event at the desk": _of_the_desk("change", Event),
}

# A name, the role that opens the page, and its address.
SIGNED_IN_PAGES = [
    (name, role, address)
    for role, pages in {"member": MEMBER_PAGES, "lead": LEAD_PAGES, "staff": STAFF_PAGES}.items()
    for name, address in pages.items()
]
