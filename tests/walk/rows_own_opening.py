"""What the pages of a dossier answer: its author and staff write it, nobody else finds it."""

from tests.walk.expectations import Row, only, signed_in

PAGES = ["territory", "launch", "prospects", "team"]


def _own(world):
    return {"pk": world.own.opening.pk}


def _foreign(world):
    return {"pk": world.foreign.opening.pk}


def _row(get, post, get_foreign, post_foreign):
    return Row(
        get=get, post=post, own=_own, foreign=_foreign, get_foreign=get_foreign, post_foreign=post_foreign
    )  # fmt: skip


def _written(answer="200"):
    """Return what the author, or the neighbour for the foreign dossier, and staff get."""
    return only("lead", "staff", answer=answer), only("neighbour", "staff", answer=answer)


def own_opening_rows() -> dict[str, Row]:
    """Return a row for each page of a dossier."""
    own, foreign = _written()
    away, foreign_away = _written("away")
    never = signed_in("405")
    begun = only("lead", "neighbour", "staff", answer="away", otherwise="403")
    rows = {
        "territories:opening-list": Row(get=only("lead", "neighbour", "staff", otherwise="403"), post=begun),
        "territories:opening-review": _row(own, never, foreign, never),
        "territories:opening-area": _row(never, own, never, foreign),
        "territories:opening-submit": _row(never, away, never, foreign_away),
        "territories:opening-take-back": _row(never, away, never, foreign_away),
        "territories:opening-delete": _row(own, away, foreign, foreign_away),
        "territories:opening-file": _row(away, away, foreign_away, foreign_away),  # no file waits
        "pages:opening-launch": _row(own, own, foreign, foreign),
    }
    for page in PAGES:
        posted, posted_foreign = (away, foreign_away) if page == "prospects" else (own, foreign)
        rows[f"territories:opening-{page}"] = _row(own, posted, foreign, posted_foreign)
    return rows
