"""SIREN and SIRET: nine and fourteen digits with a check digit, always text (leading zeros exist)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren as stdnum_siren
from stdnum.fr import siret as stdnum_siret

_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009.\t")


def compact(typed: str) -> str:
    """Return ``typed`` without the spaces (the unbreakable ones included) and dots that people put in."""
    return typed.translate(_SPACES)


def validate_siren(value: str) -> None:
    """Raise ValidationError unless ``value`` is nine ASCII digits with a right check digit (Luhn)."""
    if not (len(value) == 9 and value.isascii() and value.isdigit()):
        raise ValidationError(_("A SIREN has nine digits."), code="siren_length")
    if value == "000000000" or not stdnum_siren.is_valid(value):
        raise ValidationError(_("This SIREN is mistyped: its check digit is wrong."), code="siren_checksum")


def validate_siret(value: str) -> None:
    """Raise ValidationError unless ``value`` is fourteen ASCII digits with a right check digit.

    Those of La Poste's offices follow a rule of their own (a sum of digits), which stdnum knows.
    """
    if not (len(value) == 14 and value.isascii() and value.isdigit()):
        raise ValidationError(_("A SIRET has fourteen digits."), code="siret_length")
    if value.startswith("000000000") or not stdnum_siret.is_valid(value):
        raise ValidationError(_("This SIRET is mistyped: its check digit is wrong."), code="siret_checksum")


def siren_in(typed: str) -> str:
    """Return the SIREN in what somebody typed: nine digits, or the fourteen of a SIRET; spaces do not count.

    Raise ValidationError. The SIRET of La Poste's offices follow a rule of their own, which stdnum knows.
    """
    digits = compact(typed)
    if len(digits) == 14 and digits.isascii() and digits.isdigit():
        if not stdnum_siret.is_valid(digits):
            raise ValidationError(_("This SIRET is mistyped: its check digit is wrong."), code="siret_checksum")
        digits = digits[:9]
    validate_siren(digits)
    return digits
