"""SIREN and SIRET: nine and fourteen digits with a check digit, always text (leading zeros exist)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren as stdnum_siren

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
