"""The words by which texts name somebody, as regular expressions of PostgreSQL.

Whole words alone: Jean Martin is not Jean Martinez, and zoe@club.fr is not chloezoe@club.fr. Case, accents,
apostrophes and hyphens do not count, whatever the locale of the database, for people type names as they come.

Looking around a word costs PostgreSQL a hundred times what finding it does: what is ``sifted`` finds the word
alone, and the few texts that hold it are looked at closely.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from urllib.parse import quote

_ESCAPED = r"(?<=\\[nrt])"  # in JSON a line end is a backslash and a letter: what follows begins a word
_NOT_BEFORE_NAME = rf"(?:(?<![[:alnum:]])(?<![[:alnum:]]-)|{_ESCAPED})"
_NOT_AFTER_NAME = r"(?!-?[[:alnum:]])"
_NOT_BEFORE_ADDRESS = rf"(?:(?<![[:alnum:]._%+-])|{_ESCAPED})"
_NOT_AFTER_ADDRESS = r"(?![[:alnum:]_-]|\.[[:alnum:]])"
_BETWEEN_WORDS = "(?:(?:[\\s\u00a0\u202f,_-]|\\\\[nrt])+|\\.)"
_BETWEEN_CELLS = '(\x1f|",\\s*")'  # a given name in one cell of a line that was read, the family name in another
_BETWEEN_IN_PAGE = "(?:[-_.+]|%20)*"
_NOT_AFTER_IN_PAGE = "(?![[:alpha:]%]|-[[:alpha:]]+(?![[:alnum:]]))"
_BETWEEN_DIGITS = "[\\s\u00a0\u202f.()/-]*"
_TITLE = "(?:(?:m|mr|mme|mlle|dr|me)\\.?\\s+)?"
_MARKS = "[\u0300-\u036f]*"  # of accents that stand apart from their letter
_APOSTROPHES = "'’ʼ`´"
_LIGATURES = {"œ": "oe", "æ": "ae"}
_FRENCH = re.compile(r"(?:\+|00)?33(?:0?)([1-9]\d{8})|0([1-9]\d{8})")


def named(given: str, family: str) -> list[str]:
    """Return what finds a full name in both orders; nothing where one of the two is missing."""
    words = [[_word(part) for part in _parts(name)] for name in (given, family)]
    if not all(words):
        return []
    orders = (words[0] + words[1], words[1] + words[0])
    return [_NOT_BEFORE_NAME + _BETWEEN_WORDS.join(order) + _NOT_AFTER_NAME for order in orders]


def in_cells(given: str, family: str) -> list[str]:
    """Return what finds a full name parted over two cells; the group is what stands between them."""
    one, other = (_BETWEEN_WORDS.join(map(_word, _parts(name))) for name in (given, family))
    if not (one and other):
        return []
    orders = ((one, other), (other, one))
    return [_NOT_BEFORE_NAME + first + _BETWEEN_CELLS + last + _NOT_AFTER_NAME for first, last in orders]


def whole(name: str) -> str:
    """Return what finds a text that is the name, with a title at most; an empty text where the name is empty."""
    return rf"^\s*{_TITLE}{_BETWEEN_WORDS.join(map(_word, _parts(name)))}\s*$"


def in_page(given: str, family: str) -> list[str]:
    """Return what finds a full name in the address of a page, in both orders: /in/jean-martin-4b12/, /jeanmartin.

    There a name ends where no letter follows, nor another word: the number that some sites add is not one.
    """
    words = [[_word_in_page(part) for part in _parts(name)] for name in (given, family)]
    if not all(words):
        return []
    orders = (words[0] + words[1], words[1] + words[0])
    return [_NOT_BEFORE_NAME + _BETWEEN_IN_PAGE.join(order) + _NOT_AFTER_IN_PAGE for order in orders]


def _word_in_page(part: str) -> str:
    return f"(?:{_word(part)}|{re.escape(quote(part.lower()))})"


def addressed(address: str) -> str:
    """Return what finds an e-mail address."""
    return _NOT_BEFORE_ADDRESS + re.escape(address) + _NOT_AFTER_ADDRESS


def called(phone: str) -> str:
    """Return what finds a number however it is spaced, a French one with or without 33; empty: too short."""
    national, is_french = _national(phone)
    if is_french:
        start = rf"(?:(?:\+|00{_BETWEEN_DIGITS})?33{_BETWEEN_DIGITS}(?:0{_BETWEEN_DIGITS})?|0{_BETWEEN_DIGITS})"
    else:
        start = r"(?:\+|00)?"
    if len(national) < 8:
        return ""
    return r"(?<![[:digit:]])" + start + _BETWEEN_DIGITS.join(national) + r"(?![[:digit:]])"


def _national(phone: str) -> tuple[str, bool]:
    """Return the digits without those that lead out of the country, and whether the country is France."""
    digits = re.sub(r"[^\d+]", "", phone)
    if french := _FRENCH.fullmatch(digits):
        return french[1] or french[2], True
    return digits.lstrip("+"), False


def sifted(given: str, family: str) -> str:
    """Return what every text with the full name holds, without looking around: its longest word."""
    parts = [_parts(given), _parts(family)]
    return _word(max(parts[0] + parts[1], key=len)) if all(parts) else ""


def sifted_number(phone: str) -> str:
    """Return what every text with the number holds, without looking around; empty: too short."""
    return _BETWEEN_DIGITS.join(_national(phone)[0]) if called(phone) else ""


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s\-]+", unicodedata.normalize("NFC", name)) if part]


def _word(part: str) -> str:
    return "".join(map(_letter, part))


def _letter(letter: str) -> str:
    """Return what finds a letter in either case, with any accent or none."""
    if letter in _APOSTROPHES:
        return rf"[{_APOSTROPHES}]\s?"
    if opened := _LIGATURES.get(letter.lower()):
        return f"(?:[{letter.lower()}{letter.upper()}]|{_word(opened)})"
    forms = _alike().get(_bare(letter))
    if forms is None:
        return re.escape(letter)
    return f"[{forms}]{_MARKS}"


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[0].lower()


@cache
def _alike() -> dict[str, str]:
    """Return for each bare letter all those, of the scripts of Europe, that are it but for accents and case."""
    alike = defaultdict(list)
    for code in [*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)]:
        letter = chr(code)
        if letter.isalpha():
            alike[_bare(letter)].append(letter)
    return {bare: "".join(letters) for bare, letters in alike.items()}
