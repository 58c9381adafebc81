"""What is typed on a plan of tables."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Attendee, SeatWish, Table
from events.models.tables import SEATS_MAX
from leader.shared.typed import VisibleCharField


def _seats(**more: Any) -> forms.IntegerField:
    said = _("A table has from 1 to 50 seats.")
    return forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=SEATS_MAX,
        error_messages={"min_value": said, "max_value": said}, **more,
    )  # fmt: skip


class TablesForm(forms.Form):
    """Add tables."""

    act = "tables"
    name = VisibleCharField(label=_("Name"), max_length=30, help_text=_("Each is given a number after it."))
    seats = _seats(initial=8)
    count = forms.IntegerField(label=_("How many tables"), min_value=1, max_value=100, initial=1)


class TableForm(forms.Form):
    """Change a table."""

    act = "modifier-table"
    name = VisibleCharField(label=_("Name"), max_length=40)
    seats = _seats()

    def __init__(self, data: Any, *, table: Table) -> None:
        initial = {"name": table.name, "seats": table.seats}
        super().__init__(data, auto_id=f"id_table_{table.pk}_%s", initial=initial)
        self.table = table


class WishForm(forms.Form):
    """Record who is to sit with whom."""

    act = "souhait"
    one = forms.ModelChoiceField(label=_("This person"), queryset=Attendee.objects.none())
    kind = forms.ChoiceField(label=_("sits"), choices=SeatWish.Kind)
    other = forms.ModelChoiceField(label=_("That person"), queryset=Attendee.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_wish_%s"
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
