"""The desk of prospects."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_choice, by_related
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from territories.models import Prospect, ProspectExchange, Territory


class ExchangeInline(ScopedTabularInline):
    """What was exchanged with a prospect."""

    model = ProspectExchange
    fields = ["on", "kind", "from_them", "summary"]


@admin.register(Prospect)
class ProspectAdmin(ScopedModelAdmin):
    """The companies that territories court: a lead finds and adds those of the territory led."""

    menu_rank = 3
    part_may_add = True
    may_delete = True
    list_display = ["company", "territory", "state", "owner", "next_action", "next_action_on"]
    list_select_related = ["company", "territory", "owner"]
    list_filter = [
        by_related("territory", _("territory"), Territory),
        by_choice("state", _("stage"), Prospect.State.choices),
    ]
    search_fields = ["company__q", "territory__q", "owner__q"]
    found_by_own = ["owner"]  # a search must not tell the address of somebody of another territory
    autocomplete_fields = ["company", "territory", "owner", "sponsor"]
    inlines = [ExchangeInline]
    history_of = ["exchanges"]
    fields = [
        "company", "territory", ("state", "reason"), ("owner", "sponsor"), ("contact_name", "contact_email"),
        ("next_action", "next_action_on"), "notes",
    ]  # fmt: skip


class ProspectInline(ScopedTabularInline):
    """The territories that court a company."""

    model = Prospect
    autocomplete_fields = ["territory", "owner"]
    fields = ["territory", "state", "reason", "owner", "next_action", "next_action_on"]
    can_delete = False
