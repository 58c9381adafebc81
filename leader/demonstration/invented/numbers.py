"""Numbers that belong to nobody: SIREN and phones that no real company and no real person has."""

from stdnum import luhn

# A SIREN that begins with 1 or 2 is kept for public bodies: no company can have one of these.
PREFIX = "29"
FIRST, LAST = 1_001, 999_999  # of ``populate``; the thousand before are the demonstration's

# Kept by the French regulator for fiction: the South-East, the South-West, mobiles.
_SOUTH_EAST, _SOUTH_WEST, _MOBILE = "04 65 71", "05 36 49", "06 39 98"
_EASTERN = {"11", "30", "34", "48", "66"}


def fictitious_siren(number: int) -> str:
    """Return a SIREN with a right check digit that no company can have; ``number`` from 1 to LAST."""
    digits = f"{PREFIX}{number:06d}"
    return digits + luhn.calc_check_digit(digits)


def office_phone(departement: str, number: int) -> str:
    """Return a landline of fiction where ``departement`` lies; ``number`` from 0 to 9,999."""
    return _phone(_SOUTH_EAST if departement in _EASTERN else _SOUTH_WEST, number)


def mobile_phone(number: int) -> str:
    """Return a mobile of fiction; ``number`` from 0 to 9,999."""
    return _phone(_MOBILE, number)


def _phone(prefix: str, number: int) -> str:
    return f"{prefix} {number // 100:02d} {number % 100:02d}"
