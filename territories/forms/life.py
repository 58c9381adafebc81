"""Recording a stage in the life of a territory: planned for a day, done on a day, or both."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from territories.models import StageKind, Territory

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


# Decided by the staff, who are told before what they entail: planned here, done on a page of its own.
AFTER = [StageKind.DORMANT, StageKind.RELAUNCHED, StageKind.CLOSED]


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StageForm(forms.Form):
    """A stage and its days. What is unusual is said once, and recorded when it is confirmed."""

    kind = forms.ChoiceField(
        label=_("Stage"), choices=[c for c in StageKind.choices if c[0] != StageKind.PLANNED.value]
    )
    planned_for = forms.DateField(label=_("Planned for"), required=False, widget=_Day())
    done_on = forms.DateField(label=_("Done on"), required=False, widget=_Day())
    place = VisibleCharField(label=_("Place"), required=False, max_length=150)
    note = VisibleCharField(label=_("Note, source"), required=False, max_length=300)
    confirmed = forms.BooleanField(label=_("This is unusual and right: record it"), required=False)

    def __init__(self, *args: Any, territory: Territory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territory = territory
        self.warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Ask for a day at least, within reason."""
        cleaned = super().clean() or self.cleaned_data
        for name in ["planned_for", "done_on"]:
            if (day := cleaned.get(name)) and not EARLIEST <= day <= LATEST:
                self.add_error(name, ValidationError(_("This year cannot be right."), code="year"))
        if cleaned.get("done_on") and cleaned.get("kind") in AFTER:
            said = _("The staff record this, from “What comes after”; here it is only planned.")
            self.add_error("done_on", ValidationError(said, code="after"))
        if not self.errors and not (cleaned.get("planned_for") or cleaned.get("done_on")):
            said = _("Give the day planned for, the day done on, or both.")
            raise ValidationError(said, code="no_day")
        return cleaned

    def record(self) -> bool:
        """Record the stage; return False, with the reason in the form, when it is impossible or not confirmed."""
        try:
            with transaction.atomic():
                self.warnings = self._written()
                if self.warnings and not self.cleaned_data["confirmed"]:
                    transaction.set_rollback(True)  # takes back what was written in this block alone
                    said = _("Confirm, or change the day.")
                    self.add_error("confirmed", ValidationError(said, code="unconfirmed"))
        except Territory.ImpossibleStageError as error:
            self.add_error(None, ValidationError(error.args[0], code="impossible"))
        return not self.errors

    def _written(self) -> list[str]:
        typed = self.cleaned_data
        kind, said = StageKind(typed["kind"]), {"place": typed["place"], "note": typed["note"]}
        if typed["planned_for"]:
            self.territory.plan(kind, planned_for=typed["planned_for"], **said)
        if typed["done_on"]:
            return self.territory.enter(kind, on=typed["done_on"], **said)
        if typed["planned_for"] < timezone.localdate():
            return [gettext("The day planned for is past: the stage would be late at once.")]
        return []
