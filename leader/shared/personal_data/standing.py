"""What keeps people or their names, for a clock: asked of many at once, or of one before the erasure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from leader.shared.personal_data.declaring import Place, declared
from leader.shared.personal_data.erasing import rows_of
from leader.shared.personal_data.subjects import Subject

OF_ACCOUNT = "__person"  # how the path to a person ends that leads through an account


def names_kept() -> list[Exists]:
    """Return one condition for each place where a row that the law keeps today keeps its person's name."""
    return [
        Exists(place.model._base_manager.filter(place.kept.while_(), **{place.person: OuterRef("pk")}))
        for place in declared()
        if place.kept and place.kept.names
    ]


def known_for(day: date, since: date) -> list[Exists]:
    """Return a condition for each way in which people are known for something here on ``day``, or were ``since``.

    An address that several have counts for each of them: they are forgotten too late rather than too early.
    """
    found = []
    for place, rows in _current(day, since):
        if place.person:
            found.append(Exists(rows.filter(**{place.person: OuterRef("pk")})))
        found += _by_address(place, rows)
    return found


def accounts_known_for(day: date, since: date) -> list[Exists]:
    """Return the same conditions on accounts behind which nobody stands: by their key, by their address."""
    found = []
    for place, rows in _current(day, since):
        if place.person.endswith(OF_ACCOUNT):
            found.append(Exists(rows.filter(**{place.person.removesuffix(OF_ACCOUNT): OuterRef("pk")})))
        found += _by_address(place, rows)
    return found


def _current(day: date, since: date) -> Iterator[tuple[Place, QuerySet[Any]]]:
    for place in declared():
        if place.current:
            asked = day if place.looks_back else since
            yield place, place.model._base_manager.filter(place.current(asked))


def _by_address(place: Place, rows: QuerySet[Any]) -> list[Exists]:
    named = ((name, rows.exclude(**{name: ""})) for name in place.addresses)
    return [Exists(some.filter(**{f"{name}__iexact": OuterRef("email")})) for name, some in named]


def is_known_for_something(whose: Subject, day: date, since: date) -> bool:
    """Tell whether an erasure would take a row by which somebody is known on ``day``, or was ``since``.

    ``known_for`` asks many people at once, by their address of today; this reads every address that one had.
    """
    return any(
        current.filter(pk__in=own.values("pk")).exists()
        for place, current in _current(day, since)
        if (own := rows_of(place, whose)) is not None
    )
