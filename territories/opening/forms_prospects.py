"""The third step: the pressenties, typed one by one, pasted as lines, or read from a file."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.siren import compact, validate_siren
from territories.imports.reading import FileRefusedError, read
from territories.models import Opening, OpeningProspect
from territories.opening.pasting import LINES_AT_MOST, PastedLine, RefusedLine, read_lines

FILE_AT_MOST = 5_000_000
ROOM_AT_MOST = 1000
COLUMNS = {
    "name": "name", "siren": "siren", "city": "city", "contact_name": "contact", "contact_email": "email",
}  # fmt: skip


def _too_many() -> ValidationError:
    said = gettext("%(limit)d lines at most: divide the list.") % {"limit": LINES_AT_MOST}
    return ValidationError(said, code="too_many")


class PlainForm(forms.Form):
    """A form of the step; the page writes the form tag itself."""

    layout: list[Any] = []

    @property
    def helper(self) -> FormHelper:
        """Say how crispy lays the form out."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(*(self.layout or self.fields))
        return helper


class ProspectForm(forms.ModelForm):
    """One pressentie typed in."""

    siren = forms.CharField(label=_("SIREN"), required=False, max_length=20)

    class Meta:
        model = OpeningProspect
        fields = ["name", "siren", "city", "contact_name", "contact_email"]

    @property
    def helper(self) -> FormHelper:
        """Say how crispy lays the form out."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(
            "name", Row(Column("siren"), Column("city")), Row(Column("contact_name"), Column("contact_email"))
        )
        return helper

    def clean_siren(self) -> str:
        """Take it with or without its spaces."""
        siren = compact(self.cleaned_data["siren"])
        if siren:
            validate_siren(siren)
        return siren

    def line(self) -> PastedLine:
        """Return what was typed as a line to add."""
        return PastedLine(**{name: self.cleaned_data[name] for name in self._meta.fields or []})


class PasteForm(PlainForm):
    """Pressenties pasted, a line each; ``understood`` and ``refused`` part them once the form is valid."""

    lines = forms.CharField(
        label=_("A company a line"), widget=forms.Textarea({"rows": 6}), max_length=200_000,
        help_text=_("Name; SIREN; town; contact; e-mail – only the name is needed."),
    )  # fmt: skip
    understood: list[PastedLine]
    refused: list[RefusedLine]

    def clean_lines(self) -> str:
        """Read the lines."""
        text: str = self.cleaned_data["lines"]
        if len([line for line in text.splitlines() if line.strip()]) > LINES_AT_MOST:
            raise _too_many()
        self.understood, self.refused = read_lines(text)
        return text


class FileForm(PlainForm):
    """Pressenties in a CSV or XLSX file, read as the import of companies reads one."""

    file = forms.FileField(
        label=_("CSV or XLSX file"), widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
        help_text=_("With a heading line: name, SIREN, town, contact, e-mail. Other columns are left aside."),
    )  # fmt: skip
    understood: list[PastedLine]
    refused: list[RefusedLine]

    def clean_file(self) -> UploadedFile:
        """Read the file."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > FILE_AT_MOST:
            raise ValidationError(_("The file is larger than 5 MB: divide it."), code="too_large")
        self.understood, self.refused = _read_file(file)
        return file


def _read_file(file: UploadedFile) -> tuple[list[PastedLine], list[RefusedLine]]:
    # The reader wants a path: it goes through the file twice, once for its encoding.
    with NamedTemporaryFile(delete=False) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    try:
        return _rows(Path(copy.name))
    except FileRefusedError as error:
        raise ValidationError(str(error), code="file") from error
    finally:
        Path(copy.name).unlink()


def _rows(path: Path) -> tuple[list[PastedLine], list[RefusedLine]]:
    table = read(path)
    if "name" not in table.mapping:
        raise FileRefusedError(gettext("The file has no column with the names of the companies."))
    understood: list[PastedLine] = []
    refused: list[RefusedLine] = []
    for number, cells in table.rows:
        if len(understood) + len(refused) >= LINES_AT_MOST:
            raise _too_many()
        row = {name: _cell(cells, table.mapping.get(column)) for name, column in COLUMNS.items()}
        form = ProspectForm(row | {"siren": _siren(row["siren"])})
        if form.is_valid():
            understood.append(form.line())
        else:
            reasons = " ".join(str(error) for errors in form.errors.values() for error in errors)
            refused.append(RefusedLine(number, ";".join(row.values()), reasons))
    return understood, refused


def _siren(text: str) -> str:
    """Return the SIREN in ``text``: of a SIRET its nine digits, with the zeros that Excel drops."""
    digits = compact(text)
    return digits[:9] if len(digits) == 14 else digits.zfill(9) if 6 <= len(digits) < 9 else digits


def _cell(cells: list[str], place: int | None) -> str:
    text = cells[place - 1] if place and place <= len(cells) else ""  # places are counted from 1
    return " ".join(text.replace(";", ",").split())


def room_left(opening: Opening) -> int:
    """Return how many more pressenties the dossier takes."""
    return max(0, ROOM_AT_MOST - opening.prospects.count())
