"""``manage.py reconcile``: what must always be true of the database, asked and answered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leader.shared import reconciliation


class Command(BaseCommand):
    """Ask every question; fail when an answer is wrong. Changes nothing."""

    help = "Ask what must always be true of the database; changes nothing."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each result."""
        failures = 0
        for rule, broken in reconciliation.questions():
            failures += bool(broken)
            self.stdout.write(f"{'BROKEN' if broken else 'ok    '}  {rule}")
            for what in broken:
                self.stdout.write(f"          {what}")
        if failures:
            raise CommandError(f"{failures} rules are broken.")
