"""What the figures are about; the address can be shared."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from leader.pages.cohorts.questions import with_home, with_size
from members.models import ActivitySection, Membership, SizeClass
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

    def narrow(self, memberships: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the memberships that are asked for."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        if asked.get("territory"):
            memberships = memberships.annotate(its_home=with_home()).filter(its_home=asked["territory"])
        if asked.get("size"):
            memberships = memberships.annotate(its_size=with_size()).filter(its_size=asked["size"])
        if asked.get("section"):
            memberships = memberships.filter(company__activity__section=asked["section"])
        if asked.get("category"):
            memberships = memberships.filter(category=asked["category"])
        return memberships
