"""The second step: when and where the territory opens, and by when its bureau is elected."""

import calendar
from datetime import date
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import visible_formfield
from territories.models import Federation, Opening
from territories.opening.forms import DayInput, StepForm


class LaunchForm(StepForm):
    """The days, the place, the event; an election left open is proposed two months after the opening."""

    step = Opening.Step.LAUNCH
    layout = [
        Fieldset(_("The opening"), Row(Column("opens_on"), Column("place"))),
        Fieldset(_("The announcement"), "announced_at"),
        Fieldset(_("The bureau and its first president"), "election_due_on"),
    ]

    class Meta:
        model = Opening
        fields = ["opens_on", "place", "announced_at", "election_due_on"]
        formfield_callback = visible_formfield
        labels = {
            "opens_on": _("Day of the opening"),
            "place": _("Place"),
            "announced_at": _("Announced at"),
            "election_due_on": _("Elected by"),
        }
        help_texts = {
            "place": _("Town and hall, such as “Alès, hôtel de ville”."),
            "announced_at": _("The event at which the opening is told to all, such as the yearly gala."),
            "election_due_on": _("Left empty, two months after the opening are proposed."),
        }
        widgets = {"opens_on": DayInput, "election_due_on": DayInput}

    def clean(self) -> dict[str, Any]:
        """Propose the day of the election, and refuse one before the opening."""
        cleaned = super().clean()
        opens_on, elected_by = cleaned.get("opens_on"), cleaned.get("election_due_on")
        if opens_on and elected_by and elected_by < opens_on:
            self.add_error("election_due_on", _("The bureau cannot be due before the opening."))
        elif opens_on and not elected_by and "election_due_on" not in self.errors:
            cleaned["election_due_on"] = months_later(opens_on, Federation.load().election_delay_months)
        return cleaned


def months_later(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, last))
