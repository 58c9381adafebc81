"""The desk of openings: read here, decided upon in their own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import Opening


@admin.register(Opening)
class OpeningAdmin(ScopedModelAdmin):
    """Dossiers of territories to be opened; a decision is taken on the page of the dossier."""

    menu_rank = 5
    list_display = ["__str__", "state", "author", "opens_on", "prospects_count", "submitted_at"]
    list_select_related = ["author"]
    list_filter = [by_choice("state", _("state"), Opening.State.choices)]
    search_fields = ["name", "author__email", "author__person__q"]
    readonly_fields = ["page"]
    history_of = ["area_parts", "prospects", "team", "remarks"]
    fields = [
        "page", "state", "author", "name", "kind", ("predecessor_name", "predecessor_founded_on"), "purpose",
        "overlap_reason", ("opens_on", "place"), "announced_at", "election_due_on",
        ("submitted_at", "decided_at"), "decided_by", "decision_reason", "territory",
    ]  # fmt: skip

    def with_columns(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Annotate how many pressenties the dossier names."""
        return rows.annotate(prospects_count=Count("prospects"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody: a dossier begins on its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody: the dossier is its author's, the decision has its own page."""
        return False

    @admin.display(description=_("page"))
    def page(self, opening: Any) -> SafeString:
        """Return the link to the page where staff decide."""
        # The page mixes apps, so it stands on the floor above: known here by its name only.
        url = reverse("pages:dossier-detail", args=[opening.pk])
        return format_html('<a href="{}">{}</a>', url, _("Read the dossier and answer"))

    @admin.display(description=_("pressenties"))
    def prospects_count(self, opening: Any) -> int:
        """Return how many pressenties the dossier names."""
        return opening.prospects_count
