"""What is typed about a meeting: when and where, how it comes again, why it is called off."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.meetings import moments
from commissions.models import Commission, Meeting
from commissions.models.meetings import LONGEST, SHORTEST
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm
from territories.forms.mandates import Day

LATEST = date(2099, 12, 31)
TIMES_AT_MOST = 52
FIELDS = ["title", "duration_minutes", "place", "link", "details"]


class _When(forms.ModelForm):
    """A day and an hour of Paris make the instant; the rest is the meeting's own."""

    title = VisibleCharField(label=_("Subject"), max_length=150)
    on = forms.DateField(label=_("Day"), widget=Day())
    hour = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    duration_minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=90
    )
    place = VisibleCharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to join"), max_length=500, required=False, assume_scheme="https",
        help_text=_("For a meeting at a distance; only those invited see it."),
    )  # fmt: skip
    details = VisibleCharField(
        label=_("Practical information"), required=False, many_lines=True, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    field_order = ["title", "on", "hour", "duration_minutes", "place", "link", "details"]

    def clean_on(self) -> date:
        """Refuse a year that cannot be right."""
        day: date = self.cleaned_data["on"]
        if not date(2000, 1, 1) <= day <= LATEST:
            raise ValidationError(_("This year cannot be right."), code="year")
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an hour that does not come on that day, or comes twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "on" in cleaned and "hour" in cleaned:
            cleaned["moments"] = self._moments(cleaned)
        return cleaned

    def typed(self) -> dict[str, Any]:
        """Return what the meeting keeps of what was typed, but its moment."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def _moments(self, cleaned: dict[str, Any]) -> list[datetime]:
        found = []
        for day in self._days(cleaned):
            try:
                found.append(moments.instant(day, cleaned["hour"]))
            except moments.NoSuchMomentError as error:
                self.add_error("hour", ValidationError(str(error), code="no_such_moment"))
        return found

    def _days(self, cleaned: dict[str, Any]) -> list[date]:
        return [cleaned["on"]]


class PlanForm(_When):
    """A new meeting, or a series of them."""

    ONCE = "once"
    rhythm = forms.ChoiceField(
        label=_("Comes again"),
        choices=[
            (ONCE, _("once only")),
            (moments.WEEKLY, _("every week")),
            (moments.FORTNIGHTLY, _("every two weeks")),
            (moments.MONTHLY, _("every month, the same weekday of the same week")),
        ],
    )
    times = forms.IntegerField(
        label=_("Number of meetings"), min_value=2, max_value=TIMES_AT_MOST, required=False,
        help_text=_("Of a series: each is changed and called off alone; its invitation leaves 15 days before."),
    )  # fmt: skip
    field_order = [*_When.field_order, "rhythm", "times"]

    class Meta:
        model = Meeting
        fields = FIELDS

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commission = commission
        self.initial.setdefault("on", timezone.localdate())
        self.initial.setdefault("rhythm", self.ONCE)

    def clean(self) -> dict[str, Any]:
        """Ask how many there are in a series; refuse a day that is past."""
        cleaned = super().clean()
        if cleaned.get("rhythm", self.ONCE) != self.ONCE and not cleaned.get("times") and not self.errors:
            self.add_error("times", ValidationError(_("Say how many meetings there are."), code="required"))
        return cleaned

    def _days(self, cleaned: dict[str, Any]) -> list[date]:
        rhythm, times = cleaned.get("rhythm", self.ONCE), cleaned.get("times")
        if rhythm == self.ONCE or not times:
            return [cleaned["on"]]
        return list(moments.days_of(cleaned["on"], rhythm, times))


class ChangeForm(_When, VersionedModelForm):
    """The meeting as it is; with ``following``, the later ones of its series as well."""

    following = forms.BooleanField(
        label=_("The later meetings of the series too"), required=False,
        help_text=_("They keep their days, and take the rest."),
    )  # fmt: skip
    field_order = [*_When.field_order, "following"]

    class Meta:
        model = Meeting
        fields = FIELDS

    def __init__(self, *args: Any, has_following: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = timezone.localtime(self.instance.starts_at)
        self.initial.update({"on": starts.date(), "hour": starts.time()})
        if not has_following:
            del self.fields["following"]


class CallOffForm(forms.Form):
    """Why the meeting is not held."""

    reason = VisibleCharField(
        label=_("Why"), max_length=300,
        error_messages={"required": _("Say why the meeting is called off: those invited read it.")},
    )  # fmt: skip
    following = forms.BooleanField(label=_("The later meetings of the series too"), required=False)

    def __init__(self, *args: Any, has_following: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_following:
            del self.fields["following"]
