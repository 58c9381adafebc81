"""Pages on which members keep their company's file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.forms import CompanyForm
from members.models import Company
from members.presentation.views import kept_company, page_of, part
from members.scope import companies_of, companies_voted_for


@require_http_methods(["GET", "POST"])
def company_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Let those who vote for a company keep its file."""
    company = kept_company(request, company_pk)
    # The form changes its instance while it checks: the heading and the links keep what is stored.
    heading = {"name": company.name, "url": company.get_absolute_url()}
    form = CompanyForm(request.POST or None, instance=company)
    if form.is_valid():
        form.save()
        messages.success(request, _("The company's file is saved."))
        return redirect(heading["url"])
    stored = company if request.method != "POST" else Company.objects.get(pk=company_pk)
    context = {"form": form, "heading": heading}
    return part(request, "members/company_form.html", stored, page_of(stored), **context)


@require_safe
def my_company(request: HttpRequest) -> HttpResponse:
    """Lead to the company that one represents; choose when there are several."""
    mine = Company.objects.visible_to(request.user).filter(pk__in=companies_of(request.user)).by_name()
    companies = list(mine[:50])
    if len(companies) == 1:
        return redirect(companies[0])
    voted = set(companies_voted_for(request.user).values_list("company", flat=True)) if companies else set()
    return render(request, "members/my_company.html", {"companies": companies, "voted": voted})
