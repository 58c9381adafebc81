"""Load NAF rév. 2."""

from typing import Any

from django.core.management.base import BaseCommand

from members.naf import load_naf


class Command(BaseCommand):
    """Bring the sections and activities of NAF rév. 2 up to the repository's file."""

    help = "Load the 732 activities of NAF rév. 2 and their 21 sections. A second run changes nothing."

    def handle(self, **options: Any) -> None:
        """Load, and say what changed."""
        for name, counts in load_naf().items():
            self.stdout.write(f"{name}: {counts}")
