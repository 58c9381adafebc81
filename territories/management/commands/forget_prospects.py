"""What the clock of prospects' data would do, or does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from territories.pipeline import retention


class Command(BaseCommand):
    """Report whom the clock would ask and whose data it would erase; do it with --confirm."""

    help = (
        "Ask the prospects silent for three years, erase those who did not answer; without --confirm only report."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--confirm", action="store_true", help="do it; a second run does nothing more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Report by territory and company, without a name of a person."""
        due = retention.due_on(timezone.localdate())
        for what, prospects in [("ask", due.to_ask), ("erase", due.to_erase)]:
            for prospect in prospects.select_related("territory", "company").order_by("territory__name", "pk"):
                self.stdout.write(f"{what}: {prospect.territory} – {prospect.company}")
        if options["confirm"]:
            done = retention.run()
            self.stdout.write(f"{done['asked']} asked, {done['erased']} erased.")
