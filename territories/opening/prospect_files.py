"""A file of pressenties: read and kept, then previewed line by line, by columns that its author may change."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from members.models import Company
from members.siren import compact
from territories.imports.reading import FileRefusedError, read
from territories.models import Opening, ProspectFile
from territories.opening.forms_prospects import ProspectForm
from territories.opening.pasting import LINES_AT_MOST, PastedLine, RefusedLine
from territories.opening.prospects import fates

CHARACTERS_AT_MOST = 2_000_000
# What a pressentie takes from a line, and the column of the import that holds it.
COLUMNS = {
    "name": "name", "siren": "siren", "city": "city", "contact_name": "contact", "contact_email": "email",
}  # fmt: skip


class Outcome(models.TextChoices):
    """What a line of the file would give."""

    NEW = "new", _("new")
    KNOWN = "known", _("known company")
    STANDS = "stands", _("already there")
    REFUSED = "refused", _("refused")


@dataclass(frozen=True)
class PreviewedLine:
    """A line of the file: its number, what was read in it, what it would give and why."""

    number: int
    cells: dict[str, str]
    outcome: Outcome
    reasons: list[str] = field(default_factory=list)
    alike: Company | None = None


@dataclass(frozen=True)
class Preview:
    """What a file would give, line by line, and what is to be added or kept once it is confirmed."""

    lines: list[PreviewedLine]
    understood: list[PastedLine]
    refused: list[RefusedLine]

    @property
    def added_count(self) -> int:
        """Return how many pressenties the file would add."""
        return sum(line.outcome in {Outcome.NEW, Outcome.KNOWN} for line in self.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many lines have each outcome, each number with its words."""
        found = Counter(line.outcome for line in self.lines)
        return [
            (ngettext("new line", "new lines", found[Outcome.NEW]), found[Outcome.NEW]),
            (
                ngettext("line of a known company", "lines of known companies", found[Outcome.KNOWN]),
                found[Outcome.KNOWN],
            ),
            (
                ngettext("line that stands already", "lines that stand already", found[Outcome.STANDS]),
                found[Outcome.STANDS],
            ),
            (ngettext("refused line", "refused lines", found[Outcome.REFUSED]), found[Outcome.REFUSED]),
        ]


def receive(opening: Opening, file: UploadedFile) -> ProspectFile:
    """Keep ``file`` beside the dossier, in place of one that waited; raise FileRefusedError, in words."""
    # The reader wants a path, for it goes through the file twice; it opens a workbook by this ending only.
    with NamedTemporaryFile(suffix=".xlsx", delete=False) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    try:
        table = read(Path(copy.name))
        lines = list(_within_limits(table.rows))
    finally:
        Path(copy.name).unlink()
    mapping = {name: table.mapping[column] for name, column in COLUMNS.items() if column in table.mapping}
    stored, _made = ProspectFile.objects.update_or_create(
        opening=opening,
        defaults={
            "name": (file.name or "")[:200], "headings": table.headings, "lines": lines, "mapping": mapping,
        },
    )  # fmt: skip
    return stored


def _within_limits(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    characters = 0
    for place, (number, cells) in enumerate(rows):
        characters += sum(map(len, cells))
        if place >= LINES_AT_MOST:
            raise FileRefusedError(gettext("%(limit)d lines at most: divide the list.") % {"limit": LINES_AT_MOST})
        if characters > CHARACTERS_AT_MOST:
            raise FileRefusedError(gettext("The lines hold too much text for a list of companies."))
        yield number, cells


def preview(file: ProspectFile) -> Preview:
    """Return what ``file`` would give by its columns of now; nothing is written."""
    rows = [(number, _row(cells, file.mapping)) for number, cells in file.lines]
    forms = [ProspectForm({**row, "siren": _siren(row["siren"])}) for _number, row in rows]
    understood = [form.line() for form in forms if form.is_valid()]
    fated = iter(fates(file.opening, understood))
    lines, refused = [], []
    for (number, row), form in zip(rows, forms, strict=True):
        if form.is_valid():
            fate = next(fated)
            outcome = Outcome.STANDS if fate.stands else Outcome.KNOWN if fate.known else Outcome.NEW
            alike = None if fate.stands else fate.alike
            # What is shown is what would be stored: the SIREN with its zeros, without its spaces.
            lines.append(PreviewedLine(number, {**row, "siren": form.line().siren}, outcome, alike=alike))
        else:
            reasons = list(_reasons(form, row))
            lines.append(PreviewedLine(number, row, Outcome.REFUSED, reasons))
            refused.append(RefusedLine(number, ";".join(row.values()), " ".join(reasons)))
    return Preview(lines, understood, refused)


def _reasons(form: Any, row: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each refusal: the column, the value, why."""
    for name, errors in form.errors.items():
        column, value, reason = str(form.fields[name].label), row[name][:60], " ".join(errors)
        if value:
            said = gettext("%(column)s “%(value)s”: %(reason)s")
            yield said % {"column": column, "value": value, "reason": reason}
        else:
            yield gettext("%(column)s: %(reason)s") % {"column": column, "reason": reason}


def _row(cells: list[str], mapping: dict[str, int]) -> dict[str, str]:
    return {name: _cell(cells, mapping.get(name)) for name in COLUMNS}


def _cell(cells: list[str], place: int | None) -> str:
    text = cells[place - 1] if place and place <= len(cells) else ""  # places are counted from 1
    return " ".join(text.replace(";", ",").split())


def _siren(text: str) -> str:
    """Return the SIREN in ``text``: of a SIRET its nine digits, with the zeros that Excel drops."""
    digits = compact(text)
    return digits[:9] if len(digits) == 14 else digits.zfill(9) if 6 <= len(digits) < 9 else digits
