"""What is typed about the life of a commission: its page, its founding, its names, its end."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.life import is_taken, slug_of
from commissions.models import Commission
from leader.shared.typed import VisibleCharField
from leader.shared.versions import VersionedModelForm
from members.models import User
from territories.forms.mandates import Day
from territories.scope import territories_run_by

EARLIEST = date(1900, 1, 1)


def _purpose() -> VisibleCharField:
    return VisibleCharField(
        label=_("Purpose"),
        required=False,
        many_lines=True,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CommissionForm(VersionedModelForm):
    """What the chair keeps: the theme, the purpose, how one joins."""

    theme = VisibleCharField(label=_("Theme"), max_length=200, required=False)
    purpose = _purpose()

    class Meta:
        model = Commission
        fields = ["theme", "purpose", "joining", "seat_limit"]
        widgets = {"joining": forms.RadioSelect}


class FoundForm(forms.ModelForm):
    """A new commission: of the federation by staff, of a territory by its lead."""

    name = VisibleCharField(label=_("Name"), max_length=100)
    theme = VisibleCharField(label=_("Theme"), max_length=200, required=False)
    purpose = _purpose()

    class Meta:
        model = Commission
        fields = ["name", "kind", "territory", "theme", "purpose", "joining", "seat_limit", "founded_on"]
        widgets = {"joining": forms.RadioSelect, "founded_on": Day()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territory: Any = self.fields["territory"]
        territory.queryset, territory.required = territories_run_by(user), not user.is_staff
        territory.empty_label = _("the whole federation") if user.is_staff else None
        self.initial.setdefault("founded_on", timezone.localdate())

    def clean_name(self) -> str:
        """Refuse a name, or an address, that another commission has or had."""
        name: str = self.cleaned_data["name"]
        if is_taken(name):
            raise ValidationError(_("Another commission has this name, or had it."), code="taken")
        return name

    def clean_founded_on(self) -> date | None:
        """Refuse a year that cannot be right."""
        return _within_reason(self.cleaned_data["founded_on"])

    def save(self, commit: bool = True) -> Commission:
        """Give it the address that its name gives."""
        self.instance.slug = slug_of(self.cleaned_data["name"])
        commission: Commission = super().save(commit)
        return commission


class RenameForm(forms.Form):
    """Another name from a day on; the former one stays in the history, its address leads to the page."""

    act, title, button = "renommer", _("Rename"), _("Rename")
    name = VisibleCharField(label=_("New name"), max_length=100)
    on = forms.DateField(label=_("From"), widget=Day())

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{self.act}_%s"
        super().__init__(*args, **kwargs)
        self.commission = commission
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date | None:
        """Refuse a day to come, or one before its founding."""
        return _in_its_life(self.commission, self.cleaned_data["on"])


class DissolveForm(forms.Form):
    """Its last day; whoever sits there leaves."""

    act, title, button = "dissoudre", _("Dissolve"), _("Dissolve the commission")
    on = forms.DateField(
        label=_("Last day"), widget=Day(),
        help_text=_("Its meetings after that day are called off, and those invited are told."),
    )  # fmt: skip

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{self.act}_%s"
        super().__init__(*args, **kwargs)
        self.commission = commission
        self.initial.setdefault("on", timezone.localdate())

    def clean_on(self) -> date | None:
        """Refuse a day to come, or one before its founding."""
        return _in_its_life(self.commission, self.cleaned_data["on"])


class MergeForm(DissolveForm):
    """Its last day, and the commission that goes on in its place."""

    act, title, button = "fusionner", _("Merge into another"), _("Merge")
    into = forms.ModelChoiceField(
        label=_("Goes on in"), queryset=Commission.objects.none(), help_text=_("Its people are invited there.")
    )
    field_order = ["into", "on"]

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


def _within_reason(day: date | None) -> date | None:
    if day and not EARLIEST <= day <= date(2199, 12, 31):
        raise ValidationError(_("This year cannot be right."), code="year")
    return day


def _in_its_life(commission: Commission, day: date) -> date | None:
    if day > timezone.localdate() or (commission.founded_on and day < commission.founded_on):
        raise ValidationError(_("Give a day between its founding and today."), code="order")
    return _within_reason(day)
