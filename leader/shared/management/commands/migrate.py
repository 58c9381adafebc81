"""Migrate without making the pages wait: a migration that cannot have its lock gives up and tries again."""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError
from psycopg.errors import LockNotAvailable

ATTEMPTS = 10
PAUSE = 3  # seconds between two attempts, in which those who queued behind the lock go on


class Command(migrate.Command):
    """Django's own command, tried ten times; what is applied already stays so."""

    help = f"{migrate.Command.help} Tried {ATTEMPTS} times where a lock is not to be had within two seconds."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; raise what the last attempt raised."""
        for left in reversed(range(ATTEMPTS)):
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if not left or not isinstance(error.__cause__, LockNotAvailable):
                    raise
                self.stderr.write(f"Somebody holds a lock; {left} attempts left.")
                time.sleep(PAUSE)
            else:
                return
