"""The desk of affiliations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_related, by_yes_or_no
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from members.admin.memberships import RunsFilter
from territories.models import Affiliation, Territory


@admin.register(Affiliation)
class AffiliationAdmin(ScopedModelAdmin):
    """Which company belongs to which territory: an affiliation ends, it is never erased."""

    list_display = ["company", "territory", "is_home", "starts_on", "ends_on"]
    list_select_related = ["company", "territory"]
    list_filter = [
        by_related("territory", _("territory"), Territory),
        RunsFilter,
        by_yes_or_no("is_home", _("home territory")),
    ]
    search_fields = ["company__q", "territory__q"]
    autocomplete_fields = ["company", "territory"]


class AffiliationInline(ScopedTabularInline):
    """The territories that a company belongs to."""

    model = Affiliation
    autocomplete_fields = ["territory"]
    fields = ["territory", "is_home", "starts_on", "ends_on"]
    can_delete = False
