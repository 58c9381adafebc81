"""The desk of requests about personal data and of choices of letters: read here with their history."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice
from leader.shared.admin.scoped import ScopedModelAdmin
from members.models import ContactPreference, DataRequest


class ReadOnly(ScopedModelAdmin):
    """Written by the pages alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnly):
    """Requests: answered on their own pages."""

    menu_rank = 8
    list_display = ["email", "kind", "received_at", "due_on", "outcome"]
    list_filter = [by_choice("kind", _("request"), DataRequest.Kind.choices)]
    search_fields = ["email"]
    fields = [
        "email", "person", "kind", "words", ("received_at", "confirmed_at"), ("due_on", "extended_because"),
        "outcome", "answer", ("answered_at", "answered_by"),
    ]  # fmt: skip


@admin.register(ContactPreference)
class ContactPreferenceAdmin(ReadOnly):
    """Who takes which letters."""

    menu_rank = 9
    list_display = ["email", "purpose", "is_wanted", "source", "since"]
    list_filter = [by_choice("purpose", _("letters"), ContactPreference.Purpose.choices)]
    search_fields = ["email"]
    fields = ["email", "purpose", "is_wanted", "source", "since"]
