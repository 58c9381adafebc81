"""The desks of changes of areas and of companies asked for their home: read there, written by the pages."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from territories.models import AreaChange, HomeCandidate, HomeQuestion, Territory


class _ReadAdmin(ScopedModelAdmin):
    """A desk where nothing is written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave it to the page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Leave it to the page."""
        return False


@admin.register(AreaChange)
class AreaChangeAdmin(_ReadAdmin):
    """Which territory has another area from when on, why, and how many companies followed."""

    list_display = ["territory", "starts_on", "state", "settled_on", "moved_count", "asked_count", "author"]
    list_select_related = ["territory", "author"]
    list_filter = [
        by_choice("state", _("state"), AreaChange.State.choices),
        by_related("territory", _("territory"), Territory),
    ]
    search_fields = ["territory__q", "reason"]
    autocomplete_fields = ["territory", "author"]
    fields = [
        "territory", "starts_on", "reason", "state", ("departements", "epcis", "communes"), "author",
        "recorded_at",
        ("settled_on", "moved_count", "asked_count"),
    ]  # fmt: skip


class HomeCandidateInline(ScopedTabularInline):
    """The territories asked about, and what their leads heard."""

    model = HomeCandidate
    autocomplete_fields = ["territory", "favours", "said_by"]
    fields = ["territory", "favours", "word", "said_by", "said_at"]


@admin.register(HomeQuestion)
class HomeQuestionAdmin(_ReadAdmin):
    """Which company is asked where it is at home, and what was decided."""

    list_display = ["company", "commune", "asked_on", "state", "home", "decided_by", "decided_at"]
    list_select_related = ["company", "commune", "home", "decided_by"]
    list_filter = [by_choice("state", _("state"), HomeQuestion.State.choices)]
    search_fields = ["company__q"]
    autocomplete_fields = ["company", "commune", "change", "home", "decided_by"]
    inlines = [HomeCandidateInline]
    history_of = ["candidates"]
    fields = ["company", "commune", "change", "asked_on", "state", "home", "answer", "decided_by", "decided_at"]
