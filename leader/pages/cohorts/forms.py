"""What the figures are about; the address can be shared."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.pages.cohorts.questions import EARLIEST, Counted, homes, sizes
from members.models import ActivitySection, Membership, SizeClass
from members.models.sections import in_section, with_section
from territories.forms.mandates import Day
from territories.models import Territory

VIEWS = [("territory", _("By territory")), ("size", _("By size")), ("section", _("By activity"))]
UNKNOWN = "inconnu"  # whose territory, size or activity is not recorded
NOT_KNOWN = (UNKNOWN, _("not known"))


class FiguresForm(forms.Form):
    """Which memberships are counted; a value that makes no sense narrows nothing."""

    territory = forms.ChoiceField(label=_("Territory"), required=False)
    size = forms.ChoiceField(
        label=_("Size"), required=False, choices=[("", _("All")), *SizeClass.choices, NOT_KNOWN]
    )
    section = forms.ChoiceField(label=_("Activity"), required=False)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Membership.Category.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories = Territory.objects.order_by("name").values_list("slug", "name")
        sections = ActivitySection.objects.values_list("code", "label")
        self.fields["territory"].choices = [("", _("All")), *territories, NOT_KNOWN]  # type: ignore[attr-defined]
        self.fields["section"].choices = [("", _("All")), *sections, NOT_KNOWN]  # type: ignore[attr-defined]

    def chosen(self) -> list[tuple[Any, str]]:
        """Return what narrows the figures, in words: the label and the value."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        fields: dict[str, Any] = {name: field for name, field in self.fields.items() if asked.get(name)}
        return [
            (field.label, str(dict(field.choices)[asked[name]]))
            for name, field in fields.items()
            if hasattr(field, "choices")
        ]

    def counted(self, memberships: QuerySet[Any], today: date) -> Counted:
        """Keep of ``memberships`` those that are asked for."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        kin = memberships.filter(starts_on__gte=EARLIEST)
        if asked.get("category"):
            kin = kin.filter(category=asked["category"])
        narrowed = kin
        if asked.get("territory"):
            narrowed = _at_home(narrowed, asked["territory"], today)
        if asked.get("size"):
            narrowed = _sized(narrowed, asked["size"])
        if asked.get("section"):
            narrowed = _active(narrowed, asked["section"])
        return Counted(narrowed, kin)


class OverTimeForm(FiguresForm):
    """The same, and a day of which the members are asked."""

    jour = forms.DateField(label=_("Members on the day"), required=False, widget=Day())

    def clean_jour(self) -> date | None:
        """Refuse a day that has no figure."""
        day: date | None = self.cleaned_data["jour"]
        if day and not EARLIEST <= day <= timezone.localdate():
            raise ValidationError(_("Choose a day from 1950 until today."), code="no_figure")
        return day

    @property
    def day(self) -> date | None:
        """Return the day that is asked for, where it makes sense."""
        self.is_valid()
        day: date | None = getattr(self, "cleaned_data", {}).get("jour")
        return day


def _at_home(memberships: QuerySet[Any], slug: str, today: date) -> QuerySet[Any]:
    if slug == UNKNOWN:
        return memberships.exclude(company__in=homes(today).values("company"))
    return memberships.filter(company__in=homes(today).filter(territory__slug=slug).values("company"))


def _sized(memberships: QuerySet[Any], size: str) -> QuerySet[Any]:
    if size == UNKNOWN:
        return memberships.exclude(company__in=sizes().values("company"))
    return memberships.filter(company__in=sizes().filter(size_class=size).values("company"))


def _active(memberships: QuerySet[Any], section: str) -> QuerySet[Any]:
    if section == UNKNOWN:
        return memberships.alias(of_section=with_section("company__")).filter(of_section=None)
    return memberships.filter(in_section(section, "company__"))
