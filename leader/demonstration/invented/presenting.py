"""What invented members tell of themselves: pages, keywords, sites."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from leader.demonstration.invented import words
from leader.demonstration.invented.companies import Fate, Invented
from leader.demonstration.invented.draws import Draw
from leader.shared.names import fold
from members.models import CompanyPage

PAGE = ["company", "seeks", "offers", "is_public", "public_parts", "public_decided_at"]
KEYWORD = ["company", "keyword", "rank"]
SITE = ["company", "name", "address", "postal_code", "city", "commune", "is_head_office"]
_DECIDED_AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
_NEEDS = [
    "un fournisseur", "un sous-traitant", "un distributeur", "un partenaire de recherche", "un apprenti",
    "un local industriel", "un cabinet comptable", "un transporteur", "une formation", "un premier client",
]  # fmt: skip
_ADDED = [
    "export", "bas carbone", "éco-conception", "circuit court", "sur mesure", "petites séries", "maintenance",
    "intelligence artificielle", "apprentissage", "économie circulaire", "logistique", "qualité",
]  # fmt: skip
_TELLING = 0.7  # of the members


def labels() -> list[str]:
    """Return the keywords that invented companies choose among, each once whatever its accents."""
    found = [*_ADDED, *(name for trade in words.trades().things for name in _words_of(trade))]
    return list({fold(label): label.lower() for label in found}.values())


def _words_of(trade: words.Trade) -> list[str]:
    # Python folds an apostrophe away, the database keeps it.
    return [word for word in trade.words if "’" not in word]


class Presenter:
    """Lets members tell something; asked for the same ones in the same order, it gives the same."""

    def __init__(self, seed: int, engaged: Iterable[Invented]) -> None:
        self.draw = Draw(seed, "pages")
        members = [company for company in engaged if company.fate in {Fate.MEMBER, Fate.RETURNED}]
        self.telling = [company for company in members if self.draw.chance(_TELLING)]

    def pages(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of their pages; one in four is shown to the public."""
        draw = self.draw
        for company in self.telling:
            seeks = f"{draw.one_of(_NEEDS)} pour {draw.one_of(_ADDED)}".capitalize()
            offers = f"{draw.one_of(company.trade.words)} : {', '.join(draw.some_of(_ADDED, 2))}"
            is_public = draw.chance(0.25)
            parts = draw.some_of(CompanyPage.PublicPart.values, draw.number(0, 4)) if is_public else []
            yield company.key, seeks, offers, is_public, parts, _DECIDED_AT if is_public else None

    def keywords(self, keys: dict[str, int]) -> Iterator[tuple[int, int, int]]:
        """Yield the rows of their keywords; ``keys`` are those of the labels."""
        every = list(keys)
        for company in self.telling:
            chosen = [
                fold(self.draw.one_of(_words_of(company.trade) or _ADDED)),
                *self.draw.some_of(every, self.draw.number(1, 6)),
            ]
            for rank, label in enumerate(dict.fromkeys(chosen), start=1):
                yield company.key, keys[label], rank

    def sites(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of their sites: the head office, and for some a workshop."""
        for company in self.telling:
            if company.place:
                place = company.place
                where = (
                    words.street_address(self.draw),
                    self.draw.one_of(place.postal_codes),
                    place.name,
                    place.code,
                )
                yield company.key, "Siège", *where, True
                if self.draw.chance(0.3):
                    yield company.key, "Atelier", *where, False
