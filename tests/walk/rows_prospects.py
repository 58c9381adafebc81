"""What the pages of the pipeline answer: its leads and staff work there, nobody else finds them."""

from tests.walk.expectations import Row, everybody, only, signed_in


def _prospect(world):
    return {"pk": world.own.prospect.pk}


def _foreign_prospect(world):
    return {"pk": world.foreign.prospect.pk}


def own_slug(world):
    """Give the address of the own territory."""
    return {"slug": world.own.territory.slug}


def foreign_slug(world):
    """Give the address of the neighbour's."""
    return {"slug": world.foreign.territory.slug}


def of_leads(own, foreign, get, post):
    """Return a row for who may: ``get`` and ``post`` are their answers; a verb that is not served is so to all."""
    return Row(
        get=_answers("lead", get), post=_answers("lead", post), own=own, foreign=foreign,
        get_foreign=_answers("neighbour", get), post_foreign=_answers("neighbour", post),
    )  # fmt: skip


def _answers(lead, answer):
    return signed_in("405") if answer == "405" else only(lead, "staff", answer=answer)


def prospect_rows() -> dict[str, Row]:
    """Return the rows of the pipeline."""
    overview = {**only("staff"), "lead": "away", "neighbour": "away"}
    return {
        "territories:prospect-overview": Row(get=overview, post=only("lead", "neighbour", "staff", answer="405")),
        "territories:prospect-board": of_leads(own_slug, foreign_slug, "200", "405"),
        "events:courted-guest-list": of_leads(own_slug, foreign_slug, "200", "200"),
        "territories:prospect-add": of_leads(own_slug, foreign_slug, "200", "200"),
        "territories:prospect-detail": of_leads(_prospect, _foreign_prospect, "200", "200"),
        "territories:prospect-history": of_leads(_prospect, _foreign_prospect, "200", "405"),
        "territories:prospect-move": of_leads(_prospect, _foreign_prospect, "405", "200"),
        "territories:prospect-exchange": of_leads(_prospect, _foreign_prospect, "405", "200"),
        "territories:prospect-member": of_leads(_prospect, _foreign_prospect, "405", "away"),
        "territories:prospect-data": Row(
            get=everybody("410"), post=everybody("410"), own=lambda world: {"token": "never-sent"}
        ),
    }
