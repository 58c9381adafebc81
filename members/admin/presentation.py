"""The desks of what companies tell of themselves: their pages, keywords and sites."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.lists import by_yes_or_no
from leader.shared.admin.scoped import ScopedModelAdmin
from members.models import CompanyKeyword, CompanyPage, Keyword, Site


@admin.register(CompanyPage)
class CompanyPageAdmin(ScopedModelAdmin):
    """What companies look for and offer. Who shows the page to the public is the company's own decision."""

    list_display = ["company", "is_public", "public_decided_at", "logo_digest"]
    list_select_related = ["company"]
    list_filter = [by_yes_or_no("is_public", _("shown to the public"))]
    search_fields = ["company__q"]
    autocomplete_fields = ["company"]
    fields = [
        "company", "seeks", "offers", "social_pages", "logo_alt", "is_public", "public_parts",
        "public_decided_at", "public_decided_by",
    ]  # fmt: skip
    readonly_fields = ["is_public", "public_parts", "public_decided_at", "public_decided_by"]


@admin.register(Keyword)
class KeywordAdmin(ScopedModelAdmin):
    """The words that companies choose: a clerk mends a spelling for all at once."""

    list_display = ["label", "folded"]
    search_fields = ["folded"]
    fields = ["label"]


@admin.register(CompanyKeyword)
class CompanyKeywordAdmin(ScopedModelAdmin):
    """Which company chose which keyword."""

    may_delete = True
    list_display = ["company", "keyword", "rank"]
    list_select_related = ["company", "keyword"]
    search_fields = ["company__q", "keyword__folded"]
    autocomplete_fields = ["company", "keyword"]


@admin.register(Site)
class SiteAdmin(ScopedModelAdmin):
    """The sites of companies."""

    may_delete = True
    list_display = ["name", "company", "city", "siret", "is_head_office"]
    list_select_related = ["company"]
    list_filter = [by_yes_or_no("is_head_office", _("head office"))]
    search_fields = ["company__q", "siret"]
    fields = [
        "company", ("name", "is_head_office"), "siret", "address", ("postal_code", "city"), "commune", "phone",
    ]  # fmt: skip
    autocomplete_fields = ["company", "commune"]
