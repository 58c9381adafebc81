"""The group BELENIOS-2048 (section 2): arithmetic, the text of its numbers, and fresh secrets.

Elements are integers in 1..P-1, multiplied modulo P; scalars are integers in 0..Q-1. ``gmpy2`` is used where it is
installed: it is four to seven times as fast and gives the same numbers.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from elections.crypto.errors import RefusedError

try:
    import gmpy2
except ImportError:
    gmpy2 = None

ACCELERATED = gmpy2 is not None
number: Any = gmpy2.mpz if ACCELERATED else int
_powmod: Any = gmpy2.powmod if ACCELERATED else pow

Number = Any  # int, or gmpy2's mpz, which behaves as one
Draw = Callable[[str], Number]  # gives the secret scalar of that name

NAME = "BELENIOS-2048"
P = number(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
    "25680162072880719"
)
Q = number("78571733251071885079927659812671450121821421258408794611510081919805623223441")
G = number(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
    "0037745308460627"
)
_DECIMAL = re.compile("0|[1-9][0-9]*")
_ELEMENT_DIGITS, _SCALAR_DIGITS = 617, 77
_ROUNDS = 128  # a set with a stranger passes ``all_members`` with a probability of 2^-_ROUNDS
_BLOCK = 6


def power(base: Number, exponent: Number) -> Number:
    """Return ``base`` to the power of ``exponent`` (an element and an integer of any sign)."""
    return _powmod(base, exponent, P)


def inverse(element: Number) -> Number:
    """Return the inverse of an element modulo P."""
    return _powmod(element, -1, P)


def product(elements: Sequence[Number]) -> Number:
    """Return the product of elements; 1 if there is none."""
    result = number(1)
    for element in elements:
        result = result * element % P
    return result


class FixedBase:
    """The powers of one element, made ready: each further power costs 32 products instead of about 310.

    The table holds 32 rows of 256 elements (about 2.5 MB), made with 8,192 products.
    """

    def __init__(self, base: Number) -> None:
        self.rows = []
        for _ in range(32):
            row = [number(1)]
            for _ in range(256):
                row.append(row[-1] * base % P)
            base = row.pop()
            self.rows.append(row)

    def power(self, exponent: Number) -> Number:
        """Return the base to the power of a scalar (0..Q-1)."""
        result = 1
        for row, digit in zip(self.rows, int(exponent).to_bytes(32, "little"), strict=True):
            if digit:
                result = result * row[digit] % P
        return number(result)


@lru_cache(maxsize=8)
def fixed(base: Number) -> FixedBase:
    """Return the table of ``base``, kept for the next time: meant for G and for public keys."""
    return FixedBase(base)


def g_power(exponent: Number) -> Number:
    """Return G to the power of any integer."""
    return fixed(G).power(exponent % Q)


def is_member(element: Number) -> bool:
    """Say whether an integer is an element of the group; one exponentiation."""
    return 0 < element < P and power(element, Q) == 1


def all_members(elements: Sequence[Number]) -> bool:
    """Say whether all are elements of the group, for many at once; wrong with a probability of 2^-128 at most.

    Each of 128 rounds raises the product of a fresh random half of the elements to the power of Q. If one of them
    is a stranger, then of two halves that differ by it alone at most one has its product in the group: a round
    misses it with a probability of 1/2 at most. (One product with random exponents would not do: modulo P there
    are groups of small order, and their strangers get through.) Six elements are taken at a time, and their 64
    products made once.
    """
    if len(elements) < 2 * _ROUNDS:
        return all(is_member(element) for element in elements)
    if not all(0 < element < P for element in elements):
        return False
    products = [number(1)] * _ROUNDS
    for start in range(0, len(elements), _BLOCK):
        subsets = [number(1)]
        for element in elements[start : start + _BLOCK]:
            subsets += [subset * element % P for subset in subsets]
        mask = len(subsets) - 1
        chosen = secrets.token_bytes(_ROUNDS)
        products = [product * subsets[byte & mask] % P for product, byte in zip(products, chosen, strict=True)]
    return all(power(product, Q) == 1 for product in products)


def random_scalar(_name: str = "") -> Number:
    """Return a fresh secret scalar, uniform in 0..Q-1; the name is for the vectors of the tests alone."""
    return number(secrets.randbelow(int(Q)))  # draws again rather than reducing: no bias


def _decimal(value: object, digits: int) -> Number:
    if type(value) is not str or len(value) > digits or not _DECIMAL.fullmatch(value):
        raise RefusedError("J1", "a number is not written as plain decimal digits")
    return number(value)


def read_element(value: object) -> Number:
    """Return the integer in 1..P-1 that a JSON value holds as a string; membership is not asked here.

    Raises RefusedError (J1, J2).
    """
    element = _decimal(value, _ELEMENT_DIGITS)
    if not 0 < element < P:
        raise RefusedError("J2", "a number is not an element of the group")
    return element


def read_member(value: object, check: str, what: str) -> Number:
    """Return the element that a JSON value holds; raise RefusedError (``check``) unless a member other than 1."""
    element = read_element(value)
    if element == 1 or not is_member(element):
        raise RefusedError(check, f"{what} is not an element of the group")
    return element


def read_scalar(value: object) -> Number:
    """Return the scalar that a JSON value holds as a string; raise RefusedError (J1)."""
    scalar = _decimal(value, _SCALAR_DIGITS)
    if scalar >= Q:
        raise RefusedError("J1", "a scalar is too large")
    return scalar
