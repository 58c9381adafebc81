"""No address of the pages in WALKED breaks, whatever is typed into it: never an error of ours, for nobody."""

import pytest
from django.db import transaction
from django.test import Client

from tests.walk.rows import ROWS
from tests.walk.test_walk import _url
from tests.walk.world import World

ROLES = ["stranger", "member", "lead", "staff"]

OPEN_TO_HOSTILITY = ("site-health", "web-health", "pages:", "members:", "territories:application")
WALKED = sorted(name for name in ROWS if name.startswith(OPEN_TO_HOSTILITY))
# Several at once: a page reads each parameter by itself.
QUERIES = [
    "?q=%00",
    f"?q={'a' * 10_000}&page=-1&p=-1",
    "?q=%F0%9F%98%80%E2%80%AE%D7%90%FF%FE&page=99999999999999999999&p=99999999999999999999",
    "?q='%20OR%201=1;--&q=%3Cscript%3E&q=%25s{}&page=abc&page=2&p=abc",
    "?territoire=x&territoire=99999999999999999999&territory=-1&o=99.-99.x&next=//evil.example/&page=",
]
GARBAGE = [
    {},
    {"name": "a" * 10_000, "siren": "x" * 10_000, "email": "é@\u202e", "q": "\U0001f600", "version": "-1"},
    {"action": "x", "_selected_action": "99999999999999999999", "form-TOTAL_FORMS": "99999", "version": "9" * 30},
    {"login": "<script>", "password": "\udcff".encode("utf-8", "replace").decode(), "starts_on": "31/02/0000"},
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two territories side by side and one person in each role; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World.build()
        transaction.set_rollback(True)


def client_of(world, role):
    """Return a browser of ``role`` that takes an error of ours for an answer."""
    client = Client(raise_request_exception=False)
    if world.users[role]:
        client.force_login(world.users[role])
    return client


def sent(client, method, url, typed=None):
    """Send a request, undo what it did, and return its status."""
    with transaction.atomic():
        response = getattr(client, method)(url, typed, secure=True)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("name", WALKED)
def test_no_address_breaks_whatever_is_asked(name, world):
    url = _url(name, ROWS[name].own(world))
    broken = []
    for role in ROLES:
        client = client_of(world, role)
        if sent(client, "get", url) == 200:
            broken += [(role, query[:40]) for query in QUERIES if sent(client, "get", url + query) >= 500]
    assert broken == []


@pytest.mark.parametrize("name", WALKED)
def test_no_address_breaks_whatever_is_sent(name, world):
    url = _url(name, ROWS[name].own(world))
    broken = [
        (role, number)
        for role in ROLES
        for number, typed in enumerate(GARBAGE)
        if sent(client_of(world, role), "post", url, typed) >= 500
    ]
    assert broken == []
