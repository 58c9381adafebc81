"""What is typed in minutes: what was said and decided, what is to be done, what a correction corrects."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commissions.meetings.answers import people_of
from commissions.models import ActionItem, Meeting, MinutesItem
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm
from territories.forms.mandates import Day


class SaidForm(VersionedModelForm):
    """What was said of an item, and what was decided."""

    text = VisibleCharField(
        label=_("What was said"), required=False, many_lines=True, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    decided = VisibleCharField(
        label=_("What was decided"), required=False, many_lines=True, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    class Meta:
        model = MinutesItem
        fields = ["text", "decided"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"id_{kwargs['instance'].pk}_%s", **kwargs})


class ItemAddForm(forms.Form):
    """What was spoken of and was not on the agenda."""

    title = VisibleCharField(label=_("An item that was not on the agenda"), max_length=200)


class CorrectForm(forms.Form):
    """What a correction corrects."""

    reason = VisibleCharField(
        label=_("What is corrected"), max_length=300, error_messages={"required": _("Say what is corrected.")}
    )


class ActionForm(forms.ModelForm):
    """What is to be done, by whom, by which day."""

    what = VisibleCharField(label=_("What is to be done"), max_length=300)
    due_on = forms.DateField(label=_("By the day"), widget=Day())

    class Meta:
        model = ActionItem
        fields = ["what", "owner", "due_on"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_action_%s", **kwargs})
        self.instance.meeting = meeting
        self.fields["owner"].queryset = people_of(meeting)  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        """Refuse a year that cannot be right."""
        day: date = self.cleaned_data["due_on"]
        if not date(2000, 1, 1) <= day <= date(2099, 12, 31):
            raise ValidationError(_("This year cannot be right."), code="year")
        return day
