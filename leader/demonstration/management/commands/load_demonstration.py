"""Load the demonstration federation."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from leader.demonstration.facts import load_facts
from leader.demonstration.fictitious import load_fictitious
from leader.geography.loading import load
from leader.geography.outlines import DATA
from members.naf import load_naf
from territories.models import Federation


class Command(BaseCommand):
    """Record the federation of April 2017 and an invented set around it, once."""

    help = "Load the demonstration federation. A database that has a federation already is left as it is."

    def handle(self, **options: Any) -> None:
        """Load all or nothing."""
        if Federation.objects.exists():
            self.stdout.write("A federation is recorded already: nothing loaded.")
            return
        with transaction.atomic():
            load(DATA)
            load_naf()
            load_facts()
            load_fictitious()
        self.stdout.write("The demonstration federation is loaded.")
