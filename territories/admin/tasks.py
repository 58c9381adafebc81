"""The desks of tasks and of the checklist that a new territory receives."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin
from territories.models import ChecklistStep, Task, Territory


@admin.register(ChecklistStep)
class ChecklistStepAdmin(ScopedModelAdmin):
    """The lines of the checklist: changed here, they hold for the territories to come."""

    list_display = ["what", "role", "relative_to", "offset_days", "legal_form", "is_active"]
    search_fields = ["what"]
    fields = ["what", "details", "role", ("relative_to", "offset_days"), "legal_form", "is_active"]


@admin.register(Task)
class TaskAdmin(ScopedModelAdmin):
    """Tasks of every territory and of the federation."""

    may_delete = True
    list_display = ["what", "territory", "person", "role", "due_on", "relative_to", "done_at"]
    list_select_related = ["territory", "person"]
    list_filter = [
        by_choice("kind", gettext_lazy("kind"), Task.Kind.choices),
        by_related("territory", gettext_lazy("territory"), Territory),
    ]
    search_fields = ["what", "territory__q"]
    autocomplete_fields = ["territory", "mandate", "person"]
    fields = [
        "what", "details", "territory", "mandate", "person", "role", "due_on", ("relative_to", "offset_days"),
        ("receipt", "receipt_on"),
    ]  # fmt: skip
