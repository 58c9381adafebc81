"""The desks of what the register says: read here with their history, decided on the pages of the register."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin
from members.models import RegisterDifference, RegisterSnapshot


class ReadAlone(ScopedModelAdmin):
    """A desk on which nothing is typed."""

    list_select_related = ["company"]
    search_fields = ["company__q"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody: the register says it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(RegisterDifference)
class RegisterDifferenceAdmin(ReadAlone):
    """Differences between our files and the register."""

    list_display = ["company", "kind", "ours", "theirs", "state", "found_at"]
    list_filter = [
        by_choice("kind", _("what differs"), RegisterDifference.Kind.choices),
        by_choice("state", _("decision"), RegisterDifference.State.choices),
    ]
    fields = [
        "company", "kind", ("ours", "theirs"), "source", "found_at", "state", ("decided_by", "decided_at"), "note",
        "ended_at",
    ]  # fmt: skip


@admin.register(RegisterSnapshot)
class RegisterSnapshotAdmin(ReadAlone):
    """The last answer about each company."""

    list_display = ["company", "outcome", "source", "told_at"]
    list_filter = [by_choice("outcome", _("outcome"), RegisterSnapshot.Outcome.choices)]
    fields = ["company", "outcome", "source", ("told_at", "next_at"), "told", "other_siren"]
