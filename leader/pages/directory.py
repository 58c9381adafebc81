"""The search form of the company directory; its address can be shared."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from members.models import ActivitySection, SizeClass
from members.models.companies import CompanyQuerySet
from territories.models import Affiliation, Territory

LETTERS = [*"abcdefghijklmnopqrstuvwxyz", "#"]


class DirectoryForm(forms.Form):
    """What to look for; a value that makes no sense is told and narrows nothing."""

    q = forms.CharField(
        label=_("Name, town or SIREN"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *SizeClass.choices])
    section = forms.ChoiceField(label=_("Activity"), required=False)
    letter = forms.ChoiceField(required=False, choices=[("", ""), *((x, x) for x in LETTERS)])

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        territories = Territory.objects.visible_to(user).values_list("slug", "name")
        sections = ActivitySection.objects.values_list("code", "label")
        # Lists, not querysets: a hostile value is refused here and never reaches the database.
        self.fields["territory"].choices = [("", _("All")), *territories]  # type: ignore[attr-defined]
        self.fields["section"].choices = [("", _("All")), *sections]  # type: ignore[attr-defined]
        self.fields["letter"].widget = forms.HiddenInput()

    def narrow(self, companies: CompanyQuerySet) -> CompanyQuerySet:
        """Keep of ``companies`` those that answer the form."""
        self.is_valid()
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("q"):
            companies = companies.matching(wanted["q"])
        if wanted.get("territory"):
            companies = companies.filter(pk__in=self._affiliated(wanted["territory"]))
        if wanted.get("size"):
            companies = companies.of_size(wanted["size"])
        if wanted.get("section"):
            companies = companies.filter(activity__section=wanted["section"])
        if wanted.get("letter"):
            companies = companies.beginning_with(wanted["letter"])
        return companies

    def letters(self) -> list[tuple[str, str, bool]]:
        """Return the links to each first letter: what is read, the query, whether it is the one chosen."""
        kept = [(name, value) for name, value in self.data.items() if name not in {"letter", "page"}]
        chosen = getattr(self, "cleaned_data", {}).get("letter")
        return [(x.upper(), urlencode([*kept, ("letter", x)]), x == chosen) for x in LETTERS]

    def _affiliated(self, slug: str) -> Any:
        seen = Affiliation.objects.visible_to(self.user).running_on(timezone.localdate())
        return seen.filter(territory__slug=slug).values("company")
