"""What the nights forget of people: on which day, of whom, and with how many questions to the database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leader.shared import retention
from leader.shared.personal_data import ERASED, remembering
from leader.shared.personal_data.subjects import Subject
from members.models import Person
from tests.factories import accounts
from tests.factories.members import PersonFactory, RepresentativeFactory
from tests.factories.territories import MandateFactory

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
