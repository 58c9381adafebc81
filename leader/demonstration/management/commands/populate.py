"""``manage.py populate``: a federation of any size, for trials and measures."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from leader.demonstration.population import MOST, ClashError, populate


class Command(BaseCommand):
    """Fill the database with an invented federation, once."""

    help = (
        "Fill the database with an invented federation of that many companies: territories, people, memberships,"
        " prospects, bureaux, commissions, events. The same arguments give the same rows; a second run with them"
        " changes nothing, and rows that others made are never touched. All or nothing. The history is written, so"
        " that each record tells where it comes from: it takes about as long as the rows themselves."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the size and the seed."""
        parser.add_argument("--companies", type=int, required=True, help=f"how many, 1 to {MOST:,}")
        parser.add_argument("--seed", type=int, default=1, help="another number, another federation (default: 1)")

    def handle(self, *, companies: int, seed: int, **options: Any) -> None:
        """Fill, or say why not."""
        if not 1 <= companies <= MOST:
            raise CommandError(f"The number of companies goes from 1 to {MOST:,}.")
        started = monotonic()
        try:
            is_written = populate(companies, seed)
        except ClashError as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except IntegrityError as error:
            raise CommandError(f"The database refuses a row, so nothing was written: {error}") from error
        if is_written:
            self.stdout.write(f"{companies:,} companies and their federation: {monotonic() - started:.0f} s.")
        else:
            self.stdout.write("This federation is here already: nothing was changed.")
