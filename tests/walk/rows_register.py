"""What the pages of the register answer: staff decide, a lead reads what concerns the own companies."""

from tests.walk.expectations import Row, only


def _own(world):
    return {"company_pk": world.own.company.pk}


def _foreign(world):
    return {"company_pk": world.foreign.company.pk}


def _difference(world):
    return {"company_pk": world.own.company.pk, "pk": world.own.difference.pk}


def register_rows() -> dict[str, Row]:
    """Return the rows of the comparison with the register."""
    readers = ("staff", "lead", "neighbour")
    refused = only("staff", answer="405")
    away = only("staff", answer="away")
    return {
        "pages:register-list": Row(get=only(*readers), post=only(*readers, answer="405")),
        "pages:register-company": Row(
            get=only("staff", "lead"),
            post=only(*readers, answer="405"),
            own=_own,
            foreign=_foreign,
            get_foreign=only("staff", "neighbour"),
        ),
        "pages:register-bulk": Row(get=refused, post=away),
        "pages:register-ask": Row(get=refused, post=away, own=_own),
        "pages:register-home": Row(get=refused, post=away, own=_own),
        "pages:register-decide": Row(get=refused, post=only("staff"), own=_difference),
    }
