"""The log of a site in production: who, what and when, without what people typed or hold secret."""

import io
import json
import logging
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse

from leader.shared.logs import JsonFormatter
from members.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    """Return a function that gives the events logged so far, read back from their lines."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def shown(events, *names):
    return [tuple(event.get(name) for name in names) for event in events]


def test_a_sign_in_and_a_sign_out_leave_one_event_each(client, events, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    anne = User.objects.create_user("anne@example.org")

    client.get("/sign-in/")
    client.post("/sign-out/")

    assert shown(events(), "event", "user", "ip") == [
        ("sign-in", anne.pk, "127.0.0.1"),
        ("sign-out", anne.pk, "127.0.0.1"),
    ]


def test_a_refused_sign_in_leaves_one_event_that_does_not_tell_what_was_typed(rf, events):
    authenticate(rf.post("/"), username="anne@example.org", password="a long secret")

    assert shown(events(), "event", "level") == [("sign-in refused", "WARNING")]
    assert "anne" not in str(events())
    assert "secret" not in str(events())


def test_a_form_without_its_token_leaves_one_event(events):
    anne = User.objects.create_user("anne@example.org")
    client = Client(enforce_csrf_checks=True)
    client.force_login(anne)

    assert client.post(reverse("account_logout")).status_code == 403

    refused = [event for event in events() if event.get("status_code") == 403]
    assert shown(refused, "user", "method") == [(anne.pk, "POST")]


def test_an_error_of_ours_leaves_one_event_with_its_place_and_its_time_in_utc(client, events, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    client.raise_request_exception = False

    client.post("/create-and-fail/?key=secret", {"name": "Anne"})

    (event,) = events()
    assert (event["status_code"], event["route"], event["method"]) == (500, "create-and-fail/", "POST")
    assert event["error"]["type"] == "RuntimeError"
    assert any("create_person_and_fail" in frame for frame in event["error"]["frames"])
    assert datetime.fromisoformat(event["at"]).utcoffset() == timedelta(0)
    assert "secret" not in str(event)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("no account for anne.dupuis@example.org", "no account for [e-mail]"),
        ("the code 123456 is wrong", "the code [code] is wrong"),
        ("reset with 1-d2x0k9-8f7e6d5c4b3a291817161514", "reset with [key]"),
        (
            'duplicate key "email_unique"\nDETAIL:  Key (email)=(a) exists',
            'duplicate key "email_unique"\n[detail]',
        ),
        ("500 companies of LeadeR Béziers", "500 companies of LeadeR Béziers"),
    ],
)
def test_an_address_a_code_and_a_key_are_taken_out(events, said, written):
    logging.getLogger("leader").warning(said)

    assert shown(events(), "event") == [(written,)]


def test_a_line_end_and_an_escape_cannot_forge_a_line(events):
    line = JsonFormatter().format(
        logging.LogRecord("leader", logging.WARNING, "", 0, "a\r\nb\x1b[2J\u2028c", None, None)
    )

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["event"] == "a\r\nb\x1b[2J\u2028c"
