"""The desks of the nomenclature of activities: looked at and chosen, never typed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_related
from leader.shared.admin.scoped import ReferenceAdmin
from members.models import Activity, ActivitySection


@admin.register(ActivitySection)
class ActivitySectionAdmin(ReferenceAdmin):
    """Sections."""

    list_display = ["code", "label"]
    search_fields = ["label", "code"]


@admin.register(Activity)
class ActivityAdmin(ReferenceAdmin):
    """Activities."""

    list_display = ["code", "label", "section"]
    list_select_related = ["section"]
    list_filter = [by_related("section", _("NAF section"), ActivitySection)]
    search_fields = ["code", "label"]
