"""The first step: what the territory is and where."""

from typing import Any
from urllib.parse import urlencode

from crispy_forms.layout import Column, Field, Fieldset, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import visible_formfield
from territories.models import Opening, OpeningArea, Territory
from territories.opening.area_choice import AreaChoice, commune_search_field
from territories.opening.areas import Area
from territories.opening.countries import countries
from territories.opening.forms import DayInput, StepForm


class TerritoryForm(AreaChoice, StepForm):
    """Name, kind in law, presentation; the area by its codes, or a country."""

    step = Opening.Step.TERRITORY
    layout = [
        Fieldset(_("The territory"), "name", Field("kind", wrapper_class="choices-cards"),
                 Row(Column("predecessor_name"), Column("predecessor_founded_on")), "purpose", "country"),
    ]  # fmt: skip

    kind = forms.ChoiceField(
        label=_("What it is in law"), choices=Territory.Kind, required=False, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=countries, required=False,
        help_text=_("Another country than France is an area by itself."),
    )  # fmt: skip
    commune_search = commune_search_field()

    class Meta:
        model = Opening
        fields = [
            "name", "kind", "predecessor_name", "predecessor_founded_on", "purpose", "country", "overlap_reason",
        ]  # fmt: skip
        formfield_callback = visible_formfield
        labels = {
            "name": _("Name of the territory"),
            "predecessor_name": _("Name of the association that is converted"),
            "predecessor_founded_on": _("Founded on"),
            "purpose": _("Presentation"),
            "overlap_reason": _("Why the areas overlap"),
        }
        help_texts = {
            "name": _("As its page will show it, such as “LeadeR Cévennes”."),
            "predecessor_name": _("Only for a converted association."),
            "purpose": _("A few sentences for the page of the territory."),
        }
        widgets = {"predecessor_founded_on": DayInput, "purpose": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.prepare_choices()
        super().__init__(*args, **kwargs)

    def clean_country(self) -> str:
        """Nothing chosen means France."""
        return self.cleaned_data["country"] or "FR"

    def clean(self) -> dict[str, Any]:
        """Read the area; the page draws its boxes itself, by the hundred, so its codes are judged here."""
        cleaned = super().clean()
        self.area = self.typed_area()
        return cleaned

    @cached_property
    def shown_area(self) -> Area:
        """Return the area that the page shows: as typed, else as stored."""
        return self.area if self.is_bound and hasattr(self, "area") else Area.of(self.instance)

    def search_query(self) -> str:
        """Return the query that shows the communes found once the draft is stored."""
        text = str(self.cleaned_data.get("commune_search") or "")
        return f"?{urlencode({'commune': text})}#communes" if text else ""

    def _show_both(self, stored: Any) -> None:
        super()._show_both(stored)
        parts = ", ".join(str(part) for part in _parts(stored))
        told = gettext("Area stored meanwhile: %(parts)s") % {"parts": parts or "–"}
        self.add_error(None, ValidationError(told, code="conflict"))

    def save_parts(self) -> None:
        """Make the parts of the area those chosen, leaving alone the ones that stay."""
        area, opening = self.area, self.instance
        wanted = {("departement_id", code) for code in area.departements}
        wanted |= {("epci_id", code) for code in area.epcis}
        wanted |= {("commune_id", code) for code in area.communes}
        for part in opening.area_parts.all():
            key = next((name, getattr(part, name)) for name in PART_KEYS if getattr(part, name))
            if key in wanted:
                wanted.discard(key)
            else:
                part.delete()
        rows = [OpeningArea(opening=opening, **{name: code}) for name, code in sorted(wanted)]
        OpeningArea.objects.bulk_create(rows, ignore_conflicts=True)


PART_KEYS = ["departement_id", "epci_id", "commune_id"]


def _parts(opening: Opening) -> Any:
    return opening.area_parts.select_related("departement", "epci", "commune")
