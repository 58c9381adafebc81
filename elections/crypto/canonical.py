"""Compact JSON (section 3): written in one way only, read without mercy."""

import json
from typing import Any

from elections.crypto.errors import RefusedError

SMALL = 2**30 - 1  # greater numbers are written as strings


def compact(value: object) -> str:
    """Return the one text of a value: no blanks, keys in their order, other letters than ASCII as they are."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def small(value: int) -> int | str:
    """Return a weight or a count as it is written: a number, or a string of digits when it is large."""
    return int(value) if value <= SMALL else str(value)


def parse(text: str) -> Any:
    """Return the value of a JSON text; raise RefusedError (J1, J3) for whatever the format has not.

    Refused: a key twice, a sign, a fraction, an exponent, NaN, a number of more than ten digits, half a character.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_int=_count, parse_float=_refuse, parse_constant=_refuse
        )
        compact(value).encode()
    except RefusedError:
        raise
    except (ValueError, RecursionError) as error:
        raise RefusedError("J3", "a text is not well-formed JSON") from error
    return value


def canonical(text: str, check: str) -> Any:
    """Return the value of a JSON text that is written in the one way; else raise RefusedError (``check``)."""
    value = parse(text)
    if compact(value) != text:
        raise RefusedError(check, "a text is not written in the canonical way")
    return value


def fields(value: object, *keys: str) -> list[Any]:
    """Return the values of an object that has exactly these keys in this order; else raise RefusedError (J3)."""
    if type(value) is not dict or tuple(value) != keys:
        raise RefusedError("J3", f"an object does not have the keys {', '.join(keys)}")
    return list(value.values())


def items(value: object, length: int | None = None) -> list[Any]:
    """Return a list, of that length when one is given; else raise RefusedError (J3)."""
    if type(value) is not list or (length is not None and len(value) != length):
        raise RefusedError("J3", "a list is missing or has a wrong length")
    return value


def string(value: object) -> str:
    """Return a string; else raise RefusedError (J3)."""
    if type(value) is not str:
        raise RefusedError("J3", "a text stands where another thing should, or the reverse")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise RefusedError("J3", "a key stands twice in an object")
    return value


def _count(digits: str) -> int:
    if len(digits) > 10 or not digits.isdigit():
        raise RefusedError("J1", "a count is negative or too large")
    return int(digits)


def _refuse(_text: str) -> None:
    raise RefusedError("J1", "a number is not a plain integer")
