"""What the nights forget of people: on which day, of whom, and with how many questions to the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections.models import CodeOfficer, Election
from leader.shared import mails, retention
from leader.shared.models import Erasure, Letter
from leader.shared.personal_data import ERASED, remembering
from leader.shared.personal_data.subjects import Subject
from members import clocks
from members.models import DataRequest, Person, User
from tests.factories import accounts
from tests.factories.applications import ApplicationFactory
from tests.factories.commissions import CommissionMembershipFactory, SeatProposalFactory
from tests.factories.data_requests import DataRequestFactory
from tests.factories.elections import CandidacyFactory, ElectionFactory, ListPlaceFactory, TrusteeFactory
from tests.factories.events import (
    AttendeeFactory,
    DoorKeeperFactory,
    EventInvitationFactory,
    GuestOfHonourFactory,
    RegistrationFactory,
)
from tests.factories.members import (
    JoinRequestFactory,
    PersonFactory,
    RepresentativeFactory,
    TeamInvitationFactory,
    UserFactory,
)
from tests.factories.territories import (
    MandateFactory,
    OpeningInvitationFactory,
    OpeningTeamMemberFactory,
    OutsideMandateFactory,
    ProspectFactory,
    TerritoryLeadFactory,
)

pytestmark = pytest.mark.django_db
FIVE_YEARS = timedelta(days=5 * 365)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def rule(key):
    return next(rule for rule in retention.rules() if rule.key == key)


def ago(days):
    return timezone.localdate() - FIVE_YEARS - timedelta(days=days)


def represented(*, until, **person):
    """Return somebody who represented a company until a day."""
    since = until - timedelta(days=400)
    spell = RepresentativeFactory(person=PersonFactory(**person), starts_on=since, ends_on=until)
    return spell.person


def erased_but_named(*, until):
    person = represented(until=until)
    remembering.remember(Subject(person=person.pk), at=timezone.now())
    return person


def test_a_kept_name_goes_five_years_after_the_last_day_and_no_day_before():
    over, last_day = erased_but_named(until=ago(0)), erased_but_named(until=ago(-1))
    MandateFactory(person=erased_but_named(until=ago(0)), starts_on=ago(900), ends_on=ago(400))

    assert rule("erased-people").due(timezone.now()) == 1
    assert rule("erased-people").apply(timezone.now()) == 1

    assert list(Person.objects.filter(family_name=ERASED)) == [over]
    assert Person.objects.get(pk=last_day.pk).family_name == last_day.family_name


def test_the_page_asks_as_much_of_one_kept_name_as_of_three(client):
    client.force_login(accounts.staff())
    asked = []
    for more in (1, 2):
        for _one in range(more):
            erased_but_named(until=ago(-1))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("pages:retention-rules"))
        asked.append(len(seen))

    assert asked[0] == asked[1]
    assert asked[0] < 40


def history_of(model):
    return model._meta.get_field("changes").related_model.objects


DAY = timedelta(days=1)
TWO_YEARS = timedelta(days=2 * 365)
ENDS = [  # the rule, and what a row that is over at a moment is made of
    ("team-invitations", lambda at: TeamInvitationFactory(sent_at=at - 14 * DAY, expires_at=at)),
    ("team-invitations", lambda at: TeamInvitationFactory(sent_at=at, expires_at=at + 14 * DAY, withdrawn_at=at)),
    ("team-invitations", lambda at: TeamInvitationFactory(sent_at=at, expires_at=at + 14 * DAY, accepted_at=at)),
    ("team-invitations", lambda at: JoinRequestFactory(asked_at=at - 9 * DAY, decided_at=at, state="refused")),
    ("team-invitations", lambda at: JoinRequestFactory(asked_at=at - 9 * DAY, decided_at=at, state="accepted")),
    ("team-invitations", lambda at: JoinRequestFactory(asked_at=at)),
    ("opening-invitations", lambda at: OpeningInvitationFactory(expires_at=at)),
    ("opening-invitations", lambda at: OpeningInvitationFactory(expires_at=at + DAY, accepted_at=at)),
]


@pytest.mark.parametrize(("key", "made"), ENDS)
def test_an_invitation_and_a_request_go_two_years_after_their_end_with_their_history(key, made):
    now = timezone.now()
    over, last_day = made(now - TWO_YEARS), made(now - TWO_YEARS + DAY)
    model = type(over)

    assert rule(key).due(now) == 1
    assert rule(key).apply(now) == 1

    assert list(model.objects.all()) == [last_day]
    assert set(history_of(model).values_list("pgh_obj", flat=True)) == {last_day.pk}
    assert rule(key).due(now) == rule(key).apply(now) == 0


REQUESTS = [  # what a request that is over at a moment is made of, and how long it is kept
    (FIVE_YEARS + DAY, lambda at: DataRequestFactory(answered_at=at, outcome="done", answer="Voici, Zoé.")),
    (timedelta(days=31), lambda at: DataRequestFactory(confirmed_at=None, received_at=at)),
]


@pytest.mark.parametrize(("kept", "made"), REQUESTS)
def test_a_request_about_data_goes_with_all_that_its_history_says(kept, made):
    now = timezone.now()
    over, last_day = made(now - kept), made(now - kept + 2 * DAY)
    DataRequest.objects.filter(pk=over.pk).update(
        extended_because="Zoé est souffrante.", words="Je suis Zoé.", person=PersonFactory()
    )

    assert rule("data-requests").due(now) == 1
    assert rule("data-requests").apply(now) == 1

    assert list(DataRequest.objects.all()) == [last_day]
    assert set(history_of(DataRequest).values_list("pgh_obj", flat=True)) == {last_day.pk}


def test_a_refused_letter_goes_thirty_days_after_the_refusal_and_one_that_waits_stays():
    over, last_day, waiting = (mails.queue(f"{n}@example.org", "Objet", "Texte") for n in range(3))
    now = timezone.now()
    Letter.objects.filter(pk=over.pk).update(refused_at=now - timedelta(days=30))
    Letter.objects.filter(pk=last_day.pk).update(refused_at=now - timedelta(days=29))
    Letter.objects.filter(pk=waiting.pk).update(queued_at=now - timedelta(days=90))

    assert rule("refused-letters").due(now) == 1
    assert rule("refused-letters").apply(now) == 1

    assert set(Letter.objects.all()) == {last_day, waiting}


GONE = "people-who-left"


def test_who_left_is_erased_five_years_after_the_last_day_and_no_day_before():
    over, last_day = (represented(until=ago(days), email=f"parti{days}@example.org") for days in (0, -1))
    again = represented(until=ago(3000))
    RepresentativeFactory(person=again, starts_on=ago(-100))
    never = PersonFactory()
    now = timezone.now()

    assert rule(GONE).due(now) == 1
    assert not Erasure.objects.exists()
    assert rule(GONE).apply(now) == 1

    over.refresh_from_db()
    assert (str(over), over.email, over.phone) == (ERASED, "", "")
    assert {str(person) for person in Person.objects.filter(pk__in=[last_day.pk, again.pk, never.pk])} == {
        str(last_day), str(again), str(never),
    }  # fmt: skip
    assert "parti0@example.org" not in history_of(Person).values_list("email", flat=True)
    assert Erasure.objects.get().person_key == over.pk
    assert rule(GONE).due(now) == rule(GONE).apply(now) == 0


def test_who_left_and_was_an_officer_keeps_the_name_alone_and_is_not_erased_again():
    officer = represented(until=ago(1), phone="05 61 22 33 44")
    MandateFactory(person=officer, starts_on=ago(900), ends_on=ago(400))

    assert [rule(GONE).apply(timezone.now()) for _night in range(2)] == [1, 0]

    kept = Person.objects.get(pk=officer.pk)
    assert (str(kept), kept.email, kept.phone) == (str(officer), "", "")


def account(person, **more):
    """Give the person an account that nobody has used for long."""
    user = UserFactory(person=person, email=person.email)
    User.objects.filter(pk=user.pk).update(**{"date_joined": timezone.now() - 2 * FIVE_YEARS, **more})
    return user


def without_address(person):
    return Person.objects.filter(pk=person.pk).update(email="")


def given_up(election):
    Election.objects.filter(pk=election.pk).update(state="void", void_reason="Report")


LAST_USED = timezone.now() - FIVE_YEARS + DAY
TO_COME = date(2099, 6, 1)
KNOWN_FOR = {
    "an account of staff": lambda who: account(who, is_staff=True),
    "an account used since": lambda who: account(who, last_login=LAST_USED),
    "an account made since": lambda who: account(who, date_joined=LAST_USED),
    "a lead": lambda who: TerritoryLeadFactory(person=who),
    "a mandate that begins later": lambda who: MandateFactory(person=who, starts_on=TO_COME),
    "a mandate elsewhere": lambda who: OutsideMandateFactory(person=who),
    "a team that opens a territory": lambda who: OpeningTeamMemberFactory(person=who),
    "a seat in a commission": lambda who: CommissionMembershipFactory(person=who),
    "a seat that is asked for": lambda who: SeatProposalFactory(person=who),
    "a candidacy": lambda who: CandidacyFactory(person=who),
    "a place of a list": lambda who: ListPlaceFactory(person=who),
    "a part of a key": lambda who: TrusteeFactory(account=account(who)),
    "the codes of an election": lambda who: CodeOfficer.objects.create(
        election=ElectionFactory(way="online", state="sealed", codes_by="officer"), account=account(who)
    ),
    "a registration": lambda who: RegistrationFactory(contact_email=who.email.upper()),
    "a registration by account": lambda who: RegistrationFactory(registered_by=account(who)),
    "a place at an event": lambda who: AttendeeFactory(email=who.email),
    "an invitation to an event": lambda who: EventInvitationFactory(email=who.email),
    "a door": lambda who: DoorKeeperFactory(email=who.email),
    "a guest of honour": lambda who: GuestOfHonourFactory(person=who),
    "a prospect": lambda who: ProspectFactory(contact_email=who.email),
    "an application": lambda who: ApplicationFactory(email=who.email, submitted_at=timezone.now()),
    "an invitation": lambda who: TeamInvitationFactory(email=who.email),
    "a request to join": lambda who: JoinRequestFactory(user=account(who), email="autre@example.org"),
    "a request about data": lambda who: DataRequestFactory(person=who),
}


@pytest.mark.parametrize("known_for", KNOWN_FOR)
def test_who_left_and_is_known_for_something_else_stays(known_for):
    person = represented(until=ago(1), email="encore@example.org")
    assert rule(GONE).due(timezone.now()) == 1

    KNOWN_FOR[known_for](person)

    assert rule(GONE).due(timezone.now()) == 0


@pytest.mark.parametrize(
    "over",
    [
        lambda who: account(who, last_login=LAST_USED - DAY),
        lambda who: account(who, last_login=LAST_USED, is_active=False),
        lambda who: CommissionMembershipFactory(person=who, starts_on=ago(900), ends_on=ago(1)),
        lambda who: without_address(who) and AttendeeFactory(email=""),
        lambda who: AttendeeFactory(email=who.email, registration__admission__event__held_on=date(2020, 6, 2)),
        lambda who: given_up(CandidacyFactory(person=who).contest.election),
    ],
)
def test_what_is_over_or_somebody_elses_keeps_nobody(over):
    person = represented(until=ago(1))
    over(person)

    assert rule(GONE).due(timezone.now()) == 1


def test_a_night_erases_so_many_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(clocks, "ERASED_A_NIGHT", 2)
    for _one in range(3):
        represented(until=ago(1))

    assert [rule(GONE).apply(timezone.now()) for _night in range(3)] == [2, 1, 0]


def test_who_left_is_found_by_one_question_however_many():
    for _one in range(3):
        represented(until=ago(1))

    with CaptureQueriesContext(connection) as asked:
        assert rule(GONE).due(timezone.now()) == 3
    assert len(asked) == 1
