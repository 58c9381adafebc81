"""Whose data: a person known by a key, by addresses, or both; and the words by which texts name them."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q

from leader.shared.personal_data import words


@dataclass(frozen=True)
class Subject:
    """Somebody whose data is told or erased; addresses are in small letters.

    ``addresses`` are theirs alone. ``shared`` are mailboxes that somebody else of our files has as well, such as
    that of a company: a row with one of these is theirs only where it bears their name. ``merged`` are the keys
    under which they were recorded as well, before records were merged.
    """

    person: int | None = None
    addresses: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()  # given name, family name
    phones: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    merged: frozenset[int] = frozenset()

    @cached_property
    def pattern(self) -> str:
        """Return the regular expression of PostgreSQL that finds them in a text; empty: nothing is known.

        Full names alone: who is called Martin is not every Martin.
        """
        return "|".join([*self.words, *self.cells])

    @cached_property
    def sieve(self) -> str:
        """Return a cheap expression that every text passes which ``pattern`` finds, and few others."""
        found = [re.escape(address) for address in sorted(self.addresses)]
        found += [words.sifted(given, family) for given, family in sorted(self.names)]
        return "|".join(filter(None, [*found, *(words.sifted_number(phone) for phone in sorted(self.phones))]))

    def named_in(self, field: str) -> Q:
        """Return the condition that the text ``field`` names them; somebody must be known by some words."""
        return Q(**{f"{field}__iregex": self.sieve}) & Q(**{f"{field}__iregex": self.pattern})

    @cached_property
    def words(self) -> list[str]:
        """Return what finds each of their addresses, names and numbers, to be replaced whole."""
        found = [words.addressed(address) for address in sorted(self.addresses)]
        for given, family in sorted(self.names):
            found += words.named(given, family)
        return found + [word for phone in sorted(self.phones) if (word := words.called(phone))]

    @cached_property
    def cells(self) -> list[str]:
        """Return what finds each of their names over two cells of a line; what parts the cells is a group."""
        return [pattern for given, family in sorted(self.names) for pattern in words.in_cells(given, family)]

    @cached_property
    def in_pages(self) -> str:
        """Return the regular expression that finds them in the address of a page, such as that of a profile."""
        return "|".join([*self.words, *(one for name in sorted(self.names) for one in words.in_page(*name))])


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
