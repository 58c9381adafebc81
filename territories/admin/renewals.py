"""The desk of the letters about the end of memberships: read there, written by a job."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import RenewalNotice


@admin.register(RenewalNotice)
class RenewalNoticeAdmin(ScopedModelAdmin):
    """Which letter left for which membership, and when."""

    list_display = ["membership", "kind", "sent_on"]
    list_select_related = ["membership__company"]
    list_filter = [by_choice("kind", _("kind"), RenewalNotice.Kind.choices)]
    search_fields = ["membership__company__q"]
    autocomplete_fields = ["membership"]
    fields = ["membership", "kind", "sent_on"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the job."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Leave it to the job."""
        return False
