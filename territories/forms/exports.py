"""What to export: of which territory, as which kind of file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from territories.companies import companies_of
from territories.models import Territory
from territories.scope import territories_run_by

XLSX_AT_MOST = 50_000  # companies; a workbook takes a server some seconds for each ten thousand


class ExportForm(forms.Form):
    """The territory and the kind of file, among ``companies``: those that the person runs."""

    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Territory"), to_field_name="slug", required=False,
        empty_label=_("all that you administer"),
        help_text=_("Its companies of today and its pressenties."),
    )  # fmt: skip
    format = forms.ChoiceField(
        label=_("Kind of file"), choices=[("csv", _("CSV")), ("xlsx", _("XLSX (Excel)"))],
        initial="csv", widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, user: AnyUser, companies: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory: Any = self.fields["territory"]
        territory.queryset = territories_run_by(user)
        self.companies = companies

    def chosen(self) -> QuerySet[Any]:
        """Return the companies to export."""
        territory = self.cleaned_data.get("territory")
        return self.companies.filter(companies_of([territory.pk])) if territory else self.companies

    def clean(self) -> dict[str, Any]:
        """Refuse a workbook that would take longer than a page may."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("format") == "xlsx" and not self.errors and self.chosen()[XLSX_AT_MOST:].exists():
            said = _("More than %(limit)d companies: choose CSV, which every spreadsheet opens.")
            raise ValidationError(said, code="too_many", params={"limit": XLSX_AT_MOST})
        return cleaned
