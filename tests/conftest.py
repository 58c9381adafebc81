"""Fixtures that every test may use."""

import os
import subprocess

import pytest
from django.db import connection
from django.test import override_settings
from hypothesis import HealthCheck, settings

from leader.database import binaries
from tests.factories import restart_numbers
from tests.jobs import forget_all_jobs, queued_jobs, run_queued_jobs

# The same examples in each run; a machine that is slow for a moment is no failure.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_make_parametrize_id(val, argname):
    """Name a file by its parameter: its bytes may hold the second it was made in, and processes compare names."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def run_jobs(transactional_db):
    """Return a function that runs the queued jobs for real, and those that they queue, until none is due.

    The worker has connections of its own, so the test is transactional. Letters that the jobs send
    are in ``mailoutbox``::

        def test_approval_tells_the_lead(client, run_jobs, mailoutbox):
            client.post(...)
            run_jobs()
            assert [m.to for m in mailoutbox] == [["lead@example.org"]]

    A test that is not transactional looks at what is queued: ``Letter.objects.all()`` for letters
    (recipient, subject, text), the fixture ``jobs`` for anything else.
    """
    forget_all_jobs()
    yield run_queued_jobs
    forget_all_jobs()


@pytest.fixture
def jobs(db):
    """Return a function that gives the queued jobs as pairs (name of the task, arguments), the oldest first."""
    forget_all_jobs()
    return queued_jobs


@pytest.fixture(autouse=True)
def _numbered_afresh():
    """Let a test see the same names, addresses and numbers whichever tests its process ran before it."""
    restart_numbers()


@pytest.fixture(autouse=True)
def no_second_factor(request, settings):
    """Let staff work without a second factor, so that each test needs not enrol one; tests/accounts imposes it."""
    settings.SECOND_FACTOR_IMPOSED = "imposed" in request.fixturenames


@pytest.fixture(scope="session", autouse=True)
def _own_media(tmp_path_factory):
    """Keep uploaded files of tests away from those of the developer; also those of a world made for a module."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture
def make_database():
    """Return a function that makes a database on the tests’ server, empty or migrated, and gives its address."""
    made = []
    parameters = connection.get_connection_params()
    host, port, user = parameters.get("host", ""), parameters.get("port", ""), parameters.get("user", "")
    if not str(host).startswith("/") or port:
        pytest.skip("drilled on a server reached by its own socket")

    def psql(sql):
        command = [binaries() / "psql", "-X", "-q", "-h", host, "-U", user, "-d", "postgres", "-c", sql]
        subprocess.run(command, check=True, capture_output=True)

    def make(name, *, migrated=False):
        template = os.environ.get("TEST_DATABASE_TEMPLATE") if migrated else "template0"
        if not template:
            pytest.skip("copied from the migrated database of the tests' own server")
        psql(f"DROP DATABASE IF EXISTS {name}")
        psql(f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return f"postgres://{user}@/{name}?host={host}"

    yield make
    for name in made:
        psql(f"DROP DATABASE {name} WITH (FORCE)")
