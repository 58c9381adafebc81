"""What the nights forget of people: on which day, of whom, and with how many questions to the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leader.shared import mails, retention
from leader.shared.models import Letter
from leader.shared.personal_data import ERASED, remembering
from leader.shared.personal_data.subjects import Subject
from members.models import Person
from tests.factories import accounts
from tests.factories.members import JoinRequestFactory, PersonFactory, RepresentativeFactory, TeamInvitationFactory
from tests.factories.territories import MandateFactory, OpeningInvitationFactory

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


def test_a_refused_letter_goes_thirty_days_after_the_refusal_and_one_that_waits_stays():
    over, last_day, waiting = (mails.queue(f"{n}@example.org", "Objet", "Texte") for n in range(3))
    now = timezone.now()
    Letter.objects.filter(pk=over.pk).update(refused_at=now - timedelta(days=30))
    Letter.objects.filter(pk=last_day.pk).update(refused_at=now - timedelta(days=29))
    Letter.objects.filter(pk=waiting.pk).update(queued_at=now - timedelta(days=90))

    assert rule("refused-letters").due(now) == 1
    assert rule("refused-letters").apply(now) == 1

    assert set(Letter.objects.all()) == {last_day, waiting}
