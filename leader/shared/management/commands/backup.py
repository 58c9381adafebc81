"""``manage.py backup``: the database and the uploaded files, in one folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from leader.shared import backup


class Command(BaseCommand):
    """Write one backup; each run writes another."""

    help = "Write the database and the uploaded files into backups/<time>; harmless when run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder than ``backups``."""
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "backups")

    def handle(self, *, folder: Path, **options: Any) -> None:
        """Write it and say where."""
        self.stdout.write("Writing the backup…")
        try:
            place = backup.make(folder, at=timezone.now())
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{place}")
        if settings.FILES_BUCKET:
            self.stdout.write(f"The uploaded files stay in the bucket {settings.FILES_BUCKET}: keep its versions.")
