"""Every address of the site, visited by every role, on an own and on a foreign object, by GET and by POST.

The addresses are read from the URL configuration: one without a row in ``rows`` fails, and so does a row
without an address. So nobody adds a page without saying who may open it.
"""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.factories import counted_on
from tests.walk.addresses import address_of, every_address
from tests.walk.rows import ROWS
from tests.walk.world import World

pytestmark = pytest.mark.django_db

NAMES = sorted({address.name for address in every_address()})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two territories side by side and one person in each role; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic(), counted_on():
        yield World.build()
        transaction.set_rollback(True)


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(set(NAMES) - set(ROWS)) == []
    assert sorted(set(ROWS) - set(NAMES)) == []


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_role_gets_what_it_should_at(name, world):
    wrong = []
    for method, label, parameters, answers in ROWS[name].visits():
        url = address_of(name, parameters(world)) + ROWS[name].query
        for role, expected in answers.items():
            got = _answer(world, role, method, url)
            if got != expected:
                wrong.append(f"{method} {url} ({label}) as {role}: {got}, expected {expected}")
    assert wrong == []


def _answer(world, role, method, url):
    """Visit, undo whatever the visit changed, and tell the answer; a GET changes no row of ours."""
    client = Client(raise_request_exception=False)
    if user := world.users[role]:
        client.force_login(user)
    with transaction.atomic():
        before = _changes() if method == "get" else None
        response = getattr(client, method)(url, secure=True)
        if before is not None:
            assert _changes() == before, f"a GET of {url} changed something"
        transaction.set_rollback(True)
    if response.status_code in (301, 302):
        signs_in = response["Location"].startswith((reverse("account_login"), reverse("admin:login")))
        return "login" if signs_in else "away"
    return str(response.status_code)


def _changes():
    """Count what the audit has seen, over all its tables."""
    tables = [t for t in connection.introspection.table_names() if t.endswith("change")]
    union = " union all ".join(f'select count(*) from "{table}"' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"select sum(count) from ({union}) counted")
        return cursor.fetchone()[0]
