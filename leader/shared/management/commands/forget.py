"""``manage.py forget``: the rules of retention, applied now or only told."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from leader.shared import retention


class Command(BaseCommand):
    """Apply each rule, or say what it would do."""

    help = "Forget what has been kept long enough; --dry-run only counts. A second run finds nothing more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish to be told only."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be forgotten, change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Say each rule with its count."""
        now = timezone.now()
        counts = {rule.key: rule.due(now) for rule in retention.rules()} if dry_run else retention.run(now)
        for key, count in counts.items():
            self.stdout.write(f"{count:>8}  {key}")
