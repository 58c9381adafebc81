"""Voting codes, trustees' seeds, and the public list of credentials (section 5).

A voter holds a code; the roll shows g^x, where x is derived from the code and the election: another election shows
another credential for the same code.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping

from elections.crypto.canonical import canonical, compact, items, string
from elections.crypto.errors import RefusedError
from elections.crypto.group import G, Number, Q, all_members, fixed, is_member, number, read_element
from elections.crypto.hashing import sha_hex

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 22  # 58^22 is about 2^128.9
_GROUPS = [slice(0, 5), slice(5, 11), slice(11, 16), slice(16, 22)]
_LINE = re.compile("([1-9][0-9]*)(?:,([1-9][0-9]{0,9}))?")


class CodeError(ValueError):
    """What was typed is no voting code; ``reason`` is ``length`` or ``letters``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def new_seed() -> str:
    """Return 22 random characters: the one secret of a trustee, and an election identifier that is long enough."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_code() -> str:
    """Return a fresh voting code, in groups of 5, 6, 5 and 6 with dashes."""
    return _dashed(new_seed())


def normal_code(typed: str) -> str:
    """Return the code with its three dashes from what a person typed; raise CodeError."""
    letters = "".join(
        c for c in typed if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf"} and c != "−"
    )
    if len(letters) != LENGTH:
        raise CodeError("length")
    if not set(letters) <= set(ALPHABET):
        raise CodeError("letters")
    return _dashed(letters)


def _dashed(letters: str) -> str:
    return "-".join(letters[group] for group in _GROUPS)


def private_exponent(uuid: str, code: str) -> Number:
    """Return the secret scalar of a code (with its dashes) in the election ``uuid``."""
    halves = [sha_hex(f"derive_credential|{uuid}|{half}|{code}") for half in (0, 1)]
    return number(int("".join(halves), 16)) % Q


def public_credential(uuid: str, code: str) -> Number:
    """Return the element that stands on the roll for a code."""
    return fixed(G).power(private_exponent(uuid, code))


def write_roll(weights: Mapping[Number, int]) -> str:
    """Return the text of the roll from credential → weight; sorted by number, so that the order tells nothing."""
    return compact([str(c) if weights[c] == 1 else f"{c},{weights[c]}" for c in sorted(weights)])


def read_roll(text: str) -> dict[Number, int]:
    """Return credential → weight from the text of the roll; raise RefusedError (C10, C11)."""
    weights: dict[Number, int] = {}
    for line in items(canonical(text, "C10")):
        match = _LINE.fullmatch(string(line))
        if not match:
            raise RefusedError("C10", "a line of the roll is not a credential and a weight")
        credential = read_element(match[1])
        if credential in weights:
            raise RefusedError("C11", "a credential stands twice on the roll")
        weights[credential] = int(match[2] or 1)
    if not all_members(list(weights)):
        stranger = next((c for c in weights if not is_member(c)), 0)
        raise RefusedError("C10", f"the credential {str(stranger)[:12]}… is not an element of the group")
    return weights
