"""Import companies from a file, as the pages do."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from territories.imports.applying import confirm, preview
from territories.imports.reports import report
from territories.models import CompanyImport, Territory


class Command(BaseCommand):
    """Preview a file of companies, or import it; a second run changes nothing more."""

    help = "Import companies from CSV or XLSX; without --confirm it only previews. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--confirm", action="store_true", help="write, instead of a preview only")
        parser.add_argument("--territory", metavar="SLUG", help="affiliate the companies to this territory")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit with 0, with 1 when lines were refused, with 2 when the file was."""
        company_import = CompanyImport.objects.create(
            file_name=options["file"].name[:200], territory=self._territory(options["territory"])
        )
        preview(company_import, options["file"])
        is_previewed = company_import.state == CompanyImport.State.PREVIEWED
        if options["confirm"] and is_previewed:
            while not confirm(company_import):
                self.stderr.write(_("Companies changed meanwhile: the file is compared again."))
        outcome = report(company_import)
        self._tell(outcome, options["report"])
        if outcome["file_error"]:
            sys.exit(2)
        if outcome["refused"]:
            sys.exit(1)

    def _territory(self, slug: str | None) -> Territory | None:
        if slug is None:
            return None
        try:
            return Territory.objects.get(slug=slug)
        except Territory.DoesNotExist as error:
            raise CommandError(_("No territory has the address “%s”.") % slug, returncode=2) from error

    def _tell(self, outcome: dict[str, Any], target: Path | None) -> None:
        text = json.dumps(outcome, ensure_ascii=False, indent=1)
        if target:
            target.write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)
