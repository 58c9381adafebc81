"""Invented companies, one after the other: who each is, its figures, what it is to the federation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from leader.demonstration.invented import words
from leader.demonstration.invented.days import FOUNDED_ON
from leader.demonstration.invented.draws import Draw, Weighted
from leader.demonstration.invented.numbers import FIRST, fictitious_siren, office_phone
from leader.demonstration.invented.places import Place
from members.models import SizeClass

YEARS = range(2021, 2026)  # of the figures; merely known companies have the last two
FOREIGN = "FICTIF-"  # begins the number abroad
COLUMNS = [
    "id", "siren", "country", "foreign_number", "name", "legal_category", "activity", "insee_size_class",
    "insee_size_class_year", "commune", "address", "postal_code", "city", "email", "phone", "website",
    "founded_on",
]  # fmt: skip
FIGURES = ["company", "year", "headcount", "turnover", "balance_total"]


class Fate(StrEnum):
    """How far a company has to do with the federation."""

    KNOWN = "known"
    COURTED = "courted"
    MEMBER = "member"
    RETURNED = "returned"  # left once, is a member again
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Scale:
    """A size class by décret 2008-1354: its headcounts, and the most that such a company turns over in euros."""

    heads: tuple[int, int]
    turnover: int


SCALES = {
    SizeClass.MICRO: Scale((0, 9), 2_000_000),
    SizeClass.PME: Scale((10, 249), 50_000_000),
    SizeClass.ETI: Scale((250, 4999), 1_500_000_000),
    SizeClass.GE: Scale((5000, 14000), 9_000_000_000),
}
_OF_ENGAGED = Weighted([(SizeClass.MICRO, 10), (SizeClass.PME, 720), (SizeClass.ETI, 260), (SizeClass.GE, 10)])
_OF_KNOWN = Weighted([(SizeClass.MICRO, 640), (SizeClass.PME, 330), (SizeClass.ETI, 29), (SizeClass.GE, 1)])
_LEGAL = Weighted([("5710", 55), ("5499", 30), ("5599", 7), ("5485", 3), ("5720", 5)])
_ABROAD = 1 / 400


@dataclass(slots=True)
class Invented:
    """A company with what the rows around it need to know."""

    key: int
    fate: Fate
    name: str
    place: Place | None  # None: abroad
    size: SizeClass
    trade: words.Trade
    founded_on: date

    @property
    def is_engaged(self) -> bool:
        """Tell whether the federation has to do with it."""
        return self.fate is not Fate.KNOWN


def fates(companies: int) -> Weighted[Fate]:
    """Return how often each fate befalls one of ``companies``: a small federation has a larger share of them."""
    members = max(companies // 20, min(companies // 2, 250))
    courted = max(companies // 60, min(companies // 4, 120))
    shares = {
        Fate.MEMBER: members * 82,
        Fate.RETURNED: members * 6,
        Fate.LAPSED: members * 12,
        Fate.COURTED: courted * 100,
    }
    return Weighted([*shares.items(), (Fate.KNOWN, companies * 100 - sum(shares.values()))])


class Inventor:
    """Invents companies in turn; asked for the same ones in the same order, it gives the same."""

    def __init__(self, seed: int, companies: int, places: Weighted[Place]) -> None:
        self.draw, self.figures = Draw(seed, "companies"), Draw(seed, "figures")
        self.places, self.fates = places, fates(companies)

    def company(self, number: int, key: int) -> tuple[Invented, tuple[Any, ...]]:
        """Return the ``number``-th company (from 0) and its row."""
        draw = self.draw
        fate = draw.weighted(self.fates)
        trade = draw.weighted(words.trades())
        name = words.company_name(draw, trade)
        size = draw.weighted(_OF_KNOWN if fate is Fate.KNOWN else _OF_ENGAGED)
        place = None if draw.chance(_ABROAD) else draw.weighted(self.places)
        latest = FOUNDED_ON - timedelta(days=200) if fate is not Fate.KNOWN else date(2023, 12, 31)
        founded_on = latest - timedelta(days=draw.low_number(0, 60 * 365))
        invented = Invented(key, fate, name, place, size, trade, founded_on)
        insee = (size, YEARS[-1] - 1) if draw.chance(0.7) and place else ("", None)
        return invented, (
            key, *self._identity(number, place), name, draw.weighted(_LEGAL) if place else "", trade.code, *insee,
            *self._seat(place), *self._contact(name, place), founded_on,
        )  # fmt: skip

    def _identity(self, number: int, place: Place | None) -> tuple[str | None, str, str]:
        if place:
            return fictitious_siren(FIRST + number), "FR", ""
        return None, "ES", f"{FOREIGN}{number:06d}"

    def _seat(self, place: Place | None) -> tuple[str | None, str, str, str]:
        if place:
            codes = place.postal_codes
            return place.code, words.street_address(self.draw), self.draw.one_of(codes), place.name
        city, code = self.draw.one_of(words.words()["abroad"])
        return None, "", code, city

    def _contact(self, name: str, place: Place | None) -> tuple[str, str, str]:
        domain = words.domain_of(name)
        phone = office_phone(place.departement, self.draw.number(0, 9999)) if place else ""
        site = f"https://www.{domain}/" if self.draw.chance(0.6) else ""
        return f"contact@{domain}", phone, site

    def figures_of(self, company: Invented) -> Iterator[tuple[int, int, int, int, int]]:
        """Yield the rows of its figures, each of the size class that it has."""
        draw, scale = self.figures, SCALES[company.size]
        heads = draw.low_number(*scale.heads)
        per_head = company.trade.turnover * draw.number(70, 140) // 100
        for year in YEARS if company.is_engaged else YEARS[-2:]:
            turnover = min(scale.turnover, max(heads, 1) * per_head)
            yield company.key, year, heads, turnover, turnover * draw.number(45, 85) // 100
            heads = min(max(heads * draw.number(94, 112) // 100, scale.heads[0]), scale.heads[1])
