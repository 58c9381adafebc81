"""Text as people type or paste it: what cannot be seen is taken out before anything is judged or stored."""

import unicodedata
from typing import Any

from django import forms
from django.db import models

# Control and format characters, surrogates, private use, unassigned: zero-width spaces, marks that turn the
# direction of writing, byte order marks. Letters of every script, and emojis, stay.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
# Letters and signs by their class, blanks to the eye: fillers of Hangul, vowels of Khmer, Braille without a dot.
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800"
_TO_SPACES = str.maketrans(dict.fromkeys("\t" + BLANK_LETTERS, " "))
# Unseen as well, but part of how Persian or Hindi words and composed emojis are written.
_JOINERS = {"\u200c", "\u200d"}
_FIRST_JOINED = "\u0590"  # Latin, Greek and Cyrillic letters stand before it: none of them is ever joined


def visible(text: str, *, many_lines: bool = False) -> str:
    """Return ``text`` composed (NFC), without unseen characters, with single spaces; line ends kept on demand."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cleaned = [_one_line(line) for line in lines]
    return "\n".join(cleaned).strip() if many_lines else " ".join(line for line in cleaned if line)


def _one_line(line: str) -> str:
    composed = unicodedata.normalize("NFC", line.translate(_TO_SPACES))
    seen = (c for at, c in enumerate(composed) if unicodedata.category(c) not in _UNSEEN or _joins(composed, at))
    words = " ".join("".join(seen).split())
    # An accent, or what chooses the look of a sign, is seen upon something alone.
    return words if any(unicodedata.category(c)[0] in "LNPS" for c in words) else ""


def _joins(line: str, at: int) -> bool:
    """Tell whether a joiner stands there, between two characters that are written joined."""
    sides = line[at - 1 : at] + line[at + 1 : at + 2]
    return line[at] in _JOINERS and len(sides) == 2 and all(_is_joined(side) for side in sides)


def _is_joined(character: str) -> bool:
    return character >= _FIRST_JOINED and unicodedata.category(character)[0] in "LMS"


def key_of(text: str) -> int | None:
    """Return the number of a record that ``text`` writes; None where no record can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class VisibleCharField(forms.CharField):
    """A text of which what cannot be seen is taken out; ``many_lines=True`` for a text of several lines."""

    def __init__(self, *, many_lines: bool = False, **kwargs: Any) -> None:
        self.many_lines = many_lines
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        """Return the text as it can be seen."""
        return visible(super().to_python(value) or "", many_lines=self.many_lines) or self.empty_value


def visible_formfield(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the form field of a column, its words without what cannot be seen (``Meta.formfield_callback``)."""
    if type(field) is models.CharField:
        kwargs.setdefault("form_class", VisibleCharField)
    elif type(field) is models.TextField and not field.choices:
        kwargs = {"form_class": VisibleCharField, "many_lines": True, **kwargs}
    return field.formfield(**kwargs)
