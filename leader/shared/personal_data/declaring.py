"""The registry: each app says in its module ``personal_data`` which fields hold data of whom, and what ends them.

A model holds personal data (``declare``) or none (``declare_none``); tests/personal_data/test_declarations.py
fails for one that says neither, and for a text that is left undecided, with the line to write.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Model, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from leader.shared.personal_data.subjects import Subject

ERASED = "Personne effacée"  # data, not a sentence of the screen: it stays what it was the day it was written
# Unique where an address must be; F("id") is the row's key in a table and in the table of its history alike.
ERASED_ADDRESS = Concat(
    Value("efface-"), Cast(F("id"), TextField()), Value("@effacement.invalid"), output_field=TextField()
)


@dataclass(frozen=True)
class Processing:
    """One processing of the register of article 30; all but ``key`` is shown, and so translatable."""

    key: str
    name: Any
    purpose: Any
    basis: Any
    people: Any
    recipients: Any
    retention: Any


@dataclass(frozen=True)
class Kept:
    """What stays after an erasure, and by which rule."""

    reason: Any
    names: bool = False  # the person's own name stays with the row: an office that nobody held means nothing
    while_: Callable[[], Q] = Q  # only the rows that match today; all by default


@dataclass(frozen=True)
class Place:
    """What a model holds of people.

    ``person`` is the path to the person's key, ``addresses`` the fields whose e-mail address says whose row it is.
    ``blank`` gives what replaces each field in the rows of somebody erased, in the history as well; with
    ``deletes`` the row goes.
    ``free`` are texts that may name anybody: there the person's full name, addresses and number are
    replaced; of a list of addresses of pages, those that name them go whole. ``plain`` are texts that tell of
    nobody, ``secret`` ones that no file tells.
    ``current`` gives the rows by which somebody is known here for something on a day: while one is theirs, by key
    or by address, no clock forgets them. The clock asks for five years before as well: who was known for something
    until then stays as long. So a condition on a state names as well the day on which that state came to its end.
    One that ``looks_back`` by itself is asked for today alone.
    """

    model: type[Model]
    processing: Processing
    person: str = ""
    addresses: Sequence[str] = ()
    blank: Mapping[str, Any] = field(default_factory=dict)
    deletes: bool = False
    kept: Kept | None = None
    current: Callable[[date], Q] | None = None
    looks_back: bool = False
    free: Sequence[str] = ()
    plain: Sequence[str] = ()
    secret: Sequence[str] = ()
    also: Callable[[Subject], Any] | None = None  # what no UPDATE reaches, such as a file; done before the rest

    @property
    def name(self) -> Any:
        """Return what the rows are called."""
        return self.model._meta.verbose_name_plural

    @property
    def decided(self) -> set[str]:
        """Return the fields of which something is said."""
        return {*self.blank, *self.addresses, *self.free, *self.plain, *self.secret}


_places: dict[type[Model], Place] = {}
_without: dict[type[Model], str] = {}


def declare(model: type[Model], processing: Processing, **said: Any) -> None:
    """Say what ``model`` holds of people; see ``Place``."""
    _places[model] = Place(model, processing, **said)


def declare_none(*models: type[Model], because: str) -> None:
    """Say that the rows of ``models`` tell of nobody, and why."""
    _without.update(dict.fromkeys(models, because))


def declared() -> list[Place]:
    """Return every place where personal data is kept, in the order of the declarations."""
    return list(_places.values())


def none_declared() -> dict[type[Model], str]:
    """Return the models that hold no personal data, with the reason."""
    return dict(_without)


def processings() -> list[tuple[Processing, list[Place]]]:
    """Return each processing with its places."""
    found: dict[str, tuple[Processing, list[Place]]] = {}
    for place in declared():
        found.setdefault(place.processing.key, (place.processing, []))[1].append(place)
    return list(found.values())
