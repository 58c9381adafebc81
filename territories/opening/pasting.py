"""Pressenties pasted as lines: name; SIREN; town; contact; e-mail – in any order that can be told."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from leader.shared.typed import visible
from members.siren import compact, validate_siren

LINES_AT_MOST = 500


@dataclass(frozen=True)
class PastedLine:
    """A line that was understood."""

    name: str
    siren: str = ""
    city: str = ""
    contact_name: str = ""
    contact_email: str = ""


@dataclass(frozen=True)
class RefusedLine:
    """A line that was not, and why."""

    number: int
    text: str
    reason: str


def read_lines(text: str) -> tuple[list[PastedLine], list[RefusedLine]]:
    """Return the lines understood and the lines refused; empty lines and a heading are skipped."""
    understood: list[PastedLine] = []
    refused: list[RefusedLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" ;\t") or _is_heading(line):
            continue
        try:
            understood.append(_read(line))
        except ValidationError as error:
            refused.append(RefusedLine(number, line.strip(), " ".join(error.messages)))
    return understood, refused


def _is_heading(line: str) -> bool:
    first = re.split(r"[;\t]", line)[0].strip().casefold()
    return first in {"name", "nom", "entreprise", "raison sociale", "company"}


def _read(line: str) -> PastedLine:
    """Read one line: the e-mail and the SIREN are told by their look, the rest by its order."""
    cells = [visible(cell).strip('"') for cell in re.split(r"[;\t]", line)]
    email = next((cell for cell in cells if "@" in cell), "")
    siren = next((compact(cell) for cell in cells[1:] if re.fullmatch(r"[\d\s.\u00a0\u202f]{6,}", cell)), "")
    words = [c for c in cells[1:] if c and c != email and not (siren and compact(c) == siren)]
    name, city, contact = (cells[0], *words, "", "")[:3]
    if not name:
        raise ValidationError(_("The name is missing."), code="name")
    if siren:
        validate_siren(siren)
    if email:
        validate_email(email)
    for cell, limit in [(name, 200), (city, 100), (contact, 150)]:
        if len(cell) > limit:
            said = _("“%(start)s…” is too long: %(limit)s characters at most.")
            raise ValidationError(said % {"start": cell[:30], "limit": limit}, code="length")
    return PastedLine(name, siren, city, contact, email)
