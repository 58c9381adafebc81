"""What the nights forget of people: on which day, of whom, and with how many questions to the database."""

from datetime import date, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections.models import CodeOfficer, Election
from leader.shared import mails, retention
from leader.shared.models import Erasure, Letter
from leader.shared.personal_data import ERASED, remembering
from leader.shared.personal_data.subjects import Subject
from members import clocks, guests
from members.models import DataRequest, Person, User
from territories.models import Prospect
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


LAST_USED = timezone.now() - FIVE_YEARS + DAY
TO_COME = date(2099, 6, 1)
KNOWN_FOR = {
    "an account of staff": lambda who: account(who, is_staff=True),
    "an account of a superuser": lambda who: account(who, is_superuser=True),
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


def recorded(until, **person):
    """Return somebody of whom nothing is known since a day, who never represented a company."""
    person = PersonFactory(**person)
    Person.objects.filter(pk=person.pk).update(created_at=noon(until))
    return person


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def held_and(election, state, day):
    told = {"void_reason": "Report"} if state == "void" else {"proclaimed_at": noon(day)}
    Election.objects.filter(pk=election.pk).update(state=state, held_on=day, **told)


def stopped(prospect, day):
    Prospect.objects.filter(pk=prospect.pk).update(state="declined", reason="Trop loin")
    Prospect.objects.filter(pk=prospect.pk).update(state_since=day)


PERIOD = {"starts_on": ago(400)}
ENDED = {  # what was answered, decided or held on a day, and has only a state to tell that it is over
    "a request about data": lambda who, day: DataRequestFactory(
        person=who, email="autre@example.org", answered_at=noon(day), outcome="done", answer="Voici."
    ),
    "an application refused": lambda who, day: ApplicationFactory(
        email=who.email, state="refused", confirmed_at=noon(day), decided_at=noon(day), reason="Non"
    ),
    "an application withdrawn": lambda who, day: ApplicationFactory(
        email=who.email, state="withdrawn", confirmed_at=noon(day), withdrawn_at=noon(day)
    ),
    "a seat refused": lambda who, day: SeatProposalFactory(
        person=who, state="refused", reason="Complet", proposed_at=noon(day), answered_at=noon(day)
    ),
    "an election given up": lambda who, day: held_and(CandidacyFactory(person=who).contest.election, "void", day),
    "a pressentie that declined": lambda who, day: stopped(ProspectFactory(contact_email=who.email), day),
    "an invitation withdrawn": lambda who, day: TeamInvitationFactory(
        email=who.email, sent_at=noon(day), expires_at=noon(day), withdrawn_at=noon(day)
    ),
}
LAST_KNOWN = {  # what somebody was known for until a day, and nothing since
    "the recording": lambda who, day: Person.objects.filter(pk=who.pk).update(created_at=noon(day)),
    "a lead": lambda who, day: TerritoryLeadFactory(person=who, ends_on=day, **PERIOD),
    "a mandate": lambda who, day: MandateFactory(person=who, ends_on=day, **PERIOD),
    "a mandate elsewhere": lambda who, day: OutsideMandateFactory(person=who, ends_on=day, **PERIOD),
    "a seat": lambda who, day: CommissionMembershipFactory(person=who, ends_on=day, **PERIOD),
    "an event": lambda who, day: AttendeeFactory(email=who.email, registration__admission__event__held_on=day),
    "an account": lambda who, day: account(who, last_login=noon(day)),
    "a team refused": lambda who, day: JoinRequestFactory(
        user=account(who, last_login=noon(day)), asked_at=noon(day), decided_at=noon(day), state="refused"
    ),
    "an opening given up": lambda who, day: (
        OpeningTeamMemberFactory(
            person=who,
            opening__state="refused",
            opening__decided_at=noon(day),
            opening__decision_reason="Trop tôt",
        )
        and Person.objects.filter(pk=who.pk).update(created_at=noon(day))
    ),
    **ENDED,
}


@pytest.mark.parametrize("known_for", LAST_KNOWN)
def test_who_never_represented_a_company_goes_five_years_after_the_last_thing_known(known_for):
    over, last_day = (recorded(ago(4000)) for _one in range(2))
    LAST_KNOWN[known_for](over, ago(0))
    LAST_KNOWN[known_for](last_day, ago(-1))
    now = timezone.now()

    assert rule(GONE).due(now) == 1
    assert rule(GONE).apply(now) == 1

    assert Erasure.objects.get().person_key == over.pk
    assert Person.objects.get(pk=over.pk).email == ""
    assert not User.objects.filter(person=over, is_active=True).exists()
    assert Person.objects.get(pk=last_day.pk).email == last_day.email
    assert rule(GONE).due(now) == rule(GONE).apply(now) == 0


def test_who_never_represented_a_company_and_is_known_for_something_stays():
    for known_for in KNOWN_FOR.values():
        known_for(recorded(ago(4000)))

    assert rule(GONE).due(timezone.now()) == 0


GUESTS = "guest-accounts"


def guest(*, used=None, made=None, **more):
    """Return an account without a person: made long ago, used until a day."""
    user = UserFactory(nobody=True, **more)
    User.objects.filter(pk=user.pk).update(date_joined=noon(made or ago(4000)), last_login=used and noon(used))
    return user


@pytest.mark.parametrize("day", ["made", "used"])
def test_an_account_of_nobody_goes_five_years_after_its_last_use_and_no_day_before(day):
    over, last_day = guest(**{day: ago(0)}), guest(**{day: ago(-1)})
    EmailAddress.objects.create(user=over, email=over.email, verified=True)
    now = timezone.now()

    assert rule(GUESTS).due(now) == 1
    assert rule(GUESTS).apply(now) == 1

    assert not EmailAddress.objects.exists()
    assert not history_of(User).filter(email=over.email).exists()
    assert User.objects.get(pk=over.pk).is_active is False
    assert User.objects.get(pk=last_day.pk).email == last_day.email
    assert rule(GUESTS).due(now) == rule(GUESTS).apply(now) == 0


def test_an_account_of_nobody_stays_five_years_after_an_answer_to_its_owner():
    over, last_day = guest(), guest()
    ENDED["an application refused"](over, ago(0))
    ENDED["an application refused"](last_day, ago(-1))

    assert rule(GUESTS).due(timezone.now()) == 1


HELD = {
    "staff": lambda guest: User.objects.filter(pk=guest.pk).update(is_staff=True, is_active=False),
    "a superuser": lambda guest: User.objects.filter(pk=guest.pk).update(is_superuser=True),
    "somebody's address": lambda guest: PersonFactory(email=guest.email.upper()),
    "a request to join": lambda guest: JoinRequestFactory(user=guest, email="autre@example.org"),
    "a registration": lambda guest: RegistrationFactory(registered_by=guest),
    "a part of a key": lambda guest: TrusteeFactory(account=guest),
    "an invitation": lambda guest: TeamInvitationFactory(email=guest.email),
    "an application": lambda guest: ApplicationFactory(email=guest.email, confirmed=True),
}


@pytest.mark.parametrize("held", HELD)
def test_an_account_of_nobody_that_something_holds_stays(held):
    user = guest()
    assert rule(GUESTS).due(timezone.now()) == 1

    HELD[held](user)

    assert rule(GUESTS).due(timezone.now()) == 0


@pytest.mark.parametrize(
    "owner",
    [
        PersonFactory,
        lambda email: guest(email=email, used=ago(-1)),
        lambda email: UserFactory(nobody=True, email=email, is_staff=True),
    ],
)
def test_an_account_of_nobody_whose_address_of_before_somebody_else_has_takes_nothing_from_them(owner):
    before = guest(email="avant@example.org")
    User.objects.filter(pk=before.pk).update(email="depuis@example.org")
    other = owner(email="avant@example.org")

    rule(GUESTS).apply(timezone.now())

    other.refresh_from_db()
    assert other.email == "avant@example.org"
    assert not User.objects.filter(pk=before.pk, email="depuis@example.org").exists()


def test_a_night_erases_so_many_accounts_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(guests, "ERASED_A_NIGHT", 2)
    for _one in range(3):
        guest()

    assert [rule(GUESTS).apply(timezone.now()) for _night in range(3)] == [2, 1, 0]


def test_accounts_of_nobody_are_found_by_one_question_however_many():
    for _one in range(3):
        guest()

    with CaptureQueriesContext(connection) as asked:
        assert rule(GUESTS).due(timezone.now()) == 3
    assert len(asked) == 1


@pytest.mark.parametrize(
    "over",
    [
        lambda who: account(who, last_login=LAST_USED - DAY),
        lambda who: account(who, last_login=LAST_USED, is_active=False),
        lambda who: CommissionMembershipFactory(person=who, starts_on=ago(900), ends_on=ago(1)),
        lambda who: without_address(who) and AttendeeFactory(email=""),
        lambda who: AttendeeFactory(email=who.email, registration__admission__event__held_on=date(2020, 6, 2)),
        lambda who: held_and(CandidacyFactory(person=who).contest.election, "void", ago(1)),
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
