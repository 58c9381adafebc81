"""The desks of INSEE's nomenclatures: looked at and chosen, never typed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_related
from leader.shared.admin.scoped import ReferenceAdmin
from members.models import Activity, Activity2025, ActivitySection, LegalCategory, StaffBand


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


@admin.register(Activity2025)
class Activity2025Admin(ReferenceAdmin):
    """Activities of NAF 2025."""

    list_display = ["code", "label", "section"]
    search_fields = ["code", "label"]


@admin.register(LegalCategory)
class LegalCategoryAdmin(ReferenceAdmin):
    """Legal categories."""

    list_display = ["code", "label"]
    search_fields = ["code", "label"]


@admin.register(StaffBand)
class StaffBandAdmin(ReferenceAdmin):
    """Bands of staff."""

    list_display = ["code", "label", "at_least", "at_most"]
    search_fields = ["code", "label"]
