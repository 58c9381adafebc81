"""The desk of the federation itself: one row."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import Federation


@admin.register(Federation)
class FederationAdmin(ScopedModelAdmin):
    """The federation, with what its statutes leave to be set."""

    list_display = ["name", "seat", "founded_on", "bureau_term_years"]
    fields = [
        "name", "seat", ("founded_on", "founded_precision"), "origin", "audience", "bureau_term_years",
        ("prospects_target_min", "prospects_target_max"), "election_delay_months",
        "membership_period", "late_joining_from_month", ("renewal_opens_days", "grace_days"),
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it once."""
        return super().has_add_permission(request) and not Federation.objects.exists()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give the one row its number."""
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Go straight to the one row."""
        if self.get_queryset(request).exists():
            return redirect("admin:territories_federation_change", 1)
        return super().changelist_view(request, extra_context)
