"""What the pages of the renewals answer: staff renew, end and begin memberships, nobody else finds them."""

from tests.walk.expectations import Row, only, signed_in


def _company(world):
    return {"pk": world.own.company.pk}


def renewal_rows() -> dict[str, Row]:
    """Return the rows of the renewals."""
    staff, refused = only("staff"), only("staff", answer="405")
    act = {"get": signed_in("405"), "own": _company}
    return {
        "pages:renewal-list": Row(get=staff, post=refused),
        "pages:renewal-dry-run": Row(get=staff, post=refused),
        "pages:renewal-run": Row(get=refused, post=staff),
        "pages:termless-list": Row(get=staff, post=refused),
        "pages:termless-dry-run": Row(get=staff, post=refused),
        "pages:termless-run": Row(get=refused, post=staff),
        "pages:membership-detail": Row(get=staff, post=signed_in("405"), own=_company),
        "pages:membership-renew": Row(post=only("staff", answer="away"), **act),
        "pages:membership-leave": Row(post=staff, **act),
        "pages:membership-return": Row(post=staff, **act),
        "pages:membership-undo": Row(post=only("staff", answer="away"), **act),
    }
