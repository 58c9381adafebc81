"""Whose data: a person known by a key, by addresses, or both; and the words by which texts name them."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

_SPACE = r"[\s,\-]+"
_BETWEEN_DIGITS = r"[\s.\-]*"


@dataclass(frozen=True)
class Subject:
    """Somebody whose data is told or erased; ``addresses`` are in small letters."""

    person: int | None = None
    addresses: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()  # given name, family name
    phones: frozenset[str] = frozenset()

    @property
    def pattern(self) -> str:
        """Return the regular expression of PostgreSQL that finds them in a text; empty: nothing is known.

        Full names alone: who is called Martin is not every Martin. A number is found however it is spaced.
        """
        words = [re.escape(address) for address in sorted(self.addresses)]
        for given, family in sorted(self.names):
            if given and family:
                words += [_spaced(given, family), _spaced(family, given)]
        for phone in sorted(self.phones):
            digits = re.sub(r"\D", "", phone)
            if len(digits) >= 8:
                words.append(_BETWEEN_DIGITS.join(digits))
        return "|".join(rf"(?:\m|\+)?{word}" if word[0].isdigit() else word for word in words)


def _spaced(*names: str) -> str:
    return _SPACE.join(re.escape(part) for name in names for part in name.split())


def digest(address: str) -> str:
    """Return what stands for ``address`` where it must not be read: keyed, so that nobody can try addresses."""
    return hmac.new(settings.SECRET_KEY.encode(), address.lower().encode(), hashlib.sha256).hexdigest()


_finders: list[Callable[[int | None, str], Subject]] = []


def finds_subjects(finder: Callable[[int | None, str], Subject]) -> Callable[[int | None, str], Subject]:
    """Register the function (key of the person or None, address or "" → subject) of the app that knows people."""
    _finders[:] = [finder]
    return finder


def subject(person: int | None = None, address: str = "") -> Subject:
    """Return all that is known of a person, or of whoever has an address."""
    return _finders[0](person, address)
