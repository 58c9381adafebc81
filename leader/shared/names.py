"""Names as people type them: found whatever the accents, the case and the ligatures."""

import re
import unicodedata
from typing import Any

from django.db.models import Func, GeneratedField, Q, TextField, Value
from django.db.models.functions import Collate, Concat
from django.utils.text import slugify

from leader.shared.typed import visible

_GAP = " .\u00a0\u2009\u202f"  # what people put between the digits of a SIREN
_SIREN = re.compile(rf"(?<!\d)(\d{{3}})[{_GAP}]?(\d{{3}})[{_GAP}]?(\d{{3}})(?:[{_GAP}]?\d{{5}})?(?!\d)")
_BETWEEN_WORDS = re.compile(r"[\s\-'’]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
WORDS_MAX = 10  # more words would only slow the search down


class Folded(Func):
    """The text in lower case, without accents, ligatures opened: the database function ``f_norm``."""

    function = "f_norm"
    output_field = TextField()


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, ligatures opened, to compare two names."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae")
    return " ".join(unicodedata.normalize("NFKD", opened).encode("ascii", "ignore").decode().split())


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are one, written with or without accents.

    Folded, a name in another script leaves nothing to compare: such names are compared as they stand.
    """
    return one.casefold() == other.casefold() or fold(one) == fold(other) != ""


def search_field(*names: str) -> GeneratedField:
    """Return the stored column ``q``: the fields ``names`` folded, for a trigram index to search.

    The words are parted by a space, so that a search never matches across two fields by accident.
    """
    parts: list[Any] = []
    for name in names:
        parts += [name, Value(" ")]
    joined = Concat(*parts, output_field=TextField())
    return GeneratedField(expression=Folded(joined), output_field=TextField(), db_persist=True)


def words_of(text: str) -> list[str]:
    """Return the words to look for in what somebody typed; a SIREN, or the SIREN in a SIRET, is one word."""
    joined = _SIREN.sub(r"\1\2\3", visible(text))
    words = [word for word in _BETWEEN_WORDS.split(joined) if word]
    return words[:WORDS_MAX] or joined.split()[:1]


def every_word(text: str, column: str = "q") -> Q:
    """Return the condition that ``column`` (folded) holds each word of ``text``; no word, no condition."""
    found = Q()
    for word in words_of(text):
        found &= Q(**{f"{column}__contains": Folded(Value(word))})
    return found


def in_order(column: str = "q") -> Collate:
    """Return the order of a folded column, the same on every server: abri, Eau, écu, Œuvre, Zoé."""
    return Collate(column, "C")


def numbered(key: int, name: str) -> str:
    """Return ``key`` and the readable ``name`` for an address: ``12-oenologie-d-ete``, or the key alone."""
    words = slugify(re.sub(r"['’]", " ", name).translate(_LIGATURES))[:60].strip("-")
    return f"{key}-{words}" if words else str(key)
