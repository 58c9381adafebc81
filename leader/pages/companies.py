"""The company directory and the page of a company, with the territories it belongs to."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from leader.pages.directory import DirectoryForm
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.charts import bars
from members.disclosure import people_through
from members.models import Company, Representative
from members.scope import is_member, teams_run_by
from territories.models import Affiliation
from territories.scope import is_lead, may_exchange


def may_read_the_directory(user: AnyUser) -> bool:
    """Tell whether the directory is open to ``user``: members, leads (for their territory) and staff."""
    return bool(getattr(user, "is_staff", False)) or is_member(user) or is_lead(user)


@require_safe
@vary_on_headers("HX-Request")
def company_list(request: HttpRequest) -> HttpResponse:
    """Show the directory: the companies that are members today, among those the reader may see."""
    if not may_read_the_directory(request.user):
        return render(request, "members/company_list_closed.html", status=403)
    today = timezone.localdate()
    form = DirectoryForm(request.GET, user=request.user)
    companies = form.narrow(Company.objects.visible_to(request.user).members_on(today)).by_name()
    here = Affiliation.objects.visible_to(request.user).running_on(today).filter(company=OuterRef("pk"))
    names = here.order_by("-is_home", "pk").values("territory__name")
    rows = companies.with_size_class().annotate(territory_names=ArraySubquery(names))
    rows = rows.select_related("activity", "commune").only("name", "city", "activity__label", "commune__name")
    page = BoundedPaginator(rows).get_page(request.GET.get("page"))
    part = "members/_company_results.html" if getattr(request, "htmx", False) else "members/company_list.html"
    context = {"form": form, "page": page, "letters": form.letters(), "may_exchange": may_exchange(request.user)}
    return render(request, part, context)


@require_safe
def company_detail(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show a company: who it is, who represents it, where it belongs, its figures."""
    companies = (
        Company.objects.visible_to(request.user)
        .with_size_class()
        .with_labels()
        .annotate(
            may_edit=Exists(Company.objects.editable_by(request.user).filter(pk=OuterRef("pk"))),
        )
    )
    company = get_object_or_404(companies.select_related("activity__section", "commune"), pk=company_pk)
    if request.path != company.get_absolute_url():
        return redirect(company)  # the name has changed, or the address holds the number alone
    return render(request, "members/company_detail.html", _file_of(company, request.user))


def _file_of(company: Any, user: AnyUser) -> dict[str, Any]:
    today = timezone.localdate()
    figures = list(company.figures.order_by("-year"))
    affiliations = Affiliation.objects.visible_to(user).running_on(today).filter(company=company)
    representatives = Representative.objects.visible_to(user).running_on(today).filter(company=company)
    return {
        "company": company,
        "member_since": company.member_since(today),
        "affiliations": affiliations.select_related("territory").order_by("-is_home", "territory__name"),
        "representatives": representatives.prefetch_related(people_through("person", user)).order_by(
            "person__family_name", "pk"
        ),
        "figures": figures,
        "headcounts": bars([(row.year, row.headcount) for row in figures]),
        "may_edit": company.may_edit,
        "runs_team": teams_run_by(user).filter(pk=company.pk).exists(),
    }
