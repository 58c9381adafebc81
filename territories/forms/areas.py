"""Changing an area from a day on, and recording where a company that was asked is at home."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from territories.areas.changing import area_of, obstacle
from territories.forms.life import EARLIEST, LATEST
from territories.models import AreaChange, HomeQuestion, Territory
from territories.opening.area_choice import AreaChoice, commune_search_field
from territories.opening.areas import Area
from territories.opening.forms import DayInput


class AreaForm(AreaChoice, forms.Form):
    """The area of a territory from a day on, and why; what is searched stays with what is chosen."""

    starts_on = forms.DateField(
        label=_("From"), widget=DayInput,
        help_text=_("A day to come: the companies follow on that day. A day past: they follow today."),
    )  # fmt: skip
    reason = VisibleCharField(
        label=_("Why"), max_length=300, help_text=_("Such as the decision of the federation's bureau and its day.")
    )
    commune_search = commune_search_field()

    def __init__(self, *args: Any, territory: Territory, prepared: AreaChange | None, **kwargs: Any) -> None:
        self.prepare_choices()
        self.territory, self.prepared = territory, prepared
        today = timezone.localdate()
        told = {"starts_on": prepared.starts_on, "reason": prepared.reason} if prepared else {"starts_on": today}
        super().__init__(*args, **{"initial": told, **kwargs})

    @cached_property
    def shown_area(self) -> Area:
        """Return the area that the page shows: as typed, as prepared, or that of today."""
        if self.is_bound:
            return self.typed_area()
        return area_of(self.prepared) if self.prepared else Area.of_territory(self.territory, timezone.localdate())

    def clean_starts_on(self) -> Any:
        """Refuse a day before another change, and a year that cannot be."""
        day = self.cleaned_data["starts_on"]
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("This year cannot be right."), code="year")
        if said := obstacle(self.territory, day):
            raise ValidationError(said, code="later")
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for an area that is another than before."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.shown_area == Area.of_territory(self.territory, cleaned["starts_on"]):
            raise ValidationError(_("This is the area of that day already: nothing would change."), code="same")
        return cleaned


class RecordForm(forms.Form):
    """What the page of a change showed: its version, and the companies concerned."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    shown = VisibleCharField(widget=forms.HiddenInput, max_length=64)


class HomeAnswerForm(forms.Form):
    """Where a company that was asked is at home, and what it answered."""

    home = forms.ModelChoiceField(
        Territory.objects.none(), label=_("At home in"), widget=forms.RadioSelect, empty_label=None
    )
    answer = VisibleCharField(
        label=_("What the company answered"), max_length=500, many_lines=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who said so, and when: nobody decides for a company."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, question: HomeQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": question.version}, **kwargs})
        keys = [candidate.territory_id for candidate in question.candidates.all()]
        homes: Any = self.fields["home"]
        homes.queryset = Territory.objects.filter(pk__in=keys).order_by("name")
