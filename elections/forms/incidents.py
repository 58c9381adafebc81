"""What is typed during a vote: why its hours change, what happened, what is answered."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from elections.forms.fields import Moment, text, within_reason
from elections.incidents import holds_a_secret
from elections.models.incidents import LONGEST
from leader.shared.typed import VisibleCharField


def _reason(**more: Any) -> VisibleCharField:
    return VisibleCharField(
        label=_("Why"), max_length=200, help_text=_("Voters read it, and the minutes hold it."), **more
    )


class ExtensionForm(forms.Form):
    """Until when one votes, later than was said."""

    until = forms.DateTimeField(label=_("One may vote until"), widget=Moment())
    reason = _reason()

    def clean(self) -> dict[str, Any]:
        """Refuse a year that cannot be right."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        within_reason(cleaned, self)
        return cleaned


class SuspensionForm(forms.Form):
    """Why nobody may vote for a while."""

    reason = _reason()


class IncidentForm(forms.Form):
    """What happened; neither codes nor receipts, which minutes would give away."""

    text = text(
        _("What happened"), LONGEST, help_text=_("The minutes hold it. Write neither a code nor a receipt here.")
    )

    def clean_text(self) -> str:
        """Refuse what looks like a code, a seed or a receipt."""
        typed: str = self.cleaned_data["text"]
        if holds_a_secret(typed):
            said = _("This looks like a code, a seed or a receipt: take it out, since the minutes would show it.")
            raise ValidationError(said, code="secret")
        return typed


class AnswerForm(IncidentForm):
    """What the polling station answers to an incident."""

    text = text(_("Answer"), LONGEST, rows=2)
