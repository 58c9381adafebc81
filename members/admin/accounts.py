"""The desk of accounts. Passwords are set by their owners alone, on the site."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_yes_or_no
from leader.shared.admin.scoped import ScopedModelAdmin
from members.models import User


@admin.register(User)
class UserAdmin(ScopedModelAdmin):
    """Accounts: one made here signs in by a code sent to its address."""

    menu_rank = 8
    list_display = ["email", "person", "is_staff", "is_active", "last_login"]
    list_select_related = ["person"]
    list_filter = [
        by_yes_or_no("is_staff", _("staff of the federation")),
        by_yes_or_no("is_active", _("active")),
    ]
    search_fields = ["email", "person__q"]
    autocomplete_fields = ["person"]
    fields = ["email", "person", "is_staff", "is_active", "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Give a new account no password: its owner sets one, or signs in by a code."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
