"""What is typed after an event: the words of thanks with their days, and the answers to the survey."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.models import FollowUp, SurveyAnswer
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm

_DAY = {"type": "date"}
MARKS = [(5, _("5 – very good")), (4, "4"), (3, "3"), (2, "2"), (1, _("1 – poor"))]


class FollowUpForm(VersionedModelForm):
    """The letter of thanks and the days of the survey."""

    thanks = VisibleCharField(
        label=_("Words of thanks"), max_length=2000, many_lines=True, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("The letter adds the link to the survey and the one to the photos."),
    )  # fmt: skip

    class Meta:
        model = FollowUp
        fields = ["thanks", "sends_on", "closes_on"]
        widgets = {
            "sends_on": forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
            "closes_on": forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
        }

    def clean_sends_on(self) -> date:
        """Refuse to thank before the event is over."""
        day: date = self.cleaned_data["sends_on"]
        if day <= self.instance.event.held_on:
            raise ValidationError(_("The letters leave the day after the event at the earliest."), code="early")
        return day


class SurveyForm(forms.ModelForm):
    """Four marks, whether one comes again, and a few words."""

    words = VisibleCharField(
        label=_("In your words"), max_length=1000, many_lines=True, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("What you liked, what to do better. Sign nothing."),
    )  # fmt: skip

    class Meta:
        model = SurveyAnswer
        fields = ["evening", "programme", "welcome", "encounters", "comes_again", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("evening", "programme", "welcome", "encounters"):
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=MARKS, coerce=int, widget=forms.RadioSelect
            )
        self.fields["comes_again"] = forms.TypedChoiceField(
            label=_("Will you come again?"), choices=[("yes", _("yes")), ("no", _("no"))], required=False,
            coerce=lambda value: value == "yes", empty_value=None, widget=forms.RadioSelect,
        )  # fmt: skip
