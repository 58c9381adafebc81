"""The desk of memberships."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import Filter, by_choice
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from leader.shared.periods import on_day
from members.models import Membership


class RunsFilter(Filter):
    """What runs today, is over, or is to come."""

    title = _("when")
    parameter_name = "runs"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        """Offer the three."""
        return [("today", _("today")), ("over", _("over")), ("later", _("to come"))]

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows of the moment chosen."""
        today = timezone.localdate()
        if value == "today":
            return rows.filter(on_day(today))
        return rows.filter(ends_on__lt=today) if value == "over" else rows.filter(starts_on__gt=today)


def runs_on(spell: Any, day: date) -> bool:
    """Tell whether ``spell`` runs on ``day``, without asking the database."""
    return spell.starts_on <= day and (spell.ends_on is None or spell.ends_on >= day)


@admin.register(Membership)
class MembershipAdmin(ScopedModelAdmin):
    """Memberships: one ends, it is never erased."""

    menu_rank = 4
    list_display = ["company", "category", "starts_on", "ends_on", "covered_until", "runs_today"]
    list_select_related = ["company"]
    list_filter = [RunsFilter, by_choice("category", _("category"), Membership.Category.choices)]
    search_fields = ["company__q"]
    autocomplete_fields = ["company"]
    fields = [
        "company", "category", ("starts_on", "ends_on"), ("grace_days", "covered_until"), "ending",
        "ending_reason",
    ]  # fmt: skip
    readonly_fields = ["covered_until"]

    @admin.display(description=_("today"), boolean=True)
    def runs_today(self, membership: Membership) -> bool:
        """Tell whether the membership runs today."""
        return runs_on(membership, timezone.localdate())


class MembershipInline(ScopedTabularInline):
    """The memberships of a company."""

    model = Membership
    fields = ["category", "starts_on", "ends_on", "ending", "ending_reason"]
    can_delete = False
