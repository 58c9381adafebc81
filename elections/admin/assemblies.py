"""The desk of assemblies."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import Assembly, Decision
from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedInline, ScopedModelAdmin
from territories.models import Territory


class DecisionInline(ScopedInline, admin.StackedInline):
    """What an assembly decided."""

    model = Decision
    autocomplete_fields = ["mandates"]
    fields = ["text", "mandates", "rank"]


@admin.register(Assembly)
class AssemblyAdmin(ScopedModelAdmin):
    """Assemblies of the federation and of its territories."""

    menu_rank = 7
    list_display = ["held_on", "kind", "body", "place"]
    list_select_related = ["territory"]
    sortable_by = ["held_on"]  # type: ignore[assignment]
    list_filter = [
        by_choice("kind", gettext_lazy("kind"), Assembly.Kind.choices),
        by_related("territory", gettext_lazy("territory"), Territory),
    ]
    search_fields = ["place", "territory__q"]
    autocomplete_fields = ["territory"]
    inlines = [DecisionInline]
    history_of = ["decisions"]
    fields = [("kind", "held_on"), "territory", "place", "source"]

    @admin.display(description=gettext_lazy("of"))
    def body(self, assembly: Assembly) -> str:
        """Return whose assembly it is."""
        return str(assembly.territory) if assembly.territory else _("the federation")
