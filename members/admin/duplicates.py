"""The desks of suspected duplicates and of merges: read here with their history, decided on their own pages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from members.admin.register import ReadAlone
from members.models import DuplicatePair, MergeRecord
from members.models.duplicates import Kind


@admin.register(DuplicatePair)
class DuplicatePairAdmin(ReadAlone):
    """Suspected duplicates."""

    list_display = ["__str__", "kind", "score", "state", "found_at"]
    list_select_related = ["company", "other_company", "person", "other_person"]
    list_filter = [
        by_choice("kind", _("kind"), Kind.choices),
        by_choice("state", _("decision"), DuplicatePair.State.choices),
    ]
    search_fields = ["company__q", "other_company__q", "person__q", "other_person__q"]
    fields = [
        "kind", ("company", "other_company"), ("person", "other_person"), ("score", "reasons"), "found_at",
        "state", ("decided_by", "decided_at"),
    ]  # fmt: skip


@admin.register(MergeRecord)
class MergeRecordAdmin(ReadAlone):
    """Merges."""

    list_display = ["__str__", "kind", "merged_by", "merged_at", "undone_at"]
    list_select_related = ["company", "person", "merged_by__person"]
    list_filter = [by_choice("kind", _("kind"), Kind.choices)]
    search_fields = ["company__q", "person__q"]
    fields = [
        "kind", ("removed_key", "removed_name"), "company", "person", ("merged_by", "merged_at"),
        ("undone_by", "undone_at"),
    ]  # fmt: skip
