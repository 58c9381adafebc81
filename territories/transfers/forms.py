"""What is typed to ask for a transfer, and to answer it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from territories.forms.mandates import Day
from territories.models import Territory, Transfer
from territories.transfers.rights import destinations

AHEAD = timedelta(days=366)


class TransferForm(forms.Form):
    """Where the company goes, how, from when, and why."""

    destination = forms.ModelChoiceField(Territory.objects.none(), label=_("Other territory"))
    way = forms.ChoiceField(
        label=_("What is asked"), choices=Transfer.Way.choices, initial=Transfer.Way.MOVES.value,
        widget=forms.RadioSelect,
        help_text=_("A company votes once, in its home territory, however many territories it belongs to."),
    )  # fmt: skip
    wanted_on = forms.DateField(label=_("First day wanted"), widget=Day())
    reason = VisibleCharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, home: Territory, user: AnyUser, **kwargs: Any) -> None:
        self.today = timezone.localdate()
        kwargs["initial"] = {"wanted_on": self.today}
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = destinations(user, home, self.today)  # type: ignore[attr-defined]

    def clean_wanted_on(self) -> date:
        """Refuse a past day, on which others may have voted, and one too far."""
        on: date = self.cleaned_data["wanted_on"]
        if not self.today <= on <= self.today + AHEAD:
            raise ValidationError(_("From today on, within a year."), code="far")
        return on


class AnswerForm(forms.Form):
    """Yes or no, with a word that a refusal needs; ``version`` is that of the transfer as it was read."""

    AGREE, REFUSE = "accepter", "refuser"

    answer = VisibleCharField(
        label=_("Your answer"), max_length=300, required=False, help_text=_("Needed to refuse.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    decision = forms.ChoiceField(widget=forms.HiddenInput, required=False, choices=[(AGREE, ""), (REFUSE, "")])

    def __init__(self, *args: Any, transfer: Transfer, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": transfer.version}
        super().__init__(*args, **kwargs)
        self.transfer = transfer

    def clean(self) -> dict[str, Any]:
        """Ask for a decision, for the reason of a refusal, about the transfer as it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("decision"):
            raise ValidationError(_("Agree or refuse."), code="decision")
        if cleaned["decision"] == self.REFUSE and not cleaned.get("answer"):
            self.add_error("answer", ValidationError(_("Say why it is refused."), code="why"))
        if cleaned.get("version") != self.transfer.version:
            raise ValidationError(_("This transfer has changed since you read it: look again."), code="changed")
        return cleaned
