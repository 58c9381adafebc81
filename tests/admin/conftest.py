"""Two territories with their leads, and one of each record on the neighbour's side."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin

from tests.factories import accounts
from tests.factories.applications import ApplicationFactory
from tests.factories.areas import AreaChangeFactory, HomeQuestionFactory
from tests.factories.commissions import (
    ActionItemFactory,
    AnnouncementChoiceFactory,
    AnnouncementDeliveryFactory,
    AttendanceFactory,
    CalendarFeedFactory,
    CommissionFactory,
    CommissionMembershipFactory,
    CommissionMilestoneFactory,
    DocumentFactory,
    DocumentFolderFactory,
    MeetingMinutesFactory,
    SeatProposalFactory,
)
from tests.factories.data_requests import ContactPreferenceFactory, DataRequestFactory
from tests.factories.duplicates import DuplicatePairFactory, MergeRecordFactory
from tests.factories.elections import (
    AssemblyFactory,
    BoxEventFactory,
    IncidentFactory,
    TrusteeFactory,
    election_in,
)
from tests.factories.events import (
    CheckInFactory,
    DoorKeeperFactory,
    EventFactory,
    EventInvitationFactory,
    FollowUpLetterFactory,
    HostCandidacyFactory,
    HostDocumentFactory,
    HostMarkFactory,
    PhotoRemovalFactory,
    SeatFactory,
    SeatWishFactory,
    SurveyAnswerFactory,
)
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import (
    Activity2025Factory,
    ActivityFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyKeywordFactory,
    CompanyPageFactory,
    DisclosureFactory,
    JoinRequestFactory,
    LegalCategoryFactory,
    MembershipFactory,
    PersonFactory,
    RepresentativeFactory,
    SiteFactory,
    StaffBandFactory,
    TeamInvitationFactory,
)
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.factories.territories import (
    AffiliationFactory,
    ChecklistStepFactory,
    DeclaredFigureFactory,
    FederationFactory,
    MandateFactory,
    OpeningFactory,
    OutsideMandateFactory,
    ProspectFactory,
    RenewalNoticeFactory,
    ShadowingFactory,
    SuccessionFactory,
    TaskFactory,
    TerritoryFactory,
    TransferFactory,
)

# The records that a lead finds; every other model is for staff.
LEADS_MODELS = {"company", "person", "prospect", "representative"}
DESKS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def staff(db):
    return accounts.staff()


@pytest.fixture
def sides(db):
    """Ours and theirs: a territory, its lead, a company with somebody who represents it, a prospect."""

    def side(name):
        territory = TerritoryFactory(name=f"LeadeR {name}")
        company = CompanyFactory(name=f"Atelier {name}")
        AffiliationFactory(company=company, territory=territory)
        person = PersonFactory(given_name="Dominique", family_name=f"Durand{name}")
        representative = RepresentativeFactory(company=company, person=person)
        prospect = ProspectFactory(territory=territory, company=CompanyFactory(name=f"Fabrique {name}"))
        return SimpleNamespace(
            territory=territory,
            company=company,
            person=person,
            representative=representative,
            prospect=prospect,
            lead=accounts.lead_of(territory),
        )

    return SimpleNamespace(ours=side("Nord"), theirs=side("Sud"))


@pytest.fixture
def records(sides):
    """One record of each model, all of them the neighbour's or the federation's: key by model name."""
    theirs = sides.theirs
    RenewalNoticeFactory(membership=MembershipFactory(company=theirs.company))
    HomeQuestionFactory(change=AreaChangeFactory(territory=theirs.territory), company=theirs.company)
    ActivityFactory()
    Activity2025Factory()
    LegalCategoryFactory()
    StaffBandFactory()
    CommuneFactory()
    EpciFactory()
    FederationFactory()
    MandateFactory(territory=theirs.territory, person=theirs.person)
    ChecklistStepFactory()
    OutsideMandateFactory(territory=theirs.territory)
    TaskFactory(territory=theirs.territory)
    ShadowingFactory(territory=theirs.territory, lead=theirs.lead)
    DeclaredFigureFactory(territory=theirs.territory)
    SuccessionFactory(successor=theirs.territory)
    TransferFactory(company=theirs.company, origin=theirs.territory)
    OpeningFactory()
    ApplicationFactory(territory=theirs.territory)
    CompanyDomainFactory(company=theirs.company)
    DisclosureFactory(person=theirs.person)
    JoinRequestFactory(company=theirs.company)
    TeamInvitationFactory(company=theirs.company)
    RegisterSnapshotFactory(company=theirs.company)
    RegisterDifferenceFactory(company=theirs.company)
    EventFactory(territory=theirs.territory)
    HostCandidacyFactory(territory=theirs.territory)
    EventInvitationFactory(admission=CheckInFactory().admission)
    DoorKeeperFactory()
    SeatFactory()
    SeatWishFactory()
    HostMarkFactory()
    HostDocumentFactory()
    PhotoRemovalFactory()
    FollowUpLetterFactory(follow_up=SurveyAnswerFactory().follow_up)
    CommissionMembershipFactory(commission=CommissionFactory())
    CommissionMilestoneFactory()
    SeatProposalFactory()
    AttendanceFactory()
    MeetingMinutesFactory()
    CalendarFeedFactory()
    ActionItemFactory()
    DocumentFactory(folder=None)
    DocumentFolderFactory()
    AnnouncementChoiceFactory()
    AnnouncementDeliveryFactory()
    AssemblyFactory(territory=theirs.territory)
    BoxEventFactory(election__territory=theirs.territory)
    election_in("proclaimed", territory=theirs.territory)
    IncidentFactory()
    TrusteeFactory()
    DuplicatePairFactory(company=theirs.company)
    MergeRecordFactory(company=theirs.company)
    CompanyPageFactory(company=theirs.company)
    CompanyKeywordFactory(company=theirs.company)
    SiteFactory(company=theirs.company)
    DataRequestFactory()
    ContactPreferenceFactory()
    own = {"company": theirs.company, "person": theirs.person, "prospect": theirs.prospect,
           "representative": theirs.representative, "territory": theirs.territory}  # fmt: skip

    def record_of(model):
        return own.get(model._meta.model_name) or apps.get_model(model._meta.label)._default_manager.first()

    return {model: record for model in DESKS if (record := record_of(model)) is not None}
