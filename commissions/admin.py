"""The desks of commissions."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.models import Commission, CommissionMembership, CommissionMilestone, SeatProposal
from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from members.admin.memberships import RunsFilter


class CommissionMembershipInline(ScopedTabularInline):
    """Who sits in a commission."""

    model = CommissionMembership
    autocomplete_fields = ["person"]
    fields = ["person", "role", "starts_on", "ends_on"]
    can_delete = False


@admin.register(Commission)
class CommissionAdmin(ScopedModelAdmin):
    """Commissions: one is dissolved, it is never erased."""

    menu_rank = 7
    list_display = ["name", "kind", "territory", "theme", "chair", "founded_on", "dissolved_on"]
    list_select_related = ["territory"]
    list_filter = [by_choice("kind", _("kind"), Commission.Kind.choices)]
    autocomplete_fields = ["territory", "merged_into"]
    sortable_by = ["name"]  # type: ignore[assignment]
    search_fields = ["q"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CommissionMembershipInline]
    history_of = ["commission_memberships"]
    fields = [
        ("name", "slug"), ("kind", "territory"), "theme", "purpose", ("joining", "seat_limit"),
        ("founded_on", "founded_precision"), ("dissolved_on", "merged_into"), "source",
    ]  # fmt: skip

    def with_columns(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Annotate who chairs today."""
        chairs = CommissionMembership.objects.running_on(timezone.localdate()).filter(
            commission=OuterRef("pk"), role=CommissionMembership.Role.CHAIR
        )
        name = Concat("person__given_name", Value(" "), "person__family_name")
        return rows.annotate(chair_name=Subquery(chairs.annotate(full_name=name).values("full_name")[:1]))

    @admin.display(description=_("chair"))
    def chair(self, commission: Any) -> str:
        """Return who chairs today."""
        return (commission.chair_name or "").strip()


@admin.register(CommissionMembership)
class CommissionMembershipAdmin(ScopedModelAdmin):
    """Who sits in which commission."""

    list_display = ["person", "commission", "role", "starts_on", "ends_on"]
    list_select_related = ["person", "commission"]
    list_filter = [
        by_related("commission", _("commission"), Commission),
        by_choice("role", _("role"), CommissionMembership.Role.choices),
        RunsFilter,
    ]
    search_fields = ["person__q", "commission__q"]
    autocomplete_fields = ["person", "commission"]


@admin.register(CommissionMilestone)
class CommissionMilestoneAdmin(ScopedModelAdmin):
    """When a commission was renamed, or kept when the commissions were recast."""

    list_display = ["commission", "kind", "happened_on", "former_name"]
    list_select_related = ["commission"]
    list_filter = [by_choice("kind", _("what happened"), CommissionMilestone.Kind.choices)]
    search_fields = ["former_name", "commission__q"]
    autocomplete_fields = ["commission"]


@admin.register(SeatProposal)
class SeatProposalAdmin(ScopedModelAdmin):
    """Who asked for a seat, who was invited, and what became of it."""

    list_display = ["person", "commission", "origin", "state", "proposed_at"]
    list_select_related = ["person", "commission"]
    list_filter = [
        by_related("commission", _("commission"), Commission),
        by_choice("state", _("state"), SeatProposal.State.choices),
    ]
    search_fields = ["person__q", "commission__q"]
    autocomplete_fields = ["commission", "person", "proposed_by", "answered_by"]
