"""Background jobs in tests: what is queued, run here, or by a worker in a process of its own."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicRegistry


def queued_jobs():
    """Return what waits to be run: pairs of a task's name and its arguments, the oldest first."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    return [(job.task_name, job.args) for job in waiting]


def run_queued_jobs():
    """Run every job that is due, as a worker does, and those that they queue.

    Periodic jobs are not queued meanwhile: which of them are due is a matter of the time of day.
    """
    with app.replace_connector(app.connector.get_worker_connector()) as ours:
        periodic, ours.periodic_registry = ours.periodic_registry, PeriodicRegistry()
        try:
            ours.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        finally:
            ours.periodic_registry = periodic


def run_now():
    """Make the waiting jobs due, as if their time had come."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def forget_all_jobs():
    """Empty the tables of the jobs, which Django's flush leaves alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "truncate procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers"
            " restart identity cascade"
        )


def database_url():
    """Return the address of the test database, for another process."""
    database = connection.settings_dict
    host = f"{database['HOST']}:{database['PORT']}" if database["PORT"] else ""
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@{host}/{database['NAME']}"
    return url if host else f"{url}?host={database['HOST'] or database['OPTIONS'].get('host', '')}"


class Worker:
    """A real worker on the test database, in a process of its own that can be killed."""

    def __init__(self, *arguments, **environment):
        command = [sys.executable, "manage.py", "procrastinate", "worker", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url(), "ALLOWED_HOSTS": "localhost", **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self):
        """Wait for a worker that stops by itself (``--one-shot``); return what it logged."""
        _, logged = self.process.communicate(timeout=300)
        assert self.process.returncode == 0, logged
        return logged

    def kill(self):
        """Take its life without a word, and let the database think that this was a while ago."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate(timeout=60)
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '5 minutes'")
