"""The forms of an import: the file, what its columns are, which company a doubtful line means."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from members.models import Company
from territories.applications.homes import living_territories
from territories.imports.applying import may_attach
from territories.imports.columns import LABELS, allowed
from territories.models import CompanyImport, ImportRow, Territory
from territories.scope import territories_run_by


class FileForm(forms.Form):
    """The file, and what its companies are for which territory.

    Whoever leads a territory brings in its pressenties; staff choose, and may leave it to a column of the file.
    """

    file = forms.FileField(
        label=_("CSV or XLSX file"), widget=forms.FileInput({"accept": ".csv,.xlsx,.txt"}),
        help_text=_("As your spreadsheet saves it, with a line of headings: name, SIREN, town, e-mail…"),
    )  # fmt: skip
    territory = forms.ModelChoiceField(Territory.objects.none(), label=_("Territory"))
    attach_as = forms.ChoiceField(
        label=_("For this territory they are"),
        choices=[("home", _("companies that belong to it")), ("prospects", _("pressenties"))],
        initial="home", widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory: Any = self.fields["territory"]
        living = living_territories(timezone.localdate())
        territory.queryset = living.filter(pk__in=territories_run_by(user).order_by().values("pk"))
        self.is_staff = may_attach(user)
        if self.is_staff:
            territory.required = False
            territory.help_text = _("Without one, a column of the file may name it.")
        else:
            del self.fields["attach_as"]
            self._choose_the_only_one(territory)

    def _choose_the_only_one(self, territory: Any) -> None:
        led = list(territory.queryset[:2])
        if len(led) == 1:
            territory.initial, territory.empty_label = led[0], None

    def clean_file(self) -> UploadedFile:
        """Refuse what no spreadsheet writes before it is stored; the reader looks at the content."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.name or "").lower().endswith((".xls", ".ods", ".numbers", ".pdf", ".docx", ".zip")):
            raise ValidationError(_("Save the table as CSV or XLSX first."), code="kind")
        return file

    def told(self) -> dict[str, Any]:
        """Return what the import keeps of the form, beside the file."""
        as_prospects = not self.is_staff or self.cleaned_data["attach_as"] == "prospects"
        return {"territory": self.cleaned_data["territory"], "as_prospects": as_prospects}


class MappingForm(forms.Form):
    """What each column of the file is; each kind of value stands in one column at most."""

    def __init__(
        self, *args: Any, company_import: CompanyImport, sample: Iterable[list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(sample)
        self.headings: list[str] = company_import.headings
        known = allowed(dict.fromkeys(LABELS, 1), may_attach=may_attach(company_import.author))
        choices = [("", _("left aside")), *((name, capfirst(str(LABELS[name]))) for name in known)]
        fields = {place: name for name, place in company_import.mapping.items()}
        for place, heading in enumerate(self.headings, start=1):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("Column %d") % place,
                choices=choices,
                required=False,
                initial=fields.get(place, ""),
            )

    def columns(self) -> list[tuple[Any, list[str]]]:
        """Return each field with some of the values that stand in its column."""
        return [
            (self[f"column_{place + 1}"], [row[place] for row in self.rows if place < len(row) and row[place]])
            for place in range(len(self.headings))
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the name; refuse two columns for one kind of value, beside the second."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for field, name in list(cleaned.items()):
            if name and name in seen:
                self.add_error(field, ValidationError(_("Another column is this one already."), code="twice"))
            seen.add(name)
        if not self.errors and "name" not in seen:
            raise ValidationError(_("Say which column holds the names of the companies."), code="no_name")
        return cleaned

    def mapping(self) -> dict[str, int]:
        """Return the place, from 1, of each kind of value."""
        named = {name: int(field.removeprefix("column_")) for field, name in self.cleaned_data.items() if name}
        return {name: named[name] for name in LABELS if name in named}


class DoubtsForm(forms.Form):
    """For some doubtful lines: the known company that each means, or a new one, or no answer yet."""

    def __init__(self, *args: Any, doubts: list[tuple[ImportRow, list[Company]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row, candidates in doubts:
            choices = [(str(company.pk), described(company)) for company in candidates]
            self.fields[f"line_{row.number}"] = forms.ChoiceField(
                label=gettext("Line %(number)d: %(name)s") % {"number": row.number, "name": row.name},
                help_text=" · ".join(filter(None, [row.city, row.phone, row.email])),
                choices=[*choices, ("0", _("None of these: it is a new company"))],
                widget=forms.RadioSelect, required=False,
            )  # fmt: skip

    def answers(self) -> dict[int, int]:
        """Return for each line that was answered the key of the company, 0 for a new one."""
        return {int(name.removeprefix("line_")): int(value) for name, value in self.cleaned_data.items() if value}


def described(company: Company) -> str:
    """Return the company with what tells it from another of its name: the town and the SIREN."""
    town = company.city or (company.commune.name if company.commune else "")
    siren = f"SIREN {company.siren}" if company.siren else ""
    return " · ".join(filter(None, [company.name, town, siren]))
