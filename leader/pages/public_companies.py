"""What the public reads of companies: of those that chose so, while they are members, the parts chosen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from leader.pages.directory import PublicDirectoryForm
from leader.shared.pagination import BoundedPaginator
from members.models import Company, CompanyPage

Part = CompanyPage.PublicPart


def public_list(request: HttpRequest) -> HttpResponse:
    """Show the public directory."""
    form = PublicDirectoryForm(request.GET)
    companies = form.narrow(Company.objects.public_on(timezone.localdate())).by_name()
    rows = companies.select_related("page").with_keywords()
    page = BoundedPaginator(rows).get_page(request.GET.get("page"))
    shown = [told(company) for company in page]
    return render(request, "members/public_list.html", {"form": form, "page": page, "companies": shown})


def public_company(request: HttpRequest, company: Any) -> HttpResponse:
    """Show the public page of ``company``, which the caller found among the public ones."""
    if request.path != company.get_absolute_url():
        return redirect(company)
    return render(request, "members/public_company.html", {"shown": told(company)})


def told(company: Any) -> dict[str, Any]:
    """Return what the public may read of ``company`` and nothing else: templates are given no more."""
    page = company.page
    site = page.shows(Part.WEBSITE)
    return {
        "key": company.pk,
        "name": company.name,
        "town": company.city,
        "url": company.get_absolute_url(),
        "logo": page if page.shows(Part.LOGO) and page.logo_digest else None,
        "description": company.description if page.shows(Part.DESCRIPTION) else "",
        "website": company.web_address if site else "",
        "social_pages": page.social_pages if site else [],
        "keywords": company.keyword_labels if page.shows(Part.KEYWORDS) else [],
    }
