"""The visits that show the forms of members: states that the world of the walk does not hold by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from commissions.announcements.links import stop_path
from commissions.meetings.links import link_of
from commissions.meetings.minuting import approve
from events.after import thanking
from events.registration.links import digest, link_of_attendee, link_of_invitation, page_of
from leader.pages.personal_data.links import link_to
from tests.browser.pages import differing_company, renewal_due
from tests.factories.commissions import (
    AgendaItemFactory,
    AttendanceFactory,
    DocumentFactory,
    MeetingFactory,
    MeetingMinutesFactory,
    MinutesItemFactory,
    SeatProposalFactory,
)
from tests.factories.data_requests import DataRequestFactory
from tests.factories.duplicates import MergeRecordFactory
from tests.factories.events import (
    AdmissionFactory,
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
)
from tests.factories.members import CompanyDomainFactory, CompanyFactory, MembershipFactory, PersonFactory
from tests.factories.refresh import RegisterDifferenceFactory, RegisterSnapshotFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory
from tests.walk.world import World

Visit = tuple[str, str, str]


def visits_of_members(world: World) -> Iterator[Visit]:
    """Visit memberships due, lapsed or renewed, what the register says, a merge, a request, a team to join."""
    yield from _memberships()
    yield from _register(world)
    MergeRecordFactory(merged_at=timezone.now(), content={"kept": 0, "acts": []})
    yield "pages:merge-list", "staff", reverse("pages:merge-list")
    yield "pages:data-request-confirm", "stranger", link_to(DataRequestFactory(confirmed_at=None))
    shared = [PersonFactory(email="partagee@pme.example") for _twice in range(2)]  # staff say which of them asks
    yield "pages:data-request-detail", "staff", DataRequestFactory(email=shared[0].email).get_absolute_url()
    guest = world.users["guest"]
    EmailAddress.objects.update_or_create(user=guest, email=guest.email, defaults={"verified": True})
    CompanyDomainFactory(domain=guest.email.partition("@")[2])
    yield from _registrations()
    yield from _commissions(world)
    yield "members:team-join", "guest", reverse("members:team-join")


def _commissions(world: World) -> Iterator[Visit]:
    """Visit the pages of a chair, and the place of who is invited and of who sits there."""
    for page in ["seats", "edit"]:
        yield f"commissions:commission-{page}", "chair", address_of_commission(world, page)
    SeatProposalFactory(commission=world.other_commission, person=world.users["chair"].person, invited=True)
    yield "commissions:commission-place", "chair", address_of_commission(world, "place")
    yield from _meetings(world)
    yield from _documents(world)
    other = reverse("commissions:commission-place", args=[world.other_commission.slug])
    yield "commissions:commission-place", "chair", other


def _meetings(world: World) -> Iterator[Visit]:
    """Visit the pages of a meeting to come, as its chair, and the page of a letter's link."""
    meeting = MeetingFactory(commission=world.commission, convened=True)
    invited = AttendanceFactory(meeting=meeting, person=world.users["chair"].person)
    AgendaItemFactory(meeting=meeting)
    for page in ["detail", "edit", "call-off", "agenda"]:
        yield f"commissions:meeting-{page}", "chair", reverse(f"commissions:meeting-{page}", args=[meeting.pk])
    yield "commissions:meeting-answer", "stranger", link_of(invited)
    held = MeetingFactory(commission=world.commission, past=True)
    for page in ["edit", "detail"]:
        yield f"commissions:minutes-{page}", "chair", reverse(f"commissions:minutes-{page}", args=[_first(world)])
    corrected = MeetingMinutesFactory(meeting=held)
    MinutesItemFactory(minutes=corrected)
    approve(corrected, by=world.users["chair"], at=timezone.now())
    yield "commissions:minutes-edit", "chair", reverse("commissions:minutes-edit", args=[held.pk])
    unwritten = MeetingFactory(commission=world.commission, past=True)
    yield "commissions:minutes-edit", "chair", reverse("commissions:minutes-edit", args=[unwritten.pk])
    yield "commissions:action-list", "chair", reverse("commissions:action-list", args=[world.commission.slug])
    yield "commissions:meeting-attendance", "chair", reverse("commissions:meeting-attendance", args=[held.pk])


def _documents(world: World) -> Iterator[Visit]:
    """Visit the pages on which documents are brought and kept, and those of announcements, as the chair."""
    slug = world.commission.slug
    for page in [
        "document-bring",
        "document-folders",
        "document-list",
        "announcement-write",
        "announcement-choice",
    ]:
        yield f"commissions:{page}", "chair", reverse(f"commissions:{page}", args=[slug])
    kept = DocumentFactory(commission=world.commission)
    for page in ["detail", "edit", "renew"]:
        yield f"commissions:document-{page}", "chair", reverse(f"commissions:document-{page}", args=[kept.pk])
    withdrawn = DocumentFactory(commission=world.commission, withdrawn=True)
    yield "commissions:document-detail", "chair", withdrawn.get_absolute_url()
    yield (
        "commissions:announcement-stop",
        "stranger",
        stop_path(world.users["chair"].person_id, [world.commission.pk]),
    )


def _first(world: World) -> int:
    return world.commission.meetings.earliest("pk").pk


def address_of_commission(world: World, page: str) -> str:
    """Return the address of a page of the commission that has a chair."""
    return reverse(f"commissions:commission-{page}", args=[world.commission.slug])


def _registrations() -> Iterator[Visit]:
    """Visit a party that asks, one that is offered places, an invited house, and the own entry of an attendee."""
    offered = {"state": "offered", "offered": 1, "offer_ends_at": timezone.now() + timedelta(days=1)}
    for party in [RegistrationFactory(state="cancelled"), RegistrationFactory(**offered)]:
        yield "events:party", "staff", page_of(party)
    for act in ["modifier", "convive", "annuler"]:
        yield "events:party", "staff", page_of(RegistrationFactory()) + f"?faire={act}"
    yield (
        "events:registration-list",
        "staff",
        reverse("events:registration-list", args=[RegistrationFactory(waiting=True).admission.event.slug]),
    )
    keeper = DoorKeeperFactory(event=CheckInFactory().admission.event)
    seat = SeatFactory()
    yield "events:table-plan", "staff", reverse("events:table-plan", args=[seat.table.admission.event.slug])
    yield "events:door", "staff", reverse("events:door", args=[keeper.event.slug]) + "?q=convive"
    yield "events:door-team", "staff", reverse("events:door-team", args=[keeper.event.slug])
    yield "events:invitation", "stranger", link_of_invitation(EventInvitationFactory())
    for call in [HostCallFactory(over=True), HostCallFactory()]:
        candidacy = HostCandidacyFactory(call=call)
        yield (
            "events:host-candidacy",
            "staff",
            reverse("events:host-candidacy", args=[call.year, candidacy.territory.slug]),
        )
    yield "events:host-decision", "staff", reverse("events:host-decision", args=[HostCallFactory(over=True).year])
    candidacy = HostDocumentFactory().candidacy
    page = reverse("events:host-candidacy", args=[candidacy.call.year, candidacy.territory.slug])
    yield "events:host-candidacy", "staff", page
    marked = HostMarkFactory().candidacy
    yield "events:host-marks", "chair", reverse("events:host-marks", args=[marked.call.year])
    for photo in [PhotoFactory(is_public=True), PhotoRemovalFactory().photo]:
        yield "events:photo", "staff", photo.get_absolute_url()
    letter = FollowUpLetterFactory()
    yield "events:survey", "stranger", thanking.link_of(letter)
    admission = AdmissionFactory(event=letter.follow_up.event)
    yield "events:follow-up", "staff", reverse("events:follow-up", args=[admission.event.slug])
    attendee = AttendeeFactory(secret_digest=digest("secret"))
    yield "events:attendee-own", "stranger", link_of_attendee(attendee, "secret")


def _memberships() -> Iterator[Visit]:
    today = timezone.localdate()
    lapsed = MembershipFactory(starts_on=date(2015, 1, 1), ends_on=date(2015, 12, 31))
    renewed = MembershipFactory(starts_on=date(2020, 1, 1), ends_on=today)
    MembershipFactory(company=renewed.company, starts_on=today + timedelta(days=1), ends_on=date(2150, 12, 31))
    for membership in [renewal_due(), lapsed, renewed]:
        address = reverse("pages:membership-detail", args=[membership.company_id])
        yield "pages:membership-detail", "staff", address
    yield "pages:renewal-dry-run", "staff", reverse("pages:renewal-dry-run")
    termless = MembershipFactory(starts_on=date(2019, 3, 5), ends_on=None)
    for name in ["pages:termless-list", "pages:termless-dry-run"]:
        yield name, "staff", reverse(name)
    yield "pages:membership-detail", "staff", reverse("pages:membership-detail", args=[termless.company_id])


def _register(world: World) -> Iterator[Visit]:
    commune = world.own.company.commune
    AreaPartFactory(territory=world.own.territory, commune=commune)
    moved = CompanyFactory(commune=commune)
    AffiliationFactory(company=moved, territory=world.foreign.territory)
    told = {"siren": moved.siren, "name": moved.name, "commune_code": commune.code}
    RegisterSnapshotFactory(company=moved, told=told)
    RegisterDifferenceFactory(company=moved, kind="seat", ours="", theirs=commune.code)
    for company in [differing_company(), moved]:
        yield "pages:register-company", "staff", reverse("pages:register-company", args=[company.pk])
    yield "pages:register-list", "staff", reverse("pages:register-list")
