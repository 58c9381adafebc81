"""What staff type when they decide: remarks beside the steps, a reason, and the version that they have read."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from territories.models import Opening


class DecisionForm(forms.Form):
    """A decision about the version of a dossier that was read; alone it approves."""

    name: ClassVar[str] = "approval"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **kwargs)

    def tell_of_conflict(self, opening: Opening) -> None:
        """Say what happened to ``opening`` meanwhile; what was typed stays, to be sent again knowingly."""
        if opening.state == Opening.State.SUBMITTED:
            said = _("The author changed the dossier while you were reading: read it again before you decide.")
            self.add_error(None, ValidationError(said, code="changed"))
        else:
            who = opening.author if opening.state == Opening.State.DRAFT else opening.decided_by
            said = _("Too late: the dossier is “%(state)s” since then (%(who)s). Nothing of yours was recorded.")
            params = {"state": opening.get_state_display(), "who": str(who)}
            self.add_error(None, ValidationError(said, code="decided", params=params))
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version")] = opening.version


class ReturnForm(DecisionForm):
    """A remark beside each step concerned, at least one."""

    name = "return"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in Opening.Step:
            self.fields[step.value] = VisibleCharField(
                label=step.label, required=False, max_length=2000, many_lines=True,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def remarks(self) -> dict[str, str]:
        """Return the remarks that were typed, by step."""
        return {s.value: text for s in Opening.Step if (text := self.cleaned_data.get(s.value, ""))}

    def clean(self) -> dict[str, Any]:
        """Refuse a return that says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.remarks():
            said = _("Write at least one remark: the author has to know what to change.")
            raise ValidationError(said, code="empty")
        return cleaned


class RefusalForm(DecisionForm):
    """The reason of a refusal, which the author reads."""

    name = "refusal"
    reason = VisibleCharField(
        label=_("Reason"), max_length=2000, many_lines=True, widget=forms.Textarea(attrs={"rows": 4})
    )
