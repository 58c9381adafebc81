"""The desks of offices and mandates. Real life warns and never blocks."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from members.admin.memberships import RunsFilter, runs_on
from territories.mandates import registry
from territories.models import Mandate, Office, OutsideMandate, Territory


@admin.register(Office)
class OfficeAdmin(ScopedModelAdmin):
    """Offices of a bureau."""

    list_display = ["name", "code", "rank", "is_presidency", "is_honorary"]
    search_fields = ["name", "code"]


@admin.register(Mandate)
class MandateAdmin(ScopedModelAdmin):
    """Who holds which office: a mandate ends, it is never erased."""

    menu_rank = 6
    list_display = ["person", "office", "body", "starts_on", "expected_end_on", "ends_on", "runs_today"]
    list_select_related = ["person", "office", "territory"]
    list_filter = [
        by_related("territory", gettext_lazy("territory"), Territory),
        by_related("office", gettext_lazy("office"), Office),
        RunsFilter,
        by_choice("beginning", gettext_lazy("how it began"), Mandate.Beginning.choices),
    ]
    search_fields = ["person__q", "territory__q"]
    autocomplete_fields = ["person", "office", "territory", "company"]
    fields = [
        "person", "office", "territory", "company", "mission", ("beginning", "is_renewal"),
        ("starts_on", "starts_precision"), ("expected_end_on", "ends_on"), "ending_reason",
        "ratified_on", "source",
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("bureau of"))
    def body(self, mandate: Mandate) -> str:
        """Return whose bureau it is."""
        return str(mandate.territory) if mandate.territory else _("the federation")

    @admin.display(description=gettext_lazy("today"), boolean=True)
    def runs_today(self, mandate: Mandate) -> bool:
        """Tell whether the mandate runs today."""
        return runs_on(mandate, timezone.localdate())

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn of what is unusual, and make the task of the declaration."""
        warn_of_mandate(request, record)
        if not record.office.is_honorary:
            for day in filter(None, [record.starts_on, record.ends_on]):
                registry.declare(record.territory, day)


@admin.register(OutsideMandate)
class OutsideMandateAdmin(ScopedModelAdmin):
    """Seats held elsewhere for the federation or a territory."""

    list_display = ["person", "body", "role", "territory", "starts_on", "ends_on"]
    list_select_related = ["person", "territory"]
    search_fields = ["person__q", "body"]
    autocomplete_fields = ["person", "territory"]
    fields = [
        "person", "territory", "body", "role", ("starts_on", "starts_precision"), "ends_on", "source",
    ]  # fmt: skip


class MandateInline(ScopedTabularInline):
    """The bureau of a territory."""

    model = Mandate
    autocomplete_fields = ["person", "office"]
    fields = ["person", "office", "mission", "beginning", "starts_on", "expected_end_on", "ends_on"]
    can_delete = False


def warn_of_mandate(request: HttpRequest, mandate: Mandate) -> None:
    """Warn of an office held twice, or of a mandate that outlives its term."""
    for other in mandate.sharing_its_office():
        messages.warning(
            request,
            _("On some of these days %(person)s holds the same office: %(office)s. Kept all the same.")
            % {"person": other.person, "office": other.office},
        )
    if mandate.expected_end_on and mandate.ends_on and mandate.ends_on > mandate.expected_end_on:
        messages.warning(request, _("This mandate ends after the end of its term. Kept all the same."))
