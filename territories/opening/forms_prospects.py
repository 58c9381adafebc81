"""The third step: the pressenties, typed one by one, pasted as lines, or sent as a file."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField, visible_formfield
from members.siren import compact, validate_siren
from territories.models import Opening, OpeningProspect
from territories.opening.pasting import LINES_AT_MOST, PastedLine, RefusedLine, read_lines

FILE_AT_MOST = 5_000_000
ROOM_AT_MOST = 1000


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

    siren = VisibleCharField(label=_("SIREN"), required=False, max_length=20)

    class Meta:
        model = OpeningProspect
        fields = ["name", "siren", "city", "contact_name", "contact_email"]
        formfield_callback = visible_formfield

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
        help_text=_("With a heading line. You see what each line would give before anything is added."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large to be a list of pressenties."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > FILE_AT_MOST:
            raise ValidationError(_("The file is larger than 5 MB: divide it."), code="too_large")
        return file


def room_left(opening: Opening) -> int:
    """Return how many more pressenties the dossier takes."""
    return max(0, ROOM_AT_MOST - opening.prospects.count())
