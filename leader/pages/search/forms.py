"""What to look for on the whole site."""

from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from commissions.models import Commission
from leader.pages.search.source import OfCommission, Source
from leader.pages.search.sources import SOURCES
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField

SHORTEST = 2  # fewer letters find half of everything


class SearchForm(forms.Form):
    """The words, and perhaps one kind of record, or one commission; the address can be shared."""

    q = VisibleCharField(
        label=_("What are you looking for?"), max_length=100,
        help_text=_("A name, a town, a SIREN, words of minutes or of a document’s title; accents do not count."),
        error_messages={"required": _("Type what you are looking for.")},
        validators=[MinLengthValidator(SHORTEST, _("Type two letters at least."))],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    dans = forms.ChoiceField(
        label=_("In"), required=False,
        choices=[("", _("the whole site")), *((source.kind, source.label) for source in SOURCES)],
    )  # fmt: skip
    commission = forms.ModelChoiceField(
        queryset=Commission.objects.none(), to_field_name="slug", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = Commission.objects.visible_to(user)  # type: ignore[attr-defined]
        if self.data.get("commission"):
            self.fields["q"].help_text = _(
                "Words of a meeting, of minutes or of a document’s title; accents do not count."
            )
            kinds = [(source.kind, source.label) for source in SOURCES if source.commission]
            self.fields["dans"].choices = [("", _("the whole commission")), *kinds]  # type: ignore[attr-defined]

    @property
    def words(self) -> str:
        """Return what is looked for; nothing when it makes no sense."""
        return str(self.cleaned_data.get("q", "")) if self.is_bound and self.is_valid() else ""

    @property
    def sources(self) -> list[Source]:
        """Return the kinds that are looked for: all, or those of which a commission has records."""
        if commission := self.cleaned_data.get("commission"):
            return [OfCommission(source, commission) for source in SOURCES if source.commission]
        return SOURCES

    @property
    def source(self) -> Source | None:
        """Return the one kind that is looked for, if any."""
        chosen: Any = self.cleaned_data.get("dans")
        return next((source for source in self.sources if source.kind == chosen), None)
