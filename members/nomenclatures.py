"""The loading of INSEE's lists that we may not carry ourselves, from a CSV that the user has downloaded."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from leader.shared.upsert import Counts, upsert
from members.models import Activity2025, LegalCategory, StaffBand
from members.models.nomenclatures import NAF_2025


class ListRefusedError(Exception):
    """The file is not the list that was named; the message says where and why."""


@dataclass(frozen=True)
class Listing:
    """A list: its model, the look of its codes, and of each field the column that holds it."""

    model: type[models.Model]
    code: re.Pattern[str]
    columns: dict[str, str]
    numbers: frozenset[str] = frozenset()


LISTINGS = {
    "naf-2025": Listing(
        Activity2025, re.compile(NAF_2025), {"code": "code", "label": "libelle", "section": "section"}
    ),
    "legal-categories": Listing(
        LegalCategory, re.compile(r"\d{1,2}|\d{4}"), {"code": "code", "label": "libelle"}
    ),
    "staff-bands": Listing(
        StaffBand, re.compile(r"\d\d|NN"),
        {"code": "code", "label": "libelle", "at_least": "min", "at_most": "max"},
        frozenset({"at_least", "at_most"}),
    ),
}  # fmt: skip


def load_listing(name: str, path: Path) -> Counts:
    """Bring the list ``name`` up to the file at ``path``; raise ListRefusedError, and then change nothing."""
    listing = LISTINGS[name]
    return upsert(listing.model, list(listing.columns), list(_rows(listing, path)))


def _rows(listing: Listing, path: Path) -> Iterator[list[Any]]:
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source, strict=True)
            if missing := set(listing.columns.values()) - set(reader.fieldnames or []):
                raise ListRefusedError(f"{path}: no column {', '.join(sorted(missing))}.")
            for row in reader:
                values = {field: (row[column] or "").strip() for field, column in listing.columns.items()}
                _check(listing, values, seen, f"{path}, line {reader.line_num}")
                yield [int(v) if v and f in listing.numbers else v or None for f, v in values.items()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ListRefusedError(f"{path}: {error}") from error
    if not seen:
        raise ListRefusedError(f"{path}: no line below the headings.")


def _check(listing: Listing, values: dict[str, str], seen: set[str], where: str) -> None:
    code = values["code"]
    if not listing.code.fullmatch(code):
        raise ListRefusedError(f"{where}: “{code}” is no code of this list.")
    if code in seen:
        raise ListRefusedError(f"{where}: {code} stands twice.")
    seen.add(code)
    for field, value in values.items():
        longest = getattr(listing.model._meta.get_field(field), "max_length", None)
        if field in listing.numbers and value and not (value.isascii() and value.isdigit() and len(value) < 10):
            raise ListRefusedError(f"{where}: “{value}” is no number.")
        if field not in listing.numbers and not 0 < len(value) <= (longest or 0):
            raise ListRefusedError(f"{where}: {listing.columns[field]} is empty or too long.")
