"""The scope rule itself: what each role sees, edits and finds in the admin, model by model."""

import pytest
from django.contrib.auth.models import AnonymousUser

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
from elections.models import (
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
from members.models import (
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
    Membership,
    MergeRecord,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
    Site,
    TeamInvitation,
    User,
)
from territories.models import (
    Affiliation,
    Application,
    CompanyImport,
    Mandate,
    Opening,
    Prospect,
    Shadowing,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)
from tests.walk.world import World

pytestmark = pytest.mark.django_db

SCOPED = [
    Shadowing, Succession, Transfer, Candidacy, Contest, Election, Incident, KeyCeremony, Minutes, RollEntry,
    Trustee, CodeOfficer,
    Admission, Attendee, CheckIn, ContactPreference, DataRequest, DoorKeeper, DuplicatePair, EventInvitation,
    HostCall, HostCandidacy, MergeRecord, Registration, Seat, SeatWish, Table,
    ActionItem, Announcement, AnnouncementChoice, AnnouncementDelivery, CalendarFeed, Document, DocumentFolder,
    DocumentVersion, MeetingMinutes,
    FollowUp, FollowUpLetter, HostDocument, HostMark, Photo, PhotoRemoval, SurveyAnswer,
    Affiliation, Application, Attendance, Commission, CommissionMembership, CommissionMilestone, Company,
    CompanyDomain, CompanyImport,
    CompanyKeyword, CompanyPage, Disclosure, Event, JoinRequest, Keyword, Mandate, Meeting, Membership, Opening,
    Person,
    Prospect, RegisterDifference, RegisterSnapshot, Representative, SeatProposal, Site, Task, TeamInvitation,
    Territory,
    TerritoryLead, User,
]  # fmt: skip


@pytest.fixture
def world():
    return World.build()


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_staff_administer_every_row(world, model):
    assert set(model.objects.administered_by(world.users["staff"])) == set(model.objects.all())


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_who_may_do_more_may_do_less(world, model):
    for user in filter(None, world.users.values()):
        administered = set(model.objects.administered_by(user))
        assert administered <= set(model.objects.editable_by(user)) <= set(model.objects.visible_to(user))


def test_a_lead_finds_in_the_admin_the_companies_prospects_and_people_of_the_territory_and_nothing_else(world):
    lead, own = world.users["lead"], world.own

    assert set(Company.objects.administered_by(lead)) == {own.company, own.prospect.company}
    assert list(Prospect.objects.administered_by(lead)) == [own.prospect]
    chair, member = world.users["chair"].person, own.member.person
    assert set(Person.objects.administered_by(lead)) == {lead.person, member, chair}
    for model in set(SCOPED) - {Company, Prospect, Person, Representative}:
        assert list(model.objects.administered_by(lead)) == [], model


def test_a_lead_whose_spell_has_ended_finds_nothing(world):
    lead = world.users["lead"]
    TerritoryLead.objects.filter(person=lead.person).update(ends_on="2020-01-01")
    lead = User.objects.get(pk=lead.pk)

    assert [m for m in SCOPED if m.objects.administered_by(lead).exists()] == []


def test_a_member_sees_the_members_and_edits_the_company_voted_for(world):
    member = world.users["member"]

    assert set(Company.objects.visible_to(member)) == {world.own.company, world.foreign.company}
    assert list(Company.objects.editable_by(member)) == [world.own.company]
    assert list(Prospect.objects.visible_to(member)) == []


def test_who_represents_without_a_vote_edits_no_company(world):
    assert list(Company.objects.editable_by(world.users["chair"])) == []


@pytest.mark.parametrize(
    "model", [Company, CompanyKeyword, CompanyPage, Membership, Prospect, Representative, Affiliation, Site, User]
)
@pytest.mark.parametrize("role", ["guest", "stranger"])
def test_a_guest_and_a_stranger_see_none_of_the_register(world, model, role):
    assert list(model.objects.visible_to(world.users[role] or AnonymousUser())) == []


def test_a_dismissed_account_sees_no_more_than_a_stranger(world):
    User.objects.filter(pk=world.users["staff"].pk).update(is_active=False)
    dismissed = User.objects.get(pk=world.users["staff"].pk)

    assert list(Company.objects.visible_to(dismissed)) == []
    assert set(Event.objects.visible_to(dismissed)) == {world.event}


def test_an_unpublished_event_is_seen_by_its_hosts_and_staff_alone(world):
    seen_by = {
        role for role, user in world.users.items() if user and world.hidden_event in Event.objects.visible_to(user)
    }

    assert seen_by == {"neighbour", "staff"}  # it is held by the neighbour's territory
