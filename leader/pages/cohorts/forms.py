"""What the figures are about; the address can be shared."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from leader.pages.cohorts.questions import EARLIEST, Counted, at_home_in, of_size
from members.models import ActivitySection, Membership, SizeClass
from members.models.sections import in_section
from territories.models import Territory

VIEWS = [("territory", _("By territory")), ("size", _("By size")), ("section", _("By activity"))]


class FiguresForm(forms.Form):
    """Which memberships are counted; a value that makes no sense narrows nothing."""

    territory = forms.ChoiceField(label=_("Territory"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *SizeClass.choices])
    section = forms.ChoiceField(label=_("Activity"), required=False)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("All")), *Membership.Category.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories = Territory.objects.order_by("name").values_list("slug", "name")
        sections = ActivitySection.objects.values_list("code", "label")
        self.fields["territory"].choices = [("", _("All")), *territories]  # type: ignore[attr-defined]
        self.fields["section"].choices = [("", _("All")), *sections]  # type: ignore[attr-defined]

    def counted(self, memberships: QuerySet[Any], today: date) -> Counted:
        """Keep of ``memberships`` those that are asked for."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        kin = memberships.filter(starts_on__gte=EARLIEST)
        if asked.get("category"):
            kin = kin.filter(category=asked["category"])
        narrowed = kin
        if asked.get("territory"):
            narrowed = narrowed.filter(company__in=at_home_in(asked["territory"], today))
        if asked.get("size"):
            narrowed = narrowed.filter(company__in=of_size(asked["size"]))
        if asked.get("section"):
            narrowed = narrowed.filter(in_section(asked["section"], "company__"))
        return Counted(narrowed, kin)
