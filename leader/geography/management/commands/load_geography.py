"""Load the geography."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leader.geography.loading import load
from leader.geography.outlines import DATA


class Command(BaseCommand):
    """Bring départements, EPCI and communes up to the CSV files."""

    help = "Load départements, EPCI and communes. A second run changes nothing and takes a moment."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder than the repository's, such as all of France (docs/data.md)."""
        parser.add_argument("--source", type=Path, default=DATA, help="folder written by build_geography")

    def handle(self, *, source: Path, **options: Any) -> None:
        """Load, and say what changed."""
        try:
            loaded = load(source)
        except (OSError, KeyError) as error:
            raise CommandError(f"{source}: {error}") from error
        for name, counts in loaded.items():
            self.stdout.write(f"{name}: {counts}")
