"""What is typed during a vote: why its hours change, what happened, what is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.forms.fields import Moment, no_secret, text, within_reason
from elections.models.incidents import LONGEST
from leader.shared.typed import VisibleCharField


def _reason(**more: Any) -> VisibleCharField:
    return VisibleCharField(
        label=_("Why"), max_length=200, help_text=_("Voters read it, and the minutes hold it."),
        validators=[no_secret], **more,
    )  # fmt: skip


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
        _("What happened"), LONGEST, validators=[no_secret],
        help_text=_("The minutes hold it. Write neither a code nor a receipt here."),
    )  # fmt: skip


class AnswerForm(IncidentForm):
    """What the polling station answers to an incident."""

    text = text(_("Answer"), LONGEST, rows=2, validators=[no_secret])
