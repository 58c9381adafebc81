"""The desk of companies, with what territories add to it: home territory, affiliations, prospects."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.choices import ScopedVersionedForm
from leader.shared.admin.lists import by_related
from leader.shared.admin.rights import has_every_row
from members.admin.companies import CompanyAdmin, StatusFilter
from members.models import Company, Membership
from territories.admin.affiliations import AffiliationInline
from territories.admin.attach import attach, may_attach
from territories.admin.exporting import export_csv, export_xlsx
from territories.admin.memberships import stop_courting_the_newcomer
from territories.admin.prospects import ProspectInline
from territories.companies import companies_of
from territories.models import Affiliation, Prospect, Territory
from territories.scope import may_export


class CourtedCompanyForm(ScopedVersionedForm):
    """A new company typed by a lead: it is from the start a prospect of a territory led."""

    territory = forms.ModelChoiceField(
        Territory.objects.none(), label=_("Courted by"), help_text=_("The company becomes its prospect.")
    )


class TerritorialStatusFilter(StatusFilter):
    """Where companies stand towards the federation and its territories."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the prospects as well."""
        return [*super().lookups(request, model_admin), ("prospect", _("prospect"))]

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the companies of the status chosen; a company that nobody courts was never asked."""
        courted = Exists(Prospect.objects.filter(company=OuterRef("pk")))
        if value == "prospect":
            return rows.filter(courted)
        kept = super().keep(rows, value)
        return kept.filter(~courted) if value == "never" else kept


def of_territory(rows: QuerySet[Any], territory: str) -> QuerySet[Any]:
    """Keep the companies that belong to ``territory`` today or are courted by it."""
    return rows.filter(companies_of([int(territory)]))


admin.site.unregister(Company)


@admin.register(Company)
class TerritorialCompanyAdmin(CompanyAdmin):
    """Companies: a lead finds those of the territory led, and adds prospects to it."""

    part_may_add = True
    actions = [export_csv, export_xlsx, attach]
    list_display = ["name", "siren_in_threes", "seat", "size", "naf", "home", "status"]
    list_filter = [
        by_related("territory", _("territory"), Territory, keep=of_territory),
        TerritorialStatusFilter,
        *CompanyAdmin.list_filter[1:],
    ]
    inlines = [CompanyAdmin.inlines[0], AffiliationInline, ProspectInline, *CompanyAdmin.inlines[1:]]
    history_of = [*CompanyAdmin.history_of, "affiliations", "prospects"]

    def with_columns(self, rows: Any) -> QuerySet[Any]:
        """Annotate the home territory of the day."""
        home = Affiliation.objects.running_on(timezone.localdate()).filter(company=OuterRef("pk"), is_home=True)
        home = home.order_by()
        return super().with_columns(rows).annotate(home_name=Subquery(home.values("territory__name")[:1]))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Allow the files to those who may take any."""
        return may_export(request.user)

    def has_attach_permission(self, request: HttpRequest) -> bool:
        """Allow the action to those who decide who belongs to a territory."""
        return may_attach(request)

    @admin.display(description=_("home territory"))
    def home(self, company: Any) -> str:
        """Return the name of the home territory of the day."""
        return company.home_name or ""

    # A new company of somebody who administers a part of them

    def _becomes_prospect(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None and not has_every_row(request, Company)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Ask a lead for the territory, one of those led; what is posted cannot name another."""
        if not self._becomes_prospect(request, obj):
            return super().get_form(request, obj, change, **kwargs)
        form = super().get_form(request, obj, change, **{**kwargs, "form": CourtedCompanyForm})
        desk: Any = self.admin_site.get_model_admin(Territory)
        form.base_fields["territory"].queryset = desk.choices(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the territory first."""
        fieldsets = super().get_fieldsets(request, obj)
        if not self._becomes_prospect(request, obj):
            return fieldsets
        return [(None, {"fields": ["territory"]}), *fieldsets]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Leave out the prospects of a new company: the one field tells its territory."""
        inlines = super().get_inlines(request, obj)
        return [i for i in inlines if i is not ProspectInline] if self._becomes_prospect(request, obj) else inlines

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Make a lead's new company a prospect, so that it is the lead's; nobody courts who becomes a member."""
        if territory := form.cleaned_data.get("territory"):
            Prospect.objects.get_or_create(territory=territory, company=form.instance)
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            for membership in formset.new_objects if formset.model is Membership else ():
                stop_courting_the_newcomer(request, membership)
