"""What the pages of imports and exports answer: their author and staff work there, nobody else finds them."""

from tests.walk.expectations import Row, only

EXCHANGERS = ["lead", "neighbour", "staff"]


def _own(world):
    return {"pk": world.own.company_import.pk}


def _foreign(world):
    return {"pk": world.foreign.company_import.pk}


def _row(get, post):
    """Return a row: ``get`` and ``post`` are answers for who may; "405" for everybody who has the right at all."""
    return Row(
        get=_for_own(get), post=_for_own(post), own=_own, foreign=_foreign,
        get_foreign=_for_foreign(get), post_foreign=_for_foreign(post),
    )  # fmt: skip


def _for_own(answer):
    return only(*EXCHANGERS, answer="405") if answer == "405" else only("lead", "staff", answer=answer)


def _for_foreign(answer):
    return only(*EXCHANGERS, answer="405") if answer == "405" else only("neighbour", "staff", answer=answer)


def import_rows() -> dict[str, Row]:
    """Return the rows of the imports and of the export."""
    exchangers = only(*EXCHANGERS)
    return {
        "territories:company-export": Row(get=exchangers, post=only(*EXCHANGERS, answer="405")),
        "territories:import-list": Row(get=exchangers, post=exchangers),
        "territories:import-detail": _row("200", "405"),
        "territories:import-mapping": _row("200", "200"),
        "territories:import-doubts": _row("away", "away"),  # the lines of this import leave none
        "territories:import-confirm": _row("405", "away"),
        "territories:import-abandon": _row("405", "away"),
        "territories:import-refused": _row("200", "405"),
    }
