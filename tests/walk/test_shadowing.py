"""Whoever looks as a lead gets at every address what the lead gets, but for what is the lead's alone."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from leader.pages.shadowing.middleware import AS_ONESELF, is_private
from territories.models import Shadowing
from territories.models.shadowing import LASTS
from tests.factories import counted_on
from tests.walk.addresses import address_of
from tests.walk.rows import ROWS
from tests.walk.world import World

pytestmark = pytest.mark.django_db
OPEN = {name for name, row in ROWS.items() if "200" in {row.get["lead"], row.get["staff"]}}
SEEN = sorted(OPEN - AS_ONESELF)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two territories side by side and one person in each role; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic(), counted_on():
        yield World.build()
        transaction.set_rollback(True)


@pytest.fixture
def shadow(world):
    now = timezone.now()
    staff, lead = world.users["staff"], world.users["lead"]
    row = Shadowing.objects.create(
        staff=staff, lead=lead, territory=world.own.territory, started_at=now, ends_at=now + LASTS
    )
    client = Client(raise_request_exception=False)
    client.force_login(staff)
    session = client.session
    session["shadowing"] = row.pk
    session.save()
    return client


@pytest.mark.parametrize("name", SEEN)
def test_each_address_answers_as_to_the_lead(world, shadow, name):
    lead = Client(raise_request_exception=False)
    lead.force_login(world.users["lead"])
    row = ROWS[name]
    for pick in filter(None, [row.own, row.foreign]):
        url = address_of(name, pick(world)) + row.query
        expected = 403 if is_private(name) else lead.get(url, secure=True).status_code
        assert shadow.get(url, secure=True).status_code == expected, url
        assert shadow.post(url, secure=True).status_code == 403, url
