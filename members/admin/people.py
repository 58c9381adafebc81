"""The desks of people and of whom they represent."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.rights import has_every_row
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from members.admin.memberships import RunsFilter
from members.models import Person, Representative


class RepresentationInline(ScopedTabularInline):
    """The companies that a person represents."""

    model = Representative
    autocomplete_fields = ["company"]
    fields = ["company", "function", "vote", "starts_on", "ends_on"]

    def get_min_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Ask whoever administers a part of the people for the company of a new one: it tells the part."""
        return 0 if obj or has_every_row(request, Person) else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Refuse the person without the company that is asked for."""
        kwargs["validate_min"] = self.get_min_num(request, obj) > 0
        return super().get_formset(request, obj, **kwargs)


class RepresentativeInline(ScopedTabularInline):
    """The people who represent a company."""

    model = Representative
    autocomplete_fields = ["person"]
    fields = ["person", "function", "vote", "starts_on", "ends_on"]


@admin.register(Person)
class PersonAdmin(ScopedModelAdmin):
    """People, found by any part of their name or address, or by their company."""

    menu_rank = 2
    part_may_add = True
    may_delete = True
    list_display = ["family_name", "given_name", "email", "phone", "public_function"]
    list_display_links = ["family_name", "given_name"]
    sortable_by = ["family_name"]  # type: ignore[assignment]
    search_fields = ["q"]
    inlines = [RepresentationInline]
    history_of = ["representations"]
    fields = [("given_name", "family_name"), ("email", "phone"), "public_function"]


@admin.register(Representative)
class RepresentativeAdmin(ScopedModelAdmin):
    """Who represents which company."""

    part_may_add = True
    list_display = ["person", "company", "function", "vote", "starts_on", "ends_on"]
    list_select_related = ["person", "company"]
    list_filter = [RunsFilter, by_choice("vote", _("vote"), Representative.Vote.choices)]
    search_fields = ["person__q", "company__q"]
    autocomplete_fields = ["person", "company"]
