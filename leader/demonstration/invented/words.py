"""Invented names: of companies after their trade and place, of people, of streets and web sites."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from leader.demonstration.invented.draws import Draw, Weighted

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "’": " ", "&": " "})


@dataclass(frozen=True)
class Trade:
    """What a company does: its NAF code, the euros of turnover that a head brings, words for its name."""

    code: str
    turnover: int
    words: tuple[str, ...]


@cache
def words() -> dict[str, Any]:
    """Return the lists of words."""
    return yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))


@cache
def trades() -> Weighted[Trade]:
    """Return the trades, by weight."""
    listed = words()["activities"]
    return Weighted((Trade(t["code"], t["turnover"], tuple(t["trades"])), t["weight"]) for t in listed)


@cache
def _patterns() -> Weighted[str]:
    return Weighted(words()["company_names"])


def company_name(draw: Draw, trade: Trade) -> str:
    """Return the name of a company of ``trade``."""
    known = words()
    return draw.weighted(_patterns()).format(
        trade=draw.one_of(trade.words),
        family=draw.one_of(known["family_names"]),
        other=draw.one_of(known["family_names"]),
        place=draw.one_of(known["places"]),
        firm=draw.one_of(known["firms"]),
        coined=draw.one_of(known["coined_first"]) + draw.one_of(known["coined_last"]),
    )


def person_name(draw: Draw) -> tuple[str, str]:
    """Return a given name and a family name; one in thirty has two of the latter."""
    known = words()
    family = draw.one_of(known["family_names"])
    if draw.chance(1 / 30) and (other := draw.one_of(known["family_names"])) != family:
        family = f"{family}-{other}"
    return draw.one_of(known["given_names"]), family


def street_address(draw: Draw) -> str:
    """Return a number and a street."""
    return f"{draw.low_number(1, 180)} {draw.one_of(words()['streets'])}"


def domain_of(name: str) -> str:
    """Return the web domain of a company called ``name``: one that cannot exist."""
    return f"{_slug(name)[:50].strip('-')}.example"


def mailbox_of(given: str, family: str) -> str:
    """Return the part before the @ of a person's address."""
    return f"{_slug(given)}.{_slug(family)}"


def _slug(text: str) -> str:
    return slugify(text.translate(_LIGATURES))
