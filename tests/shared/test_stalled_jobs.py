"""Jobs of a worker that died: each is put back, or gives way to its next round; none holds up the others."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from events.tasks import thank_after_events
from leader.shared.jobs import retry_stalled_jobs
from leader.shared.mails import Letter, queue

pytestmark = pytest.mark.django_db(transaction=True)


def leave_all_begun():
    """Let the waiting jobs be those of a worker that began them and died."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'doing' where status = 'todo'")


def ended():
    return [(job.task_name, job.status) for job in ProcrastinateJob.objects.order_by("pk")]


def test_a_job_left_behind_is_put_back(run_jobs):
    thank_after_events.defer()
    leave_all_begun()

    retry_stalled_jobs.defer(timestamp=0)
    run_jobs()

    assert ended() == [("thank_after_events", "succeeded"), ("retry_stalled_jobs", "succeeded")]


def test_a_job_whose_next_round_waits_gives_way_to_it_and_the_others_are_put_back(run_jobs, mailoutbox):
    thank_after_events.defer()
    queue("ana@example.org", "Subject", "Text")
    leave_all_begun()
    thank_after_events.defer()  # its lock lets it begin only once the one left behind has ended

    retry_stalled_jobs.defer(timestamp=0)
    run_jobs()

    assert ended() == [
        ("thank_after_events", "aborted"),
        ("send_letter", "succeeded"),
        ("thank_after_events", "succeeded"),
        ("retry_stalled_jobs", "succeeded"),
    ]
    assert [letter.to for letter in mailoutbox] == [["ana@example.org"]]
    assert not Letter.objects.exists()
