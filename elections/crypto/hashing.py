"""SHA-256 in the three forms of the format (sections 3 and 4)."""

import base64
import hashlib
from collections.abc import Iterable

from elections.crypto.group import Number, Q, number


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def sha_hex(text: str) -> str:
    """Return the 64 hexadecimal characters that name a text in events and records."""
    return _digest(text).hex()


def sha_b64(text: str) -> str:
    """Return the 43 characters of a fingerprint or a tracker: Base64 without its last ``=``."""
    return base64.b64encode(_digest(text)).decode().rstrip("=")


def sha_int(text: str) -> Number:
    """Return the digest as an integer, most significant byte first, not reduced."""
    return number(int.from_bytes(_digest(text), "big"))


def challenge(prefix: str, elements: Iterable[Number]) -> Number:
    """Return the scalar that answers commitments (elements); ``prefix`` ends with ``|``."""
    return sha_int(prefix + ",".join(map(str, elements))) % Q
