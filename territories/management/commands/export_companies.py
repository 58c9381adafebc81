"""Export the companies as the import reads them back."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from leader.shared.exports import by_key, write_csv, write_xlsx
from members.models import Company
from territories.companies import companies_of
from territories.imports.exporting import company_columns, exported
from territories.models import Territory


class Command(BaseCommand):
    """Write the companies to the standard output, or to a file; it changes nothing."""

    help = "Export the companies as CSV or XLSX; it changes nothing. Importing the file changes nothing either."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--territory", metavar="SLUG", help="those that belong to it or are courted by it")
        parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
        parser.add_argument("--output", metavar="FILE", help="a file instead of the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        companies = Company.objects.all()
        if slug := options["territory"]:
            territory = Territory.objects.filter(slug=slug).first()
            if territory is None:
                raise CommandError(_("No territory has the address “%s”.") % slug, returncode=2)
            companies = companies.filter(companies_of([territory.pk]))
        write = write_xlsx if options["format"] == "xlsx" else write_csv
        rows = by_key(exported(companies))
        if options["output"]:
            with open(options["output"], "wb") as file:  # noqa: PTH123 - the person's own path
                write(company_columns(), rows, file)
        else:
            write(company_columns(), rows, sys.stdout.buffer)
