"""What the admin answers: staff find everything, a lead the companies, prospects and people of the territory."""

from django.contrib import admin

from commissions.models import (
    ActionItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
)
from elections.models import BoxEvent, Candidacy, Election, Incident, KeyCeremony, Minutes, RollEntry
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
from members.models import (
    Activity,
    Activity2025,
    ActivitySection,
    Company,
    CompanyDomain,
    CompanyKeyword,
    ContactPreference,
    DataRequest,
    Disclosure,
    DuplicatePair,
    JoinRequest,
    LegalCategory,
    MergeRecord,
    Person,
    RegisterDifference,
    RegisterSnapshot,
    Representative,
    Site,
    StaffBand,
    TeamInvitation,
)
from territories.models import (
    Application,
    AreaChange,
    DeclaredFigure,
    Federation,
    HomeQuestion,
    Opening,
    Prospect,
    RenewalNotice,
    Shadowing,
    Succession,
    Task,
    Transfer,
)
from tests.walk.expectations import Answers, Row, everybody, only

# Seen, never changed there.
REFERENCE = {Departement, Epci, Commune, Activity, Activity2025, ActivitySection, LegalCategory, StaffBand}
WITHOUT_HISTORY = REFERENCE | {AnnouncementDelivery, BoxEvent, RenewalNotice, SurveyAnswer}  # written once
DESKS_OF_LEADS = {Company, Prospect, Person, Representative}
DELETABLE = {
    Admission,
    HostCall,
    CompanyDomain,
    CompanyKeyword,
    DeclaredFigure,
    Person,
    Prospect,
    Event,
    Site,
    Task,
}
DECIDED_ON_PAGES = {DuplicatePair, MergeRecord, RegisterDifference, RegisterSnapshot}
OF_TEAMS = {Disclosure, JoinRequest, TeamInvitation}
OF_MEETINGS = {
    ActionItem, Announcement, AnnouncementChoice, AnnouncementDelivery, Attendance, CalendarFeed, Document,
    DocumentFolder, DocumentVersion, Meeting, MeetingMinutes,
}  # fmt: skip
OF_ELECTIONS = {BoxEvent, Candidacy, Election, Incident, KeyCeremony, Minutes, RollEntry}  # on their own pages
OF_REGISTRATIONS = {
    Attendee, CheckIn, DoorKeeper, EventInvitation, HostCandidacy, Registration, Seat, SeatWish, Table,
    FollowUp, FollowUpLetter, HostDocument, HostMark, Photo, PhotoRemoval, SurveyAnswer,
}  # fmt: skip
OF_TERRITORIES = {AreaChange, HomeQuestion, Succession, Transfer}
NOT_ADDED_THERE = (
    REFERENCE
    | DECIDED_ON_PAGES
    | OF_TEAMS
    | OF_MEETINGS
    | OF_ELECTIONS
    | OF_REGISTRATIONS
    | OF_TERRITORIES
    | {Application, ContactPreference, DataRequest, Federation, Opening, RenewalNotice, Shadowing}
)
NOT_CHANGED_THERE = (
    REFERENCE
    | DECIDED_ON_PAGES
    | OF_TEAMS
    | OF_MEETINGS
    | OF_ELECTIONS
    | OF_REGISTRATIONS
    | OF_TERRITORIES
    | {Application, ContactPreference, DataRequest, Opening, RenewalNotice, Shadowing}
)
NOBODY: Answers = everybody("404", stranger="login")


def _object(model, side):
    """Return a function that picks, from the world, an object of ``model`` on the ``side`` (own or foreign)."""

    def pick(world):
        party = getattr(world, side)
        of_leads = {
            Company: party.company,
            Prospect: party.prospect,
            Person: party.member.person,
            Representative: party.representative,
        }
        return {"object_id": (of_leads.get(model) or model._default_manager.earliest("pk")).pk}

    return pick


def _of_object(model, get, post, *, leads=True) -> Row:
    """Return the row of a page about one object, which of the leads only its own may open."""
    if model not in DESKS_OF_LEADS or not leads:
        return Row(get=get(), post=post(), own=_object(model, "own"))
    return Row(
        get=get("lead"),
        post=post("lead"),
        own=_object(model, "own"),
        foreign=_object(model, "foreign"),
        get_foreign=get("neighbour"),
        post_foreign=post("neighbour"),
    )


def _staff(*leads: str) -> Answers:
    return only("staff", *leads)


def _nobody(*_leads: str) -> Answers:
    return NOBODY


def _rows_of(model) -> dict[str, Row]:
    label = f"{model._meta.app_label}_{model._meta.model_name}"
    leads = ("lead", "neighbour") if model in DESKS_OF_LEADS else ()
    listed = only("staff", answer="away") if model is Federation else only("staff", *leads)
    added = NOBODY if model in NOT_ADDED_THERE else only("staff", *leads)
    change = _nobody if model in NOT_CHANGED_THERE else _staff
    delete = _staff if model in DELETABLE else _nobody
    history = _nobody if model in WITHOUT_HISTORY else _staff
    short = f"admin/{model._meta.app_label}/{model._meta.model_name}/<path:object_id>/"
    return {
        f"admin:{label}_changelist": Row(get=listed, post=listed),
        f"admin:{label}_add": Row(get=added, post=added),
        f"admin:{label}_change": _of_object(model, _staff, change),
        f"admin:{label}_delete": _of_object(model, delete, delete, leads=False),
        f"admin:{label}_history": _of_object(model, history, history),
        short: Row(get=_redirected(), post=_redirected(), own=_object(model, "own")),
    }


def _redirected() -> Answers:
    return everybody(
        "away", stranger="login", **dict.fromkeys(["guest", "member", "chair"], "404")
    )  # to the page of the object, which then decides


def admin_rows() -> dict[str, Row]:
    """Return the rows of every desk that is registered, and of the admin's own pages."""
    enter = only("staff", "lead", "neighbour")
    away = only("staff", "lead", "neighbour", answer="away")
    refused = only("staff", "lead", "neighbour", answer="405")
    rows = {
        "admin:index": Row(get=enter, post=enter),
        "admin:login": Row(get=away, post=away),
        "admin:logout": Row(get=away, post=away),
        "admin:password_change": Row(get=away, post=away),
        "admin:password_change_done": Row(get=enter, post=refused),
        "admin:jsi18n": Row(get=enter, post=refused),
        "admin:autocomplete": Row(get=NOBODY, post=refused),  # without saying for which field
        "admin:app_list": Row(get=enter, post=enter, own=lambda world: {"app_label": "members"}),
        "admin:view_on_site": Row(
            get=NOBODY, post=NOBODY, own=lambda world: {"content_type_id": 0, "object_id": 0}
        ),
        "admin/(?P<url>.*)$": Row(get=NOBODY, post=NOBODY),
    }
    for model in admin.site._registry:
        rows |= _rows_of(model)
    return rows
