"""Which column of a file of pressenties holds what: proposed by its headings, changed by its author."""

from typing import Any

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from territories.models import ProspectFile
from territories.opening.forms_prospects import PlainForm, ProspectForm
from territories.opening.prospect_files import COLUMNS

EXAMPLE_AT_MOST = 40


class ColumnsForm(PlainForm):
    """A choice among the columns of ``file`` for each thing that a pressentie takes from a line."""

    layout = [
        Row(Column("name"), Column("siren"), Column("city")),
        Row(Column("contact_name"), Column("contact_email")),
    ]

    def __init__(self, data: Any = None, *, file: ProspectFile) -> None:
        super().__init__(data, initial=file.mapping)
        columns = [("", _("no column")), *_choices(file)]
        labels = ProspectForm.base_fields
        for name in COLUMNS:
            self.fields[name] = forms.TypedChoiceField(
                label=labels[name].label, choices=columns, coerce=int, empty_value=None, required=name == "name"
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a column that is chosen twice."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[int] = set()
        for name, place in list(cleaned.items()):
            if place in seen:
                self.add_error(name, ValidationError(gettext("This column is chosen twice."), code="twice"))
            seen |= {place} - {None}
        return cleaned

    def mapping(self) -> dict[str, int]:
        """Return the place of each column that was chosen."""
        return {name: place for name, place in self.cleaned_data.items() if place}


def _choices(file: ProspectFile) -> list[tuple[int, str]]:
    """Return each column by its heading and the first thing that it holds."""
    width = max([len(file.headings), *(len(cells) for _number, cells in file.lines)])
    return [(place, _named(file, place)) for place in range(1, width + 1)]


def _named(file: ProspectFile, place: int) -> str:
    heading = next((h for h in file.headings[place - 1 : place] if h), "")
    heading = heading[:80] or gettext("column %(number)d") % {"number": place}
    cells = (cells[place - 1] for _number, cells in file.lines if len(cells) >= place and cells[place - 1])
    example = next(cells, "")
    shortened = example[:EXAMPLE_AT_MOST] + ("…" if len(example) > EXAMPLE_AT_MOST else "")
    return f"{heading} – {shortened}" if example else heading
