"""The desk of looks as a lead: read there, written by the two buttons."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import Shadowing


@admin.register(Shadowing)
class ShadowingAdmin(ScopedModelAdmin):
    """Who looked at the site as which lead, from when until when."""

    list_display = ["staff", "lead", "territory", "started_at", "ends_at"]
    list_select_related = ["staff", "lead", "territory"]
    search_fields = ["staff__email", "lead__email", "territory__q"]
    autocomplete_fields = ["staff", "lead", "territory"]
    fields = ["staff", "lead", "territory", "started_at", "ends_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the button."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the button."""
        return False
