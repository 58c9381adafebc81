"""Text as people type or paste it: what cannot be seen is taken out before anything is judged or stored."""

import unicodedata
from typing import Any

from django import forms

# Control and format characters, surrogates, private use, unassigned: zero-width spaces, marks that turn the
# direction of writing, byte order marks. Letters of every script, and emojis, stay.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def visible(text: str, *, many_lines: bool = False) -> str:
    """Return ``text`` composed (NFC), without unseen characters, with single spaces; line ends kept on demand."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cleaned = [_one_line(line) for line in lines]
    return "\n".join(cleaned).strip() if many_lines else " ".join(line for line in cleaned if line)


def _one_line(line: str) -> str:
    composed = unicodedata.normalize("NFC", line.replace("\t", " "))
    return " ".join("".join(c for c in composed if unicodedata.category(c) not in _UNSEEN).split())


def key_of(text: str) -> int | None:
    """Return the number of a record that ``text`` writes; None where no record can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class VisibleCharField(forms.CharField):
    """A text of which what cannot be seen is taken out; ``many_lines=True`` for a text of several lines."""

    def __init__(self, *, many_lines: bool = False, **kwargs: Any) -> None:
        self.many_lines = many_lines
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text as it can be seen."""
        return visible(super().to_python(value) or "", many_lines=self.many_lines)
