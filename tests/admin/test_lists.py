"""Lists of the admin: the same number of queries for one row and for three, found by any part of a name."""

import pytest
from django.contrib.admin.templatetags.admin_list import results
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

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
    SeatProposal,
)
from elections.models import Assembly, BoxEvent, Candidacy, Election, Incident, KeyCeremony, Minutes, RollEntry
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
from leader.shared.admin.lists import BoundedPaginator
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
    DeclaredFigure,
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
from tests.factories import (
    applications,
    areas,
    commissions,
    data_requests,
    duplicates,
    elections,
    events,
    geography,
    members,
    refresh,
    territories,
)

from .conftest import DESKS
from .test_rights import url

pytestmark = pytest.mark.django_db

FACTORIES = {
    Commune: geography.CommuneFactory,
    Departement: geography.DepartementFactory,
    Epci: geography.EpciFactory,
    Activity: members.ActivityFactory,
    Activity2025: members.Activity2025Factory,
    ActivitySection: members.ActivitySectionFactory,
    LegalCategory: members.LegalCategoryFactory,
    StaffBand: members.StaffBandFactory,
    Company: members.CompanyFactory,
    CompanyDomain: members.CompanyDomainFactory,
    CompanyKeyword: members.CompanyKeywordFactory,
    CompanyPage: members.CompanyPageFactory,
    Disclosure: members.DisclosureFactory,
    JoinRequest: members.JoinRequestFactory,
    Keyword: members.KeywordFactory,
    DuplicatePair: duplicates.DuplicatePairFactory,
    MergeRecord: duplicates.MergeRecordFactory,
    Site: members.SiteFactory,
    TeamInvitation: members.TeamInvitationFactory,
    Membership: members.MembershipFactory,
    Person: members.PersonFactory,
    RegisterDifference: refresh.RegisterDifferenceFactory,
    RegisterSnapshot: refresh.RegisterSnapshotFactory,
    Representative: members.RepresentativeFactory,
    User: members.UserFactory,
    DataRequest: data_requests.DataRequestFactory,
    ContactPreference: data_requests.ContactPreferenceFactory,
    Affiliation: territories.AffiliationFactory,
    Application: applications.ApplicationFactory,
    DeclaredFigure: territories.DeclaredFigureFactory,
    ChecklistStep: territories.ChecklistStepFactory,
    Mandate: territories.MandateFactory,
    OutsideMandate: territories.OutsideMandateFactory,
    Task: territories.TaskFactory,
    Office: territories.OfficeFactory,
    Shadowing: territories.ShadowingFactory,
    Opening: territories.OpeningFactory,
    Prospect: territories.ProspectFactory,
    AreaChange: areas.AreaChangeFactory,
    HomeQuestion: areas.HomeQuestionFactory,
    RenewalNotice: territories.RenewalNoticeFactory,
    Succession: territories.SuccessionFactory,
    Territory: territories.TerritoryFactory,
    TerritoryLead: territories.TerritoryLeadFactory,
    Transfer: territories.TransferFactory,
    Commission: commissions.CommissionFactory,
    CommissionMembership: commissions.CommissionMembershipFactory,
    CommissionMilestone: commissions.CommissionMilestoneFactory,
    CalendarFeed: commissions.CalendarFeedFactory,
    Announcement: commissions.AnnouncementFactory,
    AnnouncementChoice: commissions.AnnouncementChoiceFactory,
    AnnouncementDelivery: commissions.AnnouncementDeliveryFactory,
    Document: commissions.DocumentFactory,
    DocumentFolder: commissions.DocumentFolderFactory,
    DocumentVersion: commissions.DocumentVersionFactory,
    ActionItem: commissions.ActionItemFactory,
    MeetingMinutes: commissions.MeetingMinutesFactory,
    Meeting: commissions.MeetingFactory,
    Attendance: commissions.AttendanceFactory,
    SeatProposal: commissions.SeatProposalFactory,
    Assembly: elections.AssemblyFactory,
    BoxEvent: elections.BoxEventFactory,
    Candidacy: elections.CandidacyFactory,
    Election: elections.ElectionFactory,
    Incident: elections.IncidentFactory,
    KeyCeremony: elections.KeyCeremonyFactory,
    Minutes: elections.MinutesFactory,
    RollEntry: elections.RollEntryFactory,
    Event: events.EventFactory,
    Admission: events.AdmissionFactory,
    Attendee: events.AttendeeFactory,
    CheckIn: events.CheckInFactory,
    DoorKeeper: events.DoorKeeperFactory,
    EventInvitation: events.EventInvitationFactory,
    FollowUp: events.FollowUpFactory,
    FollowUpLetter: events.FollowUpLetterFactory,
    HostDocument: events.HostDocumentFactory,
    HostMark: events.HostMarkFactory,
    Photo: events.PhotoFactory,
    PhotoRemoval: events.PhotoRemovalFactory,
    SurveyAnswer: events.SurveyAnswerFactory,
    Registration: events.RegistrationFactory,
    Seat: events.SeatFactory,
    SeatWish: events.SeatWishFactory,
    Table: events.TableFactory,
    HostCall: events.HostCallFactory,
    HostCandidacy: events.HostCandidacyFactory,
}


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", FACTORIES, ids=lambda m: m._meta.label_lower)
def test_a_list_costs_the_same_for_one_row_and_for_three(client, staff, model):
    client.force_login(staff)
    FACTORIES[model]()
    one = queries_of(client, url(model, "changelist"))

    FACTORIES[model].create_batch(2)

    assert queries_of(client, url(model, "changelist")) == one
    assert one <= 12


@pytest.mark.parametrize("model", FACTORIES, ids=lambda m: m._meta.label_lower)
def test_the_rows_of_a_list_are_written_as_the_stock_admin_writes_them(client, staff, model):
    client.force_login(staff)
    FACTORIES[model].create_batch(2)

    for asked in ("", "?q=a&p=1", "?_popup=1"):
        changes = client.get(url(model, "changelist") + asked).context["cl"]
        assert changes.rows == "".join(f"<tr>{''.join(cells)}</tr>" for cells in results(changes))


def test_what_is_typed_is_escaped_in_a_list(client, staff):
    client.force_login(staff)
    members.CompanyFactory(name="<b>Gras</b> & Fils")

    page = client.get(url(Company, "changelist")).content.decode()

    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; Fils" in page
    assert "<b>Gras" not in page


def test_the_second_page_of_a_list_goes_on_where_the_first_ends(client, staff):
    client.force_login(staff)
    companies = members.CompanyFactory.create_batch(30)
    in_order = sorted(companies, key=lambda company: (company.name, company.pk))

    pages = [client.get(url(Company, "changelist"), {"p": number}).context["cl"] for number in (1, 2)]

    assert [company for page in pages for company in page.result_list] == in_order


def test_every_desk_has_its_count_of_queries():
    without_list = {"federation"}  # one row, its list goes straight to it

    assert {m for m in DESKS if m._meta.model_name not in without_list} == set(FACTORIES)


@pytest.mark.parametrize("words", ["sdtech", "oeno ete", "ŒNO", "732829320", "732 829 320", "dupon", "béziers"])
def test_staff_finds_a_company_by_name_siren_person_or_town(client, staff, words):
    client.force_login(staff)
    company = members.CompanyFactory(name="SDTech Œnologie d'Été", siren="732829320", city="Béziers")
    members.RepresentativeFactory(company=company, person=members.PersonFactory(family_name="Dupont"))
    members.CompanyFactory(name="Autre", city="Nîmes")

    found = client.get(url(Company, "changelist"), {"q": words}).context["cl"].queryset

    assert list(found) == [company]


def test_staff_filters_companies(client, staff):
    client.force_login(staff)
    commune = geography.CommuneFactory(name="Limoux", code="11206")
    member = members.CompanyFactory(member=True, pme=True, commune=commune, activity=members.ActivityFactory())
    former = members.MembershipFactory(lapsed=True).company
    never = members.CompanyFactory()
    prospect = territories.ProspectFactory()
    asked = {
        "status=member": {member},
        "status=former": {former},
        "status=never": {never},
        "status=prospect": {prospect.company},
        "size=pme": {member},
        "activity__section=J": {member},
        "commune=limou": {member},
        "commune=11206": {member},
        f"commune__departement={commune.departement_id}": {member},
        f"territory={prospect.territory_id}": {prospect.company},
    }

    found = {q: set(client.get(url(Company, "changelist") + "?" + q).context["cl"].queryset) for q in asked}

    assert found == asked


def test_a_list_counts_to_its_bound_and_no_further(client, staff, monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "most", 2)
    members.CompanyFactory.create_batch(3)
    client.force_login(staff)

    page = client.get(url(Company, "changelist")).content.decode()

    assert "plus de 2 entreprises" in page


def test_the_page_of_companies_is_light(client, staff):
    members.CompanyFactory.create_batch(30, member=True, pme=True, activity=members.ActivityFactory())
    client.force_login(staff)

    assert len(client.get(url(Company, "changelist")).content) <= 40_000


def test_staff_attaches_companies_to_a_territory_and_a_second_time_changes_nothing(client, staff):
    client.force_login(staff)
    territory = territories.TerritoryFactory()
    free = members.CompanyFactory(name="Libre")
    taken = territories.AffiliationFactory(company__name="Prise").company
    typed = {"action": "attach", "attach": "1", "_selected_action": [free.pk, taken.pk],
             "territory": territory.pk, "starts_on": "2026-01-01", "is_home": "on"}  # fmt: skip

    asked = client.post(
        url(Company, "changelist"), {"action": "attach", "index": "0", "_selected_action": [free.pk]}
    )
    answers = [client.post(url(Company, "changelist"), typed) for _ in range(2)]

    assert asked.templates[0].name == "admin/attach.html"
    for answer in answers:
        assert [outcome.company for outcome in answer.context["refused"]] == [taken]
    assert free.affiliations.get().territory == territory
    assert taken.affiliations.count() == 1


def test_the_head_leads_back_to_the_site(client, staff):
    client.force_login(staff)

    page = client.get(reverse("admin:index")).content.decode()

    assert "Retour au site" in page
    assert 'style="' not in page
