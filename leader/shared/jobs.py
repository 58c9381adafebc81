"""Background jobs: how they are tried again, and the periodic ones that keep the house.

A job is queued in the transaction of the change that asks for it, and run at least once: a worker that is
killed leaves its job ``doing``, which ``retry_stalled_jobs`` puts back. So a job must bear to be run twice
(``docs/decisions/020-jobs.md``). Each app has its jobs in its module ``tasks``.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pghistory
from django.core.management import call_command
from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from leader.shared import idempotency, limits

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
ATTEMPTS = 80  # about three days, most of them an hour apart
FINISHED_KEPT_HOURS = 24
FAILED_KEPT_HOURS = 30 * 24


class BackingOff(BaseRetryStrategy):
    """Try again after 15 seconds, then twice as long each time, an hour at most, for three days."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to try ``job`` again, or None to give up."""
        if job.attempts >= ATTEMPTS:
            return None
        wait = min(FIRST_WAIT * 2 ** min(job.attempts, 10), LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


backing_off = BackingOff()


def record_the_job(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """Let the history of what a job changes name the job."""
    with pghistory.context(job=context.job.task_name):
        return call_next()


def prepare(ready_app: App) -> None:
    """Complete the app of the jobs once it is ready (``PROCRASTINATE_ON_APP_READY``)."""
    ready_app.worker_defaults.setdefault("task_middleware", []).append(record_the_job)


@app.periodic(cron="* * * * *", queueing_lock="retry_stalled_jobs")
@app.task(name="retry_stalled_jobs", queue="house", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put back the jobs of the workers that gave no sign of life for thirty seconds.

    One whose next round waits already is ended instead: that round does its work, and could not begin before.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # of the queueing lock
            await manager.finish_job(job, Status.ABORTED, delete_job=False)


@app.periodic(cron="17 3 * * *", queueing_lock="forget_old_jobs")
@app.task(name="forget_old_jobs", queue="house", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Delete the jobs that are done after a day, those that failed for good after thirty."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(FINISHED_KEPT_HOURS)
    await manager.delete_old_jobs(
        FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="27 3 * * *", queueing_lock="tidy")
@app.task(name="tidy", queue="house")
def tidy(timestamp: int) -> None:
    """Delete what has expired: sessions, the keys of forms that nobody sends again, and counts of attempts."""
    call_command("clearsessions")
    idempotency.purge()
    limits.purge()
