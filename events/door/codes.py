"""What stands on a badge, in its QR code and in letters: a signed number, nothing about the person.

Eight characters of a signature over the event and the place, then the number of the place, in an alphabet without
letters that are read as figures (Crockford's). What is typed may hold spaces, hyphens, small letters, O for 0.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_SIGNED = 8  # characters of 5 bits: a badge made up is one of a million million


def code_of(admission: int, attendee: int) -> str:
    """Return the code of an attendee at an event, both by their keys."""
    return _signature(settings.SECRET_KEY, admission, attendee) + _written(attendee)


def attendee_behind(code: str, admission: int) -> int | None:
    """Return the key of the attendee whose badge at this event says ``code``; None for any other text."""
    typed = "".join(code.split()).replace("-", "").upper().translate(_READ_AS)
    signature, number = typed[:_SIGNED], typed[_SIGNED:]
    if not 1 <= len(number) <= 12 or set(number) - set(_ALPHABET):
        return None
    key = _read(number)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]  # badges are printed before a key changes
    known = [_signature(secret, admission, key) for secret in secrets]
    return key if any([constant_time_compare(signature, each) for each in known]) else None  # noqa: C419


def spaced(code: str) -> str:
    """Return ``code`` in groups of four, as a person reads it."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _signature(secret: str, admission: int, attendee: int) -> str:
    digest = salted_hmac("events.badge", f"{admission}:{attendee}", secret=secret, algorithm="sha256").digest()
    return _written(int.from_bytes(digest[:5], "big")).rjust(_SIGNED, "0")


def _written(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 32)
        letters = _ALPHABET[rest] + letters
    return letters


def _read(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 32 + _ALPHABET.index(letter)
    return number
