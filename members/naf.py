"""NAF rév. 2: the sections by their divisions, and the loading of the activities."""

import csv
from pathlib import Path

from django.db import transaction

from leader.shared.upsert import Counts, upsert
from members.models import Activity, ActivitySection

DATA = Path(__file__).parent / "data"

# The last division (two digits) of each section, in order, and its title; source: INSEE, NAF rév. 2.
SECTIONS = [
    (3, "A", "Agriculture, sylviculture et pêche"),
    (9, "B", "Industries extractives"),
    (33, "C", "Industrie manufacturière"),
    (35, "D", "Production et distribution d'électricité, de gaz, de vapeur et d'air conditionné"),
    (39, "E", "Production et distribution d'eau ; assainissement, gestion des déchets et dépollution"),
    (43, "F", "Construction"),
    (47, "G", "Commerce ; réparation d'automobiles et de motocycles"),
    (53, "H", "Transports et entreposage"),
    (56, "I", "Hébergement et restauration"),
    (63, "J", "Information et communication"),
    (66, "K", "Activités financières et d'assurance"),
    (68, "L", "Activités immobilières"),
    (75, "M", "Activités spécialisées, scientifiques et techniques"),
    (82, "N", "Activités de services administratifs et de soutien"),
    (84, "O", "Administration publique"),
    (85, "P", "Enseignement"),
    (88, "Q", "Santé humaine et action sociale"),
    (93, "R", "Arts, spectacles et activités récréatives"),
    (96, "S", "Autres activités de services"),
    (98, "T", "Activités des ménages en tant qu'employeurs ou producteurs pour usage propre"),
    (99, "U", "Activités extra-territoriales"),
]


def section_of(code: str) -> str:
    """Return the letter of the section of the activity ``code``, such as J for 62.01Z."""
    division = int(code[:2])
    return next(letter for last, letter, _title in SECTIONS if division <= last)


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
