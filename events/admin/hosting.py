"""The desks of hosts: the calls, which the staff opens, and the candidacies, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import HostCall, HostCandidacy
from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin


@admin.register(HostCall)
class HostCallAdmin(ScopedModelAdmin):
    """The calls; what is decided is decided on the page of the year."""

    may_delete = True
    list_display = ["year", "opens_on", "closes_on", "outcome", "host"]
    list_select_related = ["host"]
    search_fields = ["year", "host__name"]
    readonly_fields = ["outcome", "host", "reason", "decided_at", "decided_by"]
    history_of = ["candidacies"]
    fields = [
        "year",
        ("opens_on", "closes_on"),
        "criteria",
        ("outcome", "host"),
        "reason",
        "decided_at",
        "decided_by",
    ]


@admin.register(HostCandidacy)
class HostCandidacyAdmin(ScopedModelAdmin):
    """The candidacies, kept on the pages of the territories."""

    list_display = ["call", "territory", "state", "venue", "proposed_on"]
    list_select_related = ["call", "territory"]
    list_filter = [by_choice("state", _("state"), HostCandidacy.State.choices)]
    search_fields = ["territory__name", "venue", "city"]
    fields = [
        ("call", "territory"), "author", ("venue", "city"), ("capacity", "budget"), "proposed_on", "pitch",
        ("state", "submitted_at"),
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False
