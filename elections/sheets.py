"""A sheet of ticks that several people fill in at once: each changes what they changed, and no more."""

from django.http import HttpRequest

from leader.shared.typed import key_of


def keys_in(texts: list[str]) -> set[int]:
    """Return the keys that were sent; what is none is left out."""
    return {key for key in map(key_of, texts) if key is not None}


def shown_in(request: HttpRequest) -> set[int] | None:
    """Return which lines were ticked when the sheet was shown; None where it was not told."""
    told = request.POST.get("cochees")
    return None if told is None else keys_in(told.split(","))


def merged(recorded: set[int], ticked: set[int], shown: set[int] | None) -> set[int]:
    """Return which lines are ticked now: what others changed since it was shown stays as they left it."""
    return ticked if shown is None else (recorded | ticked - shown) - (shown - ticked)
