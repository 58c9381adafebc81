"""What keeps people or their names, asked of many people at once: conditions on rows of people, for a clock."""

from datetime import date

from django.db.models import Exists, OuterRef

from leader.shared.personal_data.declaring import declared


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
