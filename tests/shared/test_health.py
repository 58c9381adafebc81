"""Machines learn whether the site is well, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from leader.shared.mails import send_letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", ["/health/", "/health/web/"])
def test_a_site_that_is_well_says_so_and_nothing_else(client, run_jobs, path):
    response = client.get(path)

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_a_job_due_for_long_is_a_trouble_of_the_site_and_not_of_the_process_that_serves_it(client, run_jobs):
    send_letter.configure(schedule_at=timezone.now() - timedelta(minutes=16)).defer(letter_id=1)

    site, process = client.get("/health/"), client.get("/health/web/")

    assert (site.status_code, site.json()) == (503, {"status": "unavailable"})
    assert process.status_code == 200


@pytest.mark.parametrize("when", [timedelta(minutes=-14), timedelta(days=1)])
def test_a_job_that_waits_for_its_hour_or_for_a_short_while_is_no_trouble(client, run_jobs, when):
    send_letter.configure(schedule_at=timezone.now() + when).defer(letter_id=1)

    assert client.get("/health/").status_code == 200


def test_a_job_without_an_hour_waits_since_it_was_queued(client, run_jobs):
    send_letter.defer(letter_id=1)
    assert client.get("/health/").status_code == 200

    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '1 hour'")

    assert client.get("/health/").status_code == 503
