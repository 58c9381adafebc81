"""What the pages of territories answer: the public ones, those of an opening, the life of a territory."""

from tests.walk.expectations import Row, everybody, only


def _dossier(world):
    return {"pk": world.own.opening.pk}


def _nowhere(world):
    return {"secret": "never-sent"}


def opening_rows() -> dict[str, Row]:
    """Return the rows of the dossiers, the invitations and the life of territories."""
    read, answered = only("staff"), only("staff", answer="405")
    rows = {
        f"pages:dossier-{act}": Row(get=answered, post=read, own=_dossier)
        for act in ["approve", "return", "refuse"]
    }
    return rows | {
        "territories:territory-list": Row(get=everybody("200"), post=everybody("405")),
        "territories:territory-detail": Row(
            get=everybody("200"),
            post=everybody("405"),
            own=lambda world: {"slug": world.own.territory.slug},
        ),
        "pages:dossier-list": Row(get=read, post=answered),
        "pages:dossier-detail": Row(get=read, post=answered, own=_dossier),
        "territories:invitation-list": Row(get=read, post=read),
        "territories:invitation": Row(get=everybody("404"), post=everybody("404"), own=_nowhere),
        "territories:territory-life": Row(
            get=only("staff", "lead"),
            post=only("staff", "lead"),
            own=lambda world: {"slug": world.own.territory.slug},
            foreign=lambda world: {"slug": world.foreign.territory.slug},
            get_foreign=only("staff", "neighbour"),
            post_foreign=only("staff", "neighbour"),
        ),
    }
