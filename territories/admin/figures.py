"""The desk of the figures that the press or somebody else gave."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from territories.models import DeclaredFigure, Territory


class DeclaredFigureInline(ScopedTabularInline):
    """What was told of a territory."""

    model = DeclaredFigure
    fields = ["subject", "value", "at_most", "is_approximate", "told_on", "precision", "source", "note"]


@admin.register(DeclaredFigure)
class DeclaredFigureAdmin(ScopedModelAdmin):
    """Declared figures of the federation and of its territories: told by a source, not counted."""

    may_delete = True
    list_display = ["subject", "body", "shown", "told_on", "source"]
    list_select_related = ["territory"]
    sortable_by = ["told_on"]  # type: ignore[assignment]
    list_filter = [
        by_choice("subject", gettext_lazy("subject"), DeclaredFigure.Subject.choices),
        by_related("territory", gettext_lazy("territory"), Territory),
    ]
    search_fields = ["source", "note", "territory__q"]
    autocomplete_fields = ["territory"]
    fields = [
        "territory", "subject", ("value", "at_most", "is_approximate"), ("told_on", "precision"), "source", "note",
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("of"))
    def body(self, figure: DeclaredFigure) -> str:
        """Return of whom the figure was told."""
        return str(figure.territory) if figure.territory else _("the federation")

    @admin.display(description=gettext_lazy("figure"))
    def shown(self, figure: DeclaredFigure) -> str:
        """Return the figure as it was told."""
        return figure.shown
