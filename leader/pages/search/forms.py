"""What to look for on the whole site."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from leader.pages.search.source import Source
from leader.pages.search.sources import SOURCES
from leader.shared.typed import VisibleCharField

SHORTEST = 2  # fewer letters find half of everything


class SearchForm(forms.Form):
    """The words, and perhaps one kind of record; the address can be shared."""

    q = VisibleCharField(
        label=_("What are you looking for?"), max_length=100,
        help_text=_("A name, a town, a SIREN, words of minutes; accents do not count."),
        error_messages={"required": _("Type what you are looking for.")},
        validators=[MinLengthValidator(SHORTEST, _("Type two letters at least."))],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    dans = forms.ChoiceField(
        label=_("In"), required=False,
        choices=[("", _("the whole site")), *((source.kind, source.label) for source in SOURCES)],
    )  # fmt: skip

    @property
    def words(self) -> str:
        """Return what is looked for; nothing when it makes no sense."""
        return str(self.cleaned_data.get("q", "")) if self.is_bound and self.is_valid() else ""

    @property
    def source(self) -> Source | None:
        """Return the one kind that is looked for, if any."""
        chosen: Any = self.cleaned_data.get("dans")
        return next((source for source in SOURCES if source.kind == chosen), None)
