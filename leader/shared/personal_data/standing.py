"""What keeps people or their names, for a clock: asked of many at once, or of one before the erasure."""

from datetime import date

from django.db.models import Exists, OuterRef

from leader.shared.personal_data.declaring import declared
from leader.shared.personal_data.erasing import rows_of
from leader.shared.personal_data.subjects import Subject


def names_kept() -> list[Exists]:
    """Return one condition for each place where a row that the law keeps today keeps its person's name."""
    return [
        Exists(place.model._base_manager.filter(place.kept.while_(), **{place.person: OuterRef("pk")}))
        for place in declared()
        if place.kept and place.kept.names
    ]


def known_for(day: date) -> list[Exists]:
    """Return one condition for each way in which people are known for something here on ``day``.

    An address that several have counts for each of them: they are forgotten too late rather than too early.
    """
    found = []
    for place in declared():
        if place.current:
            rows = place.model._base_manager.filter(place.current(day))
            if place.person:
                found.append(Exists(rows.filter(**{place.person: OuterRef("pk")})))
            named = ((name, rows.exclude(**{name: ""})) for name in place.addresses)
            found += [Exists(some.filter(**{f"{name}__iexact": OuterRef("email")})) for name, some in named]
    return found


def is_known_for_something(whose: Subject, day: date) -> bool:
    """Tell whether a row that an erasure would take is one by which somebody is known for something on ``day``.

    ``known_for`` asks many people at once, by their address of today; this reads every address that one had.
    """
    return any(
        rows.filter(place.current(day)).exists()
        for place in declared()
        if place.current and (rows := rows_of(place, whose)) is not None
    )
