"""The desk of companies."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune, Departement
from leader.shared.admin.lists import Filter, TextFilter, by_related, matching_words
from leader.shared.admin.rights import rows_for
from leader.shared.admin.scoped import ScopedModelAdmin, ScopedTabularInline
from leader.shared.periods import covering_day
from leader.shared.scope import Right
from members.admin.memberships import MembershipInline
from members.admin.people import RepresentativeInline, warn_of_silence
from members.models import ActivitySection, Company, CompanyFigures, Membership, Person, Representative, SizeClass


class StatusFilter(Filter):
    """Where companies stand towards the federation."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer what memberships tell."""
        return [("member", _("member today")), ("former", _("former member")), ("never", _("never a member"))]

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the companies of the status chosen."""
        ever = Membership.objects.filter(company=OuterRef("pk"))
        now = ever.covering_on(timezone.localdate())
        if value == "member":
            return rows.filter(Exists(now))
        return rows.filter(~Exists(now), Exists(ever)) if value == "former" else rows.filter(~Exists(ever))


class SizeFilter(Filter):
    """The size that the latest figures tell."""

    title = _("size class")
    parameter_name = "size"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the four classes."""
        return SizeClass.choices

    def keep(self, rows: Any, value: str) -> QuerySet[Any]:
        """Keep the companies of that size."""
        return rows.of_size(value)


class CommuneFilter(TextFilter):
    """The commune of the seat: its name, INSEE code or postcode."""

    title = _("commune or postcode")
    parameter_name = "commune"

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the companies seated in the communes that match, or at that postcode."""
        typed = value.strip()[:80]
        if typed.isdigit():
            return rows.filter(Q(postal_code=typed) | Q(commune=typed))
        return rows.filter(commune__in=matching_words(Commune.objects.order_by(), ["q"], typed).values("pk"))


def _in_section(companies: Any, letter: str) -> QuerySet[Any]:
    return companies.in_section(letter)


class FiguresInline(ScopedTabularInline):
    """The figures of a company, year by year."""

    model = CompanyFigures
    fields = ["year", "headcount", "turnover", "balance_total", "size_class"]
    readonly_fields = ["size_class"]
    ordering = ["-year"]


@admin.register(Company)
class CompanyAdmin(ScopedModelAdmin):
    """Companies, found by name, SIREN, town or the people who represent them."""

    menu_rank = 1
    list_display = ["name", "siren_in_threes", "seat", "size", "naf", "status"]
    list_select_related = ["commune"]
    sortable_by = ["name"]  # type: ignore[assignment]
    search_fields = ["q"]
    search_help_text = _("Name, SIREN, town or person: any part of it.")
    list_filter = [
        StatusFilter,
        SizeFilter,
        by_related("activity__section", _("NAF section"), ActivitySection, keep=_in_section),
        by_related("commune__departement", _("Département"), Departement),
        CommuneFilter,
    ]
    autocomplete_fields = ["activity", "commune"]
    inlines = [RepresentativeInline, FiguresInline, MembershipInline]
    history_of = ["representatives", "figures", "memberships"]
    fieldsets = [
        (None, {"fields": ["name", ("siren", "legal_category"), ("country", "foreign_number"), "founded_on"]}),
        (_("Activity"), {"fields": ["activity", "activity_2025", ("insee_size_class", "insee_size_class_year")]}),
        (_("Seat and contact"), {"fields": [
            "address", ("postal_code", "city"), "commune", ("email", "phone"), "website",
        ]}),
        (_("Presentation"), {"fields": ["description"], "classes": ["collapse"]}),
    ]  # fmt: skip

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Warn of a company that is left without a vote."""
        warn_of_silence(request, Company.objects.filter(pk=record.pk))

    def with_columns(self, rows: Any) -> QuerySet[Any]:
        """Annotate the size class and the membership of the day."""
        ever = Membership.objects.filter(company=OuterRef("pk"))
        running = ever.filter(covering_day(timezone.localdate()))
        return rows.with_size_class().annotate(is_member=Exists(running), was_member=Exists(ever))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Find the words in the name, the town or the SIREN, or all of them in what names a representative.

        Whose record the person does not administer is not searched: that would tell the address of who left.
        """
        term = search_term.strip()[:200]
        if not term:
            return queryset, False
        people = matching_words(rows_for(request, Person.objects.order_by(), Right.ADMINISTER), ["q"], term)
        spells = Representative.objects.order_by().filter(person__in=people)
        found = Company.objects.order_by().matching(term).values("pk").union(spells.values("company"))
        return queryset.filter(pk__in=found), False

    @admin.display(description=_("SIREN"))
    def siren_in_threes(self, company: Company) -> str:
        """Return the SIREN as people read it, in three groups of three."""
        siren = company.siren or ""
        return f"{siren[:3]} {siren[3:6]} {siren[6:]}" if siren else company.foreign_number

    @admin.display(description=_("seat"))
    def seat(self, company: Company) -> str:
        """Return the commune of the seat, else the town as typed."""
        return str(company.commune) if company.commune else company.city

    @admin.display(description=_("size"))
    def size(self, company: Any) -> str:
        """Return the size class of the latest figures."""
        return str(SizeClass(company.size_class).label) if company.size_class else ""

    @admin.display(description=_("NAF"))
    def naf(self, company: Company) -> str:
        """Return the code of the activity."""
        return company.activity_id or company.activity_2025

    @admin.display(description=_("status"))
    def status(self, company: Any) -> str:
        """Return where the company stands today."""
        if company.is_member:
            return str(_("member"))
        return str(_("former member")) if company.was_member else ""
