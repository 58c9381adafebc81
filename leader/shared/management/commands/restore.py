"""``manage.py restore FOLDER``: a backup put back, brought up to date, then checked."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from leader.shared import backup
from leader.shared.personal_data.again import again_erased


class Command(BaseCommand):
    """Check the backup, restore it in one transaction, ask the reconciliation queries."""

    help = "Restore a backup made by manage.py backup; refuses a database that is not empty unless --confirm."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the backup's folder, and the consent to lose what is there."""
        parser.add_argument("place", type=Path, help="folder of the backup")
        parser.add_argument("--confirm", action="store_true", help="replace what the database holds now")

    def handle(self, *, place: Path, confirm: bool, **options: Any) -> None:
        """Restore and say what came of it."""
        try:
            backup.check(place)
            if not backup.is_empty() and not confirm:
                raise CommandError(
                    "The database is not empty. To replace all it holds: make restore FILE=… CONFIRM=yes"
                )
            self.stdout.write("Restoring…")
            differing = backup.restore(place, at=timezone.now())
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        if differing:
            raise CommandError(f"Restored, but the number of rows differs in: {', '.join(differing)}")
        self.stdout.write("Restored; every table has as many rows as in the backup.")
        if _is_older():  # whoever was erased since is erased again by the tables of today
            self.stdout.write("The backup is of an older version of this site: bringing its tables up to date…")
            call_command("migrate", verbosity=0)
        if again := again_erased(backup.made_at(place), at=timezone.now()):
            self.stdout.write(f"Erased again, as before the restore: {again}.")
        call_command("reconcile", stdout=self.stdout)


def _is_older() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
