"""The desk of what followed on territories and of transfers: read there, written by the acts of the pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import Succession, Transfer


class _ReadAdmin(ScopedModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the acts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to the acts."""
        return False


@admin.register(Succession)
class SuccessionAdmin(_ReadAdmin):
    """Which territory goes on from which."""

    list_display = ["kind", "predecessor", "predecessor_name", "successor", "happened_on", "companies"]
    list_select_related = ["predecessor", "successor"]
    list_filter = [by_choice("kind", _("kind"), Succession.Kind.choices)]
    search_fields = ["predecessor__q", "predecessor_name", "successor__q"]
    autocomplete_fields = ["predecessor", "successor"]
    fields = ["kind", "predecessor", "predecessor_name", "successor", "happened_on", "reason", "companies"]


@admin.register(Transfer)
class TransferAdmin(_ReadAdmin):
    """Which company was to go from which territory to which, and the answer."""

    list_display = ["company", "origin", "destination", "way", "state", "asked_at", "effective_on"]
    list_select_related = ["company", "origin", "destination"]
    list_filter = [by_choice("state", _("state"), Transfer.State.choices)]
    search_fields = ["company__q", "origin__q", "destination__q"]
    autocomplete_fields = ["company", "origin", "destination", "asked_for", "asked_by", "answered_by"]
    fields = [
        "company", "origin", "destination", "way", "wanted_on", "reason", "state", "asked_by", "asked_for",
        "asked_at", "answered_by", "answered_at", "answer", "effective_on",
    ]  # fmt: skip
