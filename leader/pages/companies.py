"""The company directory and the page of a company, with the territories it belongs to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from leader.pages.company_map import CompanyMap, company_map
from leader.pages.directory import DirectoryForm, counts_by_departement
from leader.pages.public_companies import public_company, public_list
from leader.shared.exports import FORMATS, by_key, export_response
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.charts import charts_of
from members.disclosure import people_through
from members.duplicates.merging import kept_in_place_of
from members.models import Company, CompanyFigures, Membership, Representative
from members.models.companies import unbroken_since
from members.scope import is_member, members_seen_by, teams_run_by
from territories.forms.exports import XLSX_AT_MOST
from territories.imports.exporting import company_columns, exported
from territories.membership.states import history
from territories.models import Affiliation, Federation
from territories.scope import companies_run_by, is_lead, may_export, may_import
from territories.transfers.rights import may_ask
from territories.views.exchangers import exporters_only


def may_read_the_directory(user: AnyUser) -> bool:
    """Tell whether the directory is open to ``user``: members, leads (for their territory) and staff."""
    return bool(getattr(user, "is_staff", False)) or is_member(user) or is_lead(user)


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def company_list(request: HttpRequest) -> HttpResponse:
    """Show the directory: the companies that are members today, among those the reader may see.

    Whoever may not read it gets the companies that chose to be shown to the public.
    """
    if not may_read_the_directory(request.user):
        return public_list(request)
    form = DirectoryForm(request.GET, user=request.user)
    members = members_seen_by(request.user)
    page: Any = BoundedPaginator(form.in_order(form.narrow(members))).get_page(request.GET.get("page"))
    # The page is found by its keys alone; what the cards show is read for these.
    of_page = Company.objects.filter(pk__in=page.object_list.values("pk"))
    page.object_list = _rows(form.in_order(of_page), request.user)
    part = "members/_company_results.html" if getattr(request, "htmx", False) else "members/company_list.html"
    context = {
        "form": form, "page": page, "letters": form.letters(), "map": _map_of(members, form),
        "may_import": may_import(request.user), "may_export": may_export(request.user),
        "export_query": form.query("format"),
        "map_query": form.query("map", "" if form.wanted.get("map") else "1"),
    }  # fmt: skip
    return render(request, part, context)


def _map_of(members: Any, form: DirectoryForm) -> CompanyMap | None:
    """Count what was found on the map, when it is asked for: counting reads every company that answers."""
    if not form.wanted.get("map"):
        return None
    return company_map(counts_by_departement(form.narrow(members, leaving_out="departement")), form)


def _rows(companies: Any, user: AnyUser) -> Any:
    """Return ``companies`` with what their cards show."""
    here = Affiliation.objects.visible_to(user).running_on(timezone.localdate()).filter(company=OuterRef("pk"))
    names = here.order_by("-is_home", "pk").values("territory__name")
    rows = companies.with_size_class().with_keywords().with_labels().annotate(territory_names=ArraySubquery(names))
    shown = ["name", "city", "activity__label", "commune__name", "page__logo_digest", "page__company"]
    return rows.select_related("activity", "commune", "page").only(*shown)


@exporters_only
@require_safe
def company_directory_export(request: HttpRequest) -> HttpResponseBase:
    """Give what the directory found as a file: of it, as in any export, the companies that one runs."""
    form = DirectoryForm(request.GET, user=request.user)
    companies = form.narrow(companies_run_by(request.user).members_on(timezone.localdate()))
    file_format = request.GET.get("format", "csv")
    if file_format == "xlsx" and companies.order_by()[XLSX_AT_MOST:].exists():
        said = _("More than %(limit)d companies: choose CSV, which every spreadsheet opens.")
        messages.error(request, said % {"limit": XLSX_AT_MOST})
        return redirect(f"{reverse('members:company-list')}?{form.query('format')}")
    kept = file_format if file_format in FORMATS else "csv"
    name = pgettext("name of a file", "directory")
    return export_response(name, company_columns(), by_key(exported(companies.order_by())), kept)


@login_not_required
@require_safe
def company_detail(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show a company: who it is, who represents it, where it belongs, its figures.

    Whoever may not see it gets its public page, if it has one.
    """
    companies = (
        Company.objects.visible_to(request.user)
        .with_size_class()
        .with_labels()
        .with_keywords()
        .with_sites()
        .with_figures()
        .annotate(
            listed_territories=_territories_for(request.user),
            may_edit=Exists(Company.objects.editable_by(request.user).filter(pk=OuterRef("pk"))),
            runs_team=Exists(teams_run_by(request.user).filter(pk=OuterRef("pk"))),
        )
    )
    company = companies.select_related("activity__section", "commune", "page").filter(pk=company_pk).first()
    if company is None and (stays := _merged_into(companies, company_pk)):
        return redirect(stays)
    if company is None:
        return _shown_to_the_public(request, company_pk)
    if request.path != company.get_absolute_url():
        return redirect(company)  # the name has changed, or the address holds the number alone
    return render(request, "members/company_detail.html", _file_of(company, request.user))


def _merged_into(companies: Any, company_pk: int) -> Company | None:
    """Return the company that stands for one that was merged away, if the reader may see it or everybody may."""
    if (kept := kept_in_place_of("company", company_pk)) is None:
        return None
    shown: Company | None = companies.filter(pk=kept).first()
    return shown or Company.objects.public_on(timezone.localdate()).filter(pk=kept).first()


def _shown_to_the_public(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show the public page; without one, a stranger is asked to sign in and anybody else finds nothing."""
    shown = Company.objects.public_on(timezone.localdate()).filter(pk=company_pk)
    if not request.user.is_authenticated and not shown.exists():
        return redirect_to_login(request.get_full_path())
    return public_company(request, get_object_or_404(shown.select_related("page").with_keywords()))


def _territories_for(user: AnyUser) -> ArraySubquery:
    """Return what ``user`` sees of the territories of a company today, the home first."""
    here = Affiliation.objects.visible_to(user).running_on(timezone.localdate()).filter(company=OuterRef("pk"))
    told = JSONObject(name="territory__name", slug="territory__slug", is_home="is_home")
    return ArraySubquery(here.order_by("-is_home", "territory__name").values(told=told))


def _file_of(company: Any, user: AnyUser) -> dict[str, Any]:
    today = timezone.localdate()
    figures = [CompanyFigures(**told) for told in company.listed_figures]
    seen = Membership.objects.visible_to(user).filter(pk=OuterRef("pk"))
    memberships = list(company.memberships.annotate(is_seen=Exists(seen)))
    shown = [membership for membership in memberships if membership.is_seen]
    representatives = Representative.objects.visible_to(user).running_on(today).filter(company=company)
    return {
        "company": company,
        "member_since": unbroken_since(memberships, today),
        "periods": history(shown, today, Federation.load().terms) if shown else [],
        "keeps_memberships": getattr(user, "is_staff", False),
        "representatives": representatives.prefetch_related(people_through("person", user)).order_by(
            "person__family_name", "pk"
        ),
        "figures": figures,
        "charts": charts_of(figures),
        "may_edit": company.may_edit,
        "runs_team": company.runs_team,
        "may_transfer": may_ask(user) and any(each["is_home"] for each in company.listed_territories),
    }
