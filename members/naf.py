"""The loading of NAF rév. 2: its sections and its activities."""

import csv
from pathlib import Path

from django.db import transaction

from leader.shared.upsert import Counts, upsert
from members.models import Activity, ActivitySection
from members.models.sections import SECTIONS, section_of

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_naf(folder: Path = DATA) -> dict[str, Counts]:
    """Bring sections and activities up to ``naf_rev2.csv`` of ``folder``; return what changed."""
    with (folder / "naf_rev2.csv").open(encoding="utf-8", newline="") as source:
        activities = [(row["code"], row["label"], section_of(row["code"])) for row in csv.DictReader(source)]
    return {
        "sections": upsert(
            ActivitySection, ["code", "label"], ((letter, title) for _last, letter, title in SECTIONS)
        ),
        "activities": upsert(Activity, ["code", "label", "section"], activities),
    }
