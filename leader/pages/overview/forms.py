"""Which day, which figure colours the map, in which order the territories stand."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.forms.mandates import DayForm


class Figure(models.TextChoices):
    """A figure by which the map is coloured and the table ordered."""

    MEMBERS = "membres", _("members")
    GROWTH = "croissance", _("growth in a year")
    COURTED = "pressenties", _("pressenties on their way")
    COVERAGE = "couverture", _("coverage in percent")
    DAYS = "delai", _("days from announcement to bureau")


class OverviewForm(DayForm):
    """What to show; a value that makes no sense changes nothing."""

    carte = forms.ChoiceField(label=_("Map"), required=False, choices=Figure.choices)
    tri = forms.ChoiceField(label=_("Order"), required=False, choices=[("", _("by name")), *Figure.choices])

    @property
    def figure(self) -> str:
        """Return the figure of the map."""
        return self._chosen("carte") or Figure.MEMBERS

    @property
    def order(self) -> str:
        """Return the figure of the order; empty: by name."""
        return self._chosen("tri")

    def asks_for(self, figure: Figure) -> bool:
        """Tell whether the map or the order needs ``figure`` of every territory, not only of those shown."""
        return figure in {self.figure, self.order}

    def _chosen(self, name: str) -> str:
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name, ""))
