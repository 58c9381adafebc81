"""Départements, EPCI and communes from our CSV files into the database."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from leader.geography.models import Commune, Departement, Epci
from leader.shared.upsert import Counts, upsert


@transaction.atomic
def load(folder: Path) -> dict[str, Counts]:
    """Bring the tables up to the files of ``folder``; return what changed, by file. All or nothing."""
    return {
        "departements": upsert(
            Departement,
            ["code", "name", "region_code", "is_whole"],
            (
                (r["code"], r["name"], r["region_code"], r["is_whole"] == "1")
                for r in _rows(folder, "departements")
            ),
        ),
        "epci": upsert(Epci, ["siren", "name"], ((r["siren"], r["name"]) for r in _rows(folder, "epci"))),
        "communes": upsert(
            Commune,
            ["code", "name", "departement", "epci", "postal_codes", "population"],
            (
                (
                    r["code"],
                    r["name"],
                    r["departement"],
                    r["epci"] or None,
                    r["postal_codes"].split(),
                    r["population"],
                )
                for r in _rows(folder, "communes")
            ),
        ),
    }


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
