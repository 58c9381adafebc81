"""Load a list of INSEE that the user has downloaded."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.nomenclatures import LISTINGS, ListRefusedError, load_listing


class Command(BaseCommand):
    """Bring NAF 2025, the legal categories or the bands of staff up to a CSV file."""

    help = (
        "Load NAF 2025, the legal categories or the bands of staff from a CSV that you downloaded "
        "(docs/data.md tells its columns). All or nothing; a second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which list it is, and the file."""
        parser.add_argument("listing", choices=sorted(LISTINGS))
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *, listing: str, file: Path, **options: Any) -> None:
        """Load, and say what changed."""
        try:
            counts = load_listing(listing, file)
        except ListRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{listing}: {counts}")
