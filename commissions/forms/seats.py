"""What is typed about a seat: why one asks, why the chair answers so, whom to invite."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField


def _text(**kwargs: Any) -> VisibleCharField:
    return VisibleCharField(many_lines=True, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class SeatForm(forms.Form):
    """A member asks for a seat, and may say why."""

    message = _text(label=_("A word to the chair"), required=False, help_text=_("What you wish to work on."))


class AnswerForm(forms.Form):
    """The chair accepts or refuses who asked; a refusal says why."""

    reason = _text(label=_("What to tell the person"), required=False, help_text=_("Needed to refuse."))

    def __init__(self, *args: Any, about: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{about}_%s"
        super().__init__(*args, **kwargs)
        self.is_refusal = self.data.get("act") == "refuser"

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a refusal."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_refusal and not self.errors and not cleaned["reason"]:
            self.add_error("reason", ValidationError(_("Say why: the person reads it."), code="no_reason"))
        return cleaned


class SearchForm(forms.Form):
    """Whom to invite, by name."""

    qui = VisibleCharField(label=_("Name of the person"), max_length=100, required=False)
