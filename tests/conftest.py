"""Fixtures that every test may use."""

import pytest

from leader.shared.catalogue import compile_catalogue
from tests.jobs import forget_all_jobs, queued_jobs, run_queued_jobs


def pytest_configure(config):
    """Compile the French catalogue: pages are read in the language that people see."""
    compile_catalogue()


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
def no_second_factor(request, settings):
    """Let staff work without a second factor, so that each test needs not enrol one; tests/accounts imposes it."""
    settings.SECOND_FACTOR_IMPOSED = "imposed" in request.fixturenames
