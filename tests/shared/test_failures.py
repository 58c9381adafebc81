"""The database busy or away is a page that says "try again", and nothing is half done."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.test import Client

from leader.connections import options_for, role_of
from members.models import Person
from tests.jobs import database_url
from tests.shared.waiting import pool, post

pytestmark = pytest.mark.django_db(transaction=True)
# database_url() leads straight to PostgreSQL, whatever stands before the tests.
STRAIGHT = {"DATABASE_POOLED": "off"}


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.ROOT_URLCONF = "tests.shared.pages"


def is_busy(response):
    """Tell whether ``response`` is the French page that asks to try again in a moment."""
    return (
        response.status_code == 503
        and response["Retry-After"] == "5"
        and "Revenez dans un instant" in response.content.decode()
        and "Traceback" not in response.content.decode()
        and response["X-Content-Type-Options"] == "nosniff"
    )


def test_a_lock_that_is_not_to_be_had_asks_to_try_again_and_leaves_nothing_behind():
    anne = Person.objects.create(family_name="Anne")

    with pool(1) as other, transaction.atomic():
        Person.objects.select_for_update().get(pk=anne.pk)
        response = other.submit(post, "/create-then-lock/", {"name": "Paul", "pk": anne.pk}).result()

    assert is_busy(response)
    assert list(Person.objects.all()) == [anne]


def test_a_statement_that_lasts_too_long_asks_to_try_again_and_leaves_nothing_behind():
    assert is_busy(post("/create-then-take-too-long/", {"name": "Paul"}))
    assert not Person.objects.exists()


def test_of_two_who_wait_for_each_other_one_is_asked_to_try_again_and_the_other_goes_on():
    anne, paul = (Person.objects.create(family_name=name) for name in ["Anne", "Paul"])

    with pool(2) as both:
        one = both.submit(post, "/lock-both/", {"first": anne.pk, "second": paul.pk})
        other = both.submit(post, "/lock-both/", {"first": paul.pk, "second": anne.pk})
        responses = sorted([one.result(), other.result()], key=lambda response: response.status_code)

    assert responses[0].status_code == 200
    assert is_busy(responses[1])


def test_of_two_who_change_what_both_have_read_one_is_asked_to_try_again():
    anne = Person.objects.create(family_name="Anne")

    assert is_busy(post("/change-what-another-changed/", {"pk": anne.pk}))
    assert Person.objects.get().family_name == "Changed meanwhile"


def test_without_a_database_every_page_asks_to_try_again_without_a_word_of_why(settings):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    try:
        responses = [client.get(path) for path in ["/", "/admin/", "/territoires/"]]
        health = Client().get("/health/")
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port

    assert [is_busy(response) for response in responses] == [True, True, True]
    assert (health.status_code, health.json()) == (503, {"status": "unavailable"})


def test_an_error_of_ours_is_no_reason_to_try_again():
    assert post("/create-and-fail/", {"name": "Anne"}).status_code == 500


@pytest.mark.parametrize(
    ("command_line", "role"),
    [
        (["/srv/.venv/bin/gunicorn", "leader.wsgi"], "web"),
        (["manage.py", "runserver"], "web"),
        (["/srv/manage.py", "migrate", "--noinput"], "migrations"),
        (["manage.py", "procrastinate", "worker"], "worker"),
        (["manage.py", "import_companies", "list.csv"], "worker"),
    ],
)
def test_the_command_line_tells_what_a_process_is_for(command_line, role):
    assert role_of(command_line) == role


@pytest.mark.parametrize(
    ("role", "times"),
    [("web", ["10s", "3s", "30s"]), ("worker", ["5min", "30s", "5min"]), ("migrations", ["0", "2s", "0"])],
)
def test_a_connection_has_the_timeouts_of_its_process(role, times):
    environment = {**os.environ, **STRAIGHT, "DATABASE_URL": database_url(), "PROCESS_ROLE": role}

    assert shown_timeouts(environment) == times
    assert "lock_timeout" in options_for(role)


def test_a_pooled_connection_leaves_the_timeouts_to_the_role_of_the_database():
    environment = {**os.environ, "DATABASE_URL": database_url(), "PROCESS_ROLE": "web", "DATABASE_POOLED": "on"}

    assert shown_timeouts(environment) == ["0", "0", "0"]


def shown_timeouts(environment):
    """Return what PostgreSQL says to a process with ``environment``: statement, lock, idle in transaction."""
    names = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]
    code = f"import django; django.setup(); from django.db import connection as c\nfor n in {names}:\n"
    code += "  k = c.cursor(); k.execute('show ' + n); print(k.fetchone()[0])"
    environment["DJANGO_SETTINGS_MODULE"] = "leader.settings"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=site.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.split()


def test_a_migration_that_cannot_have_its_lock_gives_way_and_tries_again():
    environment = {**os.environ, **STRAIGHT, "DATABASE_URL": database_url(), "PROCESS_ROLE": ""}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    with transaction.atomic():
        connection.cursor().execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        migrating = subprocess.Popen(
            command, env=environment, cwd=site.BASE_DIR, stderr=subprocess.PIPE, text=True
        )
        said = migrating.stderr.readline()
    rest = migrating.communicate(timeout=180)[1]

    assert "9 attempts left" in said
    assert migrating.returncode == 0, rest
