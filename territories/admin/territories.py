"""The desks of territories and of their leads."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import Filter, by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from leader.shared.scope import Right
from members.admin.memberships import RunsFilter
from territories.admin.figures import DeclaredFigureInline
from territories.admin.mandates import MandateInline, warn_of_mandate
from territories.area import communes_of
from territories.models import AreaPart, Stage, Territory, TerritoryLead
from territories.models.territories import StageKind
from territories.opening.areas import overlaps


class StageFilter(Filter):
    """The stage of the day."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the stages."""
        return StageKind.choices

    def keep(self, rows: Any, value: str) -> QuerySet[Any]:
        """Keep the territories at that stage today."""
        return rows.at_stage_on(timezone.localdate(), [value])


class StageInline(ScopedTabularInline):
    """The dated stages of a territory's life."""

    model = Stage
    fields = ["kind", "planned_for", "done_on", "precision", "place", "note"]


class AreaPartInline(ScopedTabularInline):
    """The parts of a territory's area."""

    model = AreaPart
    autocomplete_fields = ["departement", "epci", "commune"]
    fields = ["departement", "epci", "commune", "starts_on", "ends_on"]


def warn_of_overlap(request: HttpRequest, territory: Territory) -> None:
    """Warn of the territories that share communes with this one: it happens, and nothing forbids it."""
    today = timezone.localdate()
    found = [overlap.territory for overlap in overlaps(communes_of(territory, today), today)]
    if names := ", ".join(other.name for other in found if other != territory):
        text = gettext("The area overlaps with that of %(names)s. Kept all the same.")
        messages.warning(request, text % {"names": names})


class LeadInline(ScopedTabularInline):
    """Those who lead a territory."""

    model = TerritoryLead
    autocomplete_fields = ["person"]
    fields = ["person", "function", "starts_on", "ends_on"]
    can_delete = False


@admin.register(Territory)
class TerritoryAdmin(ScopedModelAdmin):
    """Territories; a lead chooses among those led, and works on them in the pages of the site."""

    menu_rank = 4
    choice_right = Right.EDIT
    list_display = ["name", "kind", "stage", "country"]
    sortable_by = ["name"]  # type: ignore[assignment]
    list_filter = [StageFilter, by_choice("kind", _("kind"), Territory.Kind.choices)]
    search_fields = ["q"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [StageInline, AreaPartInline, LeadInline, MandateInline, DeclaredFigureInline]
    history_of = ["stages", "area_parts", "leads", "mandates", "declared_figures"]
    fieldsets = [
        (None, {"fields": [
            ("name", "slug"), "kind", ("predecessor_name", "predecessor_founded_on"), ("seat", "country"),
            "purpose",
        ]}),
    ]  # fmt: skip

    def with_columns(self, rows: Any) -> QuerySet[Any]:
        """Annotate the stage of the day."""
        return rows.with_stage_on(timezone.localdate())

    @admin.display(description=_("stage"))
    def stage(self, territory: Any) -> str:
        """Return the stage of the day."""
        return str(StageKind(territory.stage).label)

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn of unusual mandates, and of an area that is another territory's too."""
        warn_of_overlap(request, record)
        for mandate in record.mandates.running_on(timezone.localdate()).select_related("office", "person"):
            warn_of_mandate(request, mandate)


@admin.register(TerritoryLead)
class TerritoryLeadAdmin(ScopedModelAdmin):
    """Who leads which territory, and so may enter this desk."""

    list_display = ["person", "territory", "function", "starts_on", "ends_on"]
    list_select_related = ["person", "territory"]
    list_filter = [by_related("territory", _("territory"), Territory), RunsFilter]
    search_fields = ["person__q", "territory__q"]
    autocomplete_fields = ["person", "territory"]
