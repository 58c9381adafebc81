"""Choosing an area in a form: départements and EPCI by their boxes, communes by a search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from leader.geography.models import Commune, Departement
from leader.shared.names import every_word
from leader.shared.typed import VisibleCharField
from territories.opening.areas import Area, EpciChoice, epcis_by_departement

FOUND_AT_MOST = 20
PARTS_AT_MOST = 1000


def commune_search_field() -> forms.CharField:
    """Return the field in which a commune is searched."""
    return VisibleCharField(
        label=_("Find a commune"), required=False, max_length=80, help_text=_("By its name or its postcode.")
    )


class AreaChoice:
    """For forms that draw the boxes themselves, by the hundred: reads their codes, and gives what is to be drawn.

    The form calls ``prepare_choices`` first, has a field ``commune_search``, and says which area it shows.
    """

    unknown_parts = ""
    shown_area: Any

    def prepare_choices(self) -> None:
        """Read which départements and EPCI may be chosen."""
        self.departement_choices = list(Departement.objects.whole())
        self.epci_choices = epcis_by_departement()

    def codes(self, name: str) -> list[str]:
        """Return the codes that were sent under ``name``."""
        sent: Any = self.data  # type: ignore[attr-defined]  # of the form
        return list(sent.getlist(name)) if hasattr(sent, "getlist") else list(sent.get(name, []))

    def typed_area(self) -> Area:
        """Return the area that was chosen; unknown codes are left out, and told."""
        typed = {name: set(self.codes(name)[:PARTS_AT_MOST]) for name in ["departements", "epcis", "communes"]}
        area = Area(
            frozenset(typed["departements"] & {row.code for row in self.departement_choices}),
            frozenset(typed["epcis"] & {epci.siren for group in self.epci_choices.values() for epci in group}),
            frozenset(Commune.objects.filter(code__in=typed["communes"]).values_list("code", flat=True)),
        )
        unknown = sum(len(codes) for codes in typed.values()) - sum(
            len(codes) for codes in [area.departements, area.epcis, area.communes]
        )
        if unknown:
            text = ngettext(
                "%d part of the area is unknown and was left out.",
                "%d parts of the area are unknown and were left out.",
                unknown,
            )
            self.unknown_parts = text % unknown
        return area

    def epci_groups(self) -> list[tuple[Departement, list[EpciChoice], int]]:
        """Return each département with its EPCI and how many of them are chosen."""
        chosen = self.shown_area.epcis
        groups = [(row, self.epci_choices.get(row.code, [])) for row in self.departement_choices]
        return [(row, epcis, sum(e.siren in chosen for e in epcis)) for row, epcis in groups if epcis]

    def chosen_communes(self) -> Any:
        """Return the communes that are chosen one by one."""
        return Commune.objects.filter(code__in=self.shown_area.communes)

    def found_communes(self) -> Any:
        """Return the communes that answer what was searched, the most peopled first."""
        form: Any = self
        text = str(form["commune_search"].value() or "").replace("\0", "")[:80].strip()
        if len(text) < 2:
            return Commune.objects.none()
        found = Commune.objects.filter(departement__is_whole=True).exclude(code__in=self.shown_area.communes)
        by = {"postal_codes__contains": [text]} if text.isdigit() else {}
        found = found.filter(**by) if by else found.filter(every_word(text))
        return found.order_by("-population", "code")[:FOUND_AT_MOST]
