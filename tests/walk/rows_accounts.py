"""What the pages of accounts answer; allauth sends who is signed in away from the pages for those who are not."""

from tests.walk.expectations import Row, everybody, signed_in

VISITORS = everybody("away", stranger="200")
SIGNED_IN = signed_in("200")


def account_rows() -> dict[str, Row]:
    """Return the rows of sign-in, passwords, addresses and second factors."""
    return {}
