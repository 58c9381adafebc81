"""The desks of hosts: the calls, which the staff opens, and the candidacies, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.models import HostCall, HostCandidacy, HostCriterion, HostDocument, HostMark
from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline


class HostCriterionInline(ScopedTabularInline):
    """The criteria that are marked; what was decided by them is not changed afterwards."""

    model = HostCriterion
    fields = ["name", "weight", "rank"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it until the decision."""
        return not _is_decided(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it until the decision."""
        return not _is_decided(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it until the decision."""
        return not _is_decided(obj) and super().has_delete_permission(request, obj)


def _is_decided(call: Any) -> bool:
    return bool(call and call.outcome)


class _ReadDesk(ScopedModelAdmin):
    """A desk where one reads: what it shows is done on the pages of the territories and of the bureau."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(HostCall)
class HostCallAdmin(ScopedModelAdmin):
    """The calls; what is decided is decided on the page of the year."""

    may_delete = True
    list_display = ["year", "opens_on", "closes_on", "outcome", "host"]
    list_select_related = ["host"]
    search_fields = ["year", "host__name"]
    readonly_fields = ["outcome", "host", "reason", "decided_at", "decided_by"]
    inlines = [HostCriterionInline]
    history_of = ["candidacies", "measures"]
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
class HostCandidacyAdmin(_ReadDesk):
    """The candidacies, kept on the pages of the territories."""

    list_display = ["call", "territory", "state", "venue", "proposed_on"]
    list_select_related = ["call", "territory"]
    list_filter = [by_choice("state", _("state"), HostCandidacy.State.choices)]
    search_fields = ["territory__name", "venue", "city"]
    fields = [
        ("call", "territory"), "author", ("venue", "city"), ("capacity", "budget"), "proposed_on", "pitch",
        ("state", "submitted_at"),
    ]  # fmt: skip


@admin.register(HostMark)
class HostMarkAdmin(_ReadDesk):
    """The marks of the bureau."""

    list_display = ["candidacy", "criterion", "mark", "marker"]
    list_select_related = ["candidacy__territory", "candidacy__call", "criterion", "marker"]
    search_fields = ["candidacy__territory__name", "criterion__name"]
    fields = ["candidacy", ("criterion", "mark"), ("marker", "marked_at")]


@admin.register(HostDocument)
class HostDocumentAdmin(_ReadDesk):
    """The documents sent with candidacies; they are opened on the page of the year."""

    list_display = ["name", "candidacy", "kind", "size", "sent_at"]
    list_select_related = ["candidacy__territory", "candidacy__call"]
    list_filter = [by_choice("kind", _("kind"), HostDocument.Kind.choices)]
    search_fields = ["name", "candidacy__territory__name"]
    fields = ["candidacy", "name", ("kind", "size"), ("sent_by", "sent_at")]
