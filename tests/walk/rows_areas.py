"""What the pages of areas answer: staff change them, leads answer for the companies asked about."""

from tests.walk.expectations import Row, only


def _change(world):
    return {"pk": world.own.area_change.pk}


def area_rows() -> dict[str, Row]:
    """Return the rows of areas, homes to decide and white spots."""
    readers = ("staff", "lead", "neighbour")
    staff, refused, away = only("staff"), only("staff", answer="405"), only("staff", answer="away")
    return {
        "territories:territory-area": Row(
            get=staff, post=staff, own=lambda world: {"slug": world.own.territory.slug}
        ),
        "territories:area-change-detail": Row(get=staff, post=refused, own=_change),
        "territories:area-change-record": Row(get=refused, post=away, own=_change),
        "territories:area-change-cancel": Row(get=refused, post=away, own=_change),
        "territories:home-question-list": Row(get=only(*readers), post=only(*readers, answer="405")),
        "territories:home-question": Row(
            get=only("staff", "lead"),
            post=only("staff", "lead"),
            own=lambda world: {"pk": world.own.home_question.pk},
            foreign=lambda world: {"pk": world.foreign.home_question.pk},
            get_foreign=only("staff", "neighbour"),
            post_foreign=only("staff", "neighbour"),
        ),
        "territories:white-spot-list": Row(get=staff, post=refused),
        "territories:white-company-list": Row(get=staff, post=refused),
    }
