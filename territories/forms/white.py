"""Which white spots to show: the day, by what, in which order, for which companies."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import ActivitySection, SizeClass
from territories.forms.mandates import DayForm


class By(models.TextChoices):
    """What the white spots are put together by."""

    EPCI = "epci", _("EPCI")
    DEPARTEMENT = "departement", _("département")


class Order(models.TextChoices):
    """What decides where to open next."""

    KNOWN = "connues", _("companies known")
    LARGER = "taille", _("PME and larger")
    POPULATION = "habitants", _("inhabitants")
    MEMBERS = "adherents", _("members")


class WhiteForm(DayForm):
    """What to show; a value that makes no sense changes nothing."""

    par = forms.ChoiceField(label=_("By"), required=False, choices=By.choices)
    tri = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)
    taille = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *SizeClass.choices])
    section = forms.ChoiceField(label=_("Activity"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = dict(ActivitySection.objects.order_by("code").values_list("code", "label"))
        self.fields["section"].choices = [("", _("All")), *self.sections.items()]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """Return what was chosen; empty if nothing that makes sense was."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))

    def narrow(self, companies: Any) -> Any:
        """Keep of ``companies`` (with their ``size``) those of the size and activity chosen."""
        if size := self.chosen("taille"):
            companies = companies.filter(size=size)
        section = self.chosen("section")
        return companies.in_section(section) if section else companies
