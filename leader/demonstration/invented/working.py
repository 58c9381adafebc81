"""The commissions in which invented people work."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from commissions.models import CommissionMembership
from leader.demonstration.invented.days import AS_OF
from leader.demonstration.invented.draws import Draw
from leader.demonstration.invented.people import Seated, standing_on

COMMISSION = ["slug", "name", "theme", "purpose", "founded_on", "dissolved_on"]
COMMISSIONS = [
    ("fictif-innovation", "Innovation et industrie", "Industrie, recherche et transfert",
     "Faire se rencontrer les industriels, les laboratoires et les écoles de la région.", date(2014, 3, 13), None),
    ("fictif-financement", "Financement", "Fonds propres, banques et aides",
     "Préparer les entreprises à lever des fonds et à transmettre.", date(2014, 3, 13), None),
    ("fictif-export", "Export", "Développement à l’étranger",
     "Partir à plusieurs, partager les contacts, revenir avec des commandes.", date(2015, 3, 12), None),
    ("fictif-competences", "Emploi et compétences", "Recruter, former, garder",
     "Rendre les métiers désirables et partager les formations.", date(2017, 3, 9), None),
    ("fictif-achats", "Achats entre membres", "Affaires entre membres",
     "Se connaître pour acheter et vendre entre soi.", date(2016, 3, 10), None),
    ("fictif-transition", "Transition énergétique", "Énergie, eau, déchets",
     "Mesurer, économiser, investir ensemble.", date(2021, 3, 11), None),
    ("fictif-numerique", "Usages du numérique", "Transformation numérique",
     "Aider chaque entreprise à franchir le pas.", date(2015, 3, 12), date(2021, 3, 10)),
]  # fmt: skip
SEAT = ["commission", "person", "role", "starts_on", "ends_on"]
_Role = CommissionMembership.Role


def seats(draw: Draw, keys: list[int], roster: list[Seated], people: list[int]) -> Iterator[tuple[Any, ...]]:
    """Yield who sits in each commission: the chair, the one before, vice-chairs, members."""
    for key, (*_told, founded_on, dissolved_on) in zip(keys, COMMISSIONS, strict=True):
        last = dissolved_on or AS_OF
        able = list(standing_on(roster, last - timedelta(days=30)))
        chosen = draw.some_of(able, min(max(len(able) // 30, 12), 60))
        began = [max(founded_on, seated.starts_on) for seated in chosen]
        for place, (seated, since) in enumerate(zip(chosen, began, strict=True)):
            yield key, people[seated.place], _role(place), since, dissolved_on
        if began and (earlier := _earlier(able, chosen, began[0])):
            first = max(founded_on, earlier.starts_on)
            if first < began[0]:
                yield key, people[earlier.place], _Role.CHAIR, first, began[0] - timedelta(days=1)


def _role(place: int) -> CommissionMembership.Role:
    """Return the role of who was chosen at ``place``: a chair, two vice-chairs, members."""
    return [_Role.CHAIR, _Role.VICE_CHAIR, _Role.VICE_CHAIR, _Role.MEMBER][min(place, 3)]


def _earlier(able: list[Seated], chosen: list[Seated], day: date) -> Seated | None:
    """Return somebody who could chair before ``day`` and does not sit there today."""
    return next((seated for seated in able if seated not in chosen and seated.starts_on < day), None)
