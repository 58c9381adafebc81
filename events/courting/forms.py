"""Which pressenties are invited, and with how many places."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.models.admissions import PARTY_MAX


class CourtingForm(forms.Form):
    """Choose among ``prospects``."""

    chosen: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        error_messages={"required": _("Choose at least one pressentie."), "invalid_choice": _("Choose again.")},
    )
    places_max = forms.IntegerField(
        label=_("Places for each, at most"), min_value=1, max_value=PARTY_MAX, initial=2
    )

    def __init__(self, *args: Any, prospects: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = prospects  # type: ignore[attr-defined]

    @property
    def keys(self) -> set[str]:
        """Return the keys that were ticked, so that a refused form comes back as it was."""
        return set(self.data.getlist("chosen")) if self.is_bound else set()  # type: ignore[attr-defined]
