"""``manage.py catalogue``: gather the texts, check that all are in French, compile them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from leader.shared import catalogue


class Command(BaseCommand):
    """Gather, check or compile; running it twice changes nothing more."""

    help = "Gather the texts to translate into locale/fr and compile them; harmless when run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one of two narrower jobs."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a text has no French")
        parser.add_argument("--compile", action="store_true", help="only compile what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the job asked for and say what is missing."""
        if not options["compile"]:
            self._gather(check=options["check"])
        if not options["check"]:
            catalogue.compile_catalogue()

    def _gather(self, *, check: bool) -> None:
        updated = catalogue.updated()
        missing = catalogue.incomplete(updated)
        stale = [str(m.id) for m in catalogue.stored() if m.id and updated.get(m.id, m.context) is None]
        if not check:
            catalogue.save(updated)
        for text in missing:
            self.stderr.write(f"no French, or other placeholders: {text!r}")
        if check and (missing or stale):
            raise CommandError(f"{len(missing)} texts without French, {len(stale)} no longer used: {stale}")
        self.stdout.write(f"{len(updated)} texts, {len(missing)} without French.")
