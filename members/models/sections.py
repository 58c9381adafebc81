"""The sections of NAF rév. 2 by their divisions, for the codes of both nomenclatures.

NAF 2025 numbers its divisions as NAF rév. 2 does (45 alone is gone), but its letters stand for other sections: its
J is a part of ours. So a company that is only known by a code of 2025 is put where its division stands.
"""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce

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


def _codes_of() -> dict[str, tuple[str, str]]:
    """Return for each section the first and the last code that its divisions may hold."""
    firsts = [1, *(last + 1 for last, _letter, _title in SECTIONS)]
    return {
        letter: (f"{first:02}", f"{last:02}.99Z")
        for first, (last, letter, _title) in zip(firsts, SECTIONS, strict=False)
    }


CODES_OF = _codes_of()


def in_section(letter: str, company: str = "") -> Q:
    """Return what narrows to the section ``letter``; ``company`` leads there, such as ``"company__"``."""
    by_division = {f"{company}activity": None, f"{company}activity_2025__range": CODES_OF.get(letter, ("", ""))}
    return Q(**{f"{company}activity__section": letter}) | Q(**by_division)


def with_section(company: str = "") -> Coalesce:
    """Return the letter of the section, or None of a company whose activity nobody knows."""
    divisions = [When(Q(**{f"{company}activity_2025__range": codes}), Value(x)) for x, codes in CODES_OF.items()]
    return Coalesce(F(f"{company}activity__section"), Case(*divisions, output_field=CharField()))
