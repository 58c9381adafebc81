"""What staff type to decide of a territory: a day, a reason, and who goes where."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from members.models import Company
from territories.applications.homes import living_territories
from territories.forms.life import EARLIEST
from territories.forms.mandates import Day
from territories.models import Affiliation, AreaPart, Prospect, Territory
from territories.succession.splitting import communes_in

CARRIED_WITHIN = timedelta(days=366)


class ActForm(forms.Form):
    """The day and the reason of an act on a territory; ``shown`` is the digest of what was told before."""

    on = forms.DateField(label=_("From"), widget=Day())
    reason = VisibleCharField(
        label=_("Reason"), max_length=300, help_text=_("Everybody may read it in the history of the territory.")
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        self.territory, self.today = territory, timezone.localdate()
        kwargs["initial"] = {"on": self.today}
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        """Refuse a day to come, and one that cannot be."""
        on: date = self.cleaned_data["on"]
        if on < EARLIEST:
            raise ValidationError(_("This year cannot be right."), code="year")
        if on > self.today:
            raise ValidationError(_("A day to come cannot be recorded as done."), code="to_come")
        return on

    def refuse(self, message: str) -> None:
        """Say why the act was refused; what was typed stays."""
        self.add_error(None, ValidationError(message, code="refused"))

    def show(self, digest: str) -> None:
        """Let the next sending say that what the page now tells was read."""
        data: Any = self.data
        self.data = data = data.copy()
        data["shown"] = digest


class MergeForm(ActForm):
    """Into which territory, and whether the leads go on there."""

    into = forms.ModelChoiceField(Territory.objects.none(), label=_("Into the territory"))
    leads_follow = forms.BooleanField(label=_("Its leads lead that one too"), required=False, initial=True)
    field_order = ("into", "on", "reason", "leads_follow")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["leads_follow"] = True
        others = living_territories(self.today).exclude(pk=self.territory.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class SplitForm(ActForm):
    """The new territory, and what it takes: parts of the area, and companies once they have been shown."""

    name = VisibleCharField(label=_("Name of the new territory"), max_length=100)
    kind = forms.ChoiceField(
        label=_("What it is in law"), choices=[c for c in Territory.Kind.choices if c[0] != "converted"]
    )
    parts = forms.ModelMultipleChoiceField(
        AreaPart.objects.none(), label=_("Parts of the area that it takes"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    leads_follow = forms.BooleanField(label=_("The leads of today lead the new one too"), required=False)
    companies = forms.ModelMultipleChoiceField(
        Company.objects.none(), label=_("Companies that follow"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("name", "kind", "on", "reason", "parts", "leads_follow")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["leads_follow"] = True
        running = Q(ends_on=None) | Q(ends_on__gte=self.today)
        parts = self.territory.area_parts.filter(running).select_related("departement", "epci", "commune")
        self.fields["parts"].queryset = parts  # type: ignore[attr-defined]
        belong = Affiliation.objects.filter(territory=self.territory)
        companies = Company.objects.filter(pk__in=belong.values("company")).select_related("commune")
        self.fields["companies"].queryset = companies.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse a name that a territory has."""
        name: str = self.cleaned_data["name"]
        if Territory.objects.filter(name__iexact=name).exists():
            raise ValidationError(_("A territory has this name already."), code="taken")
        return name

    def propose(self, companies: list[int]) -> None:
        """Offer these ``companies`` (keys); those in the parts chosen are ticked until somebody decides."""
        data: Any = self.data
        queryset = self.fields["companies"].queryset  # type: ignore[attr-defined]
        self.fields["companies"].queryset = queryset.filter(pk__in=companies)  # type: ignore[attr-defined]
        if not data.get("shown"):
            inside = queryset.filter(pk__in=companies, commune__in=communes_in(self.cleaned_data["parts"]))
            self.data = data = data.copy()
            data.setlist("companies", [str(key) for key in inside.values_list("pk", flat=True)])


class ConvertForm(ActForm):
    """The association that becomes the territory, and which prospects were its members."""

    name = VisibleCharField(label=_("Name of the association"), max_length=150)
    founded_on = forms.DateField(label=_("Founded on"), required=False, widget=Day())
    prospects = forms.ModelMultipleChoiceField(
        Prospect.objects.none(), label=_("Its members, which become members of the federation"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Among the pressenties of the territory. A longer list is imported, with its dates."),
    )  # fmt: skip
    field_order = ("name", "founded_on", "on", "reason", "prospects")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.territory.predecessor_name
        self.initial["founded_on"] = self.territory.predecessor_founded_on
        field: Any = self.fields["prospects"]
        field.queryset = self.territory.prospects.courted().select_related("company").order_by("company__name")
        field.label_from_instance = lambda prospect: prospect.company.name

    def clean(self) -> dict[str, Any]:
        """An association is founded before it is converted; a membership of years ago is not invented."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        on, founded = cleaned.get("on"), cleaned.get("founded_on")
        if founded and (founded < EARLIEST or (on and founded > on)):
            self.add_error("founded_on", ValidationError(_("It was founded before that day."), code="founded"))
        if on and cleaned.get("prospects") and on < self.today - CARRIED_WITHIN:
            said = _(
                "Of a conversion more than a year ago, import the members with the dates of their memberships."
            )
            self.add_error("prospects", ValidationError(said, code="long_ago"))
        return cleaned
