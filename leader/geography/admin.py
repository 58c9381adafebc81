"""The desks of the reference data: looked at and chosen, never typed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune, Departement, Epci
from leader.shared.admin.lists import by_related
from leader.shared.admin.scoped import ReferenceAdmin


@admin.register(Departement)
class DepartementAdmin(ReferenceAdmin):
    """Départements."""

    list_display = ["name", "code", "region_code"]
    search_fields = ["name", "code"]


@admin.register(Epci)
class EpciAdmin(ReferenceAdmin):
    """Groups of communes."""

    list_display = ["name", "siren"]
    search_fields = ["q", "siren"]


@admin.register(Commune)
class CommuneAdmin(ReferenceAdmin):
    """Communes, found by their name, their INSEE code or a postcode."""

    list_display = ["name", "code", "departement", "epci", "population"]
    list_select_related = ["departement", "epci"]
    list_filter = [by_related("departement", _("Département"), Departement)]
    search_fields = ["q", "code"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Find a postcode as well as a name."""
        term = search_term.strip()
        if term.isdigit() and len(term) == len("34000"):
            found = queryset.filter(postal_codes__contains=[term])
            return found | queryset.filter(pk=term), False
        return super().get_search_results(request, queryset, search_term)
