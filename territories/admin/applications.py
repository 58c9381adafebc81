"""The desk of applications: read here with their history, answered on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import Application, Territory


@admin.register(Application)
class ApplicationAdmin(ScopedModelAdmin):
    """Companies that ask to become members."""

    menu_rank = 6
    list_display = ["name", "state", "territory", "contact", "submitted_at", "decided_at"]
    list_select_related = ["territory"]
    list_filter = [
        by_choice("state", _("state"), Application.State.choices),
        by_related("territory", _("territory"), Territory),
    ]
    search_fields = ["name", "city", "siren", "family_name", "email"]
    readonly_fields = ["page"]
    history_of = ["questions"]
    fields = [
        "page", "state", ("name", "siren"), ("country", "foreign_number"), "address", ("postal_code", "city"),
        "commune", "territory", ("given_name", "family_name"), ("function", "phone"), "email", "motivation",
        ("submitted_at", "confirmed_at", "withdrawn_at"), ("decided_at", "decided_by"), "reason", "company",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody: an application comes through its form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody: the answer has its own page."""
        return False

    @admin.display(description=_("contact"))
    def contact(self, application: Any) -> str:
        """Return who speaks for the company."""
        return application.contact

    @admin.display(description=_("page"))
    def page(self, application: Any) -> SafeString:
        """Return the link to the page where it is answered."""
        said = _("Read the application and answer")
        return format_html('<a href="{}">{}</a>', application.get_absolute_url(), said)
