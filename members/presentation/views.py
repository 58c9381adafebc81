"""The pages on which a company keeps its own page, a part at a time, and the address of its logo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared.pictures import CONTENT_TYPE
from leader.shared.saving import saved
from leader.shared.uploads import at_most
from members.charts import charts_of
from members.models import Company, CompanyFigures, CompanyPage, Site
from members.presentation.completeness import completeness
from members.presentation.forms import FiguresForm, LogoForm, PublicForm, SiteForm, WordsForm
from members.presentation.logos import MAX_BYTES

A_YEAR, A_DAY = 365 * 24 * 3600, 24 * 3600
REQUEST_MAX = 4 * MAX_BYTES  # up to here a sentence beside the field tells; beyond, the request is not even read
SHOWN_SITES = 50


def kept_company(request: HttpRequest, company_pk: int) -> Company:
    """Return the company if the person keeps its file; a form that is sent holds its row: acts take turns."""
    companies = Company.objects.editable_by(request.user)
    if request.method == "POST":
        companies = companies.select_for_update(no_key=True, of=("self",))
    return get_object_or_404(companies, pk=company_pk)


def page_of(company: Company) -> CompanyPage:
    """Return the company's page, a new one if it has none yet."""
    return CompanyPage.objects.filter(company=company).first() or CompanyPage(company=company)


def part(request: HttpRequest, template: str, company: Company, page: Any, **context: Any) -> HttpResponse:
    """Show a part: its form, the way to the other parts, what is missing to be found."""
    items = completeness(company, page)
    shared = {"company": company, "page": page, "items": items, "done": sum(item.is_there for item in items)}
    return render(request, template, shared | context)


@at_most(REQUEST_MAX)
@require_http_methods(["GET", "HEAD", "POST"])
def logo_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Bring the logo, or take it off."""
    company = kept_company(request, company_pk)
    page = page_of(company)
    form = LogoForm(request.POST or None, request.FILES or None, instance=page)
    if form.is_valid():
        form.save()
        messages.success(request, _("The logo is saved."))
        return redirect("members:company-logo-edit", company.pk)
    return part(request, "members/presentation/logo.html", company, page_of(company), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def words_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Keep what the company looks for and offers, its keywords and social pages."""
    company = kept_company(request, company_pk)
    form = WordsForm(request.POST or None, instance=page_of(company), company=company)
    if form.is_valid():
        form.save()
        messages.success(request, _("What you look for and offer is saved."))
        return redirect("members:company-words-edit", company.pk)
    return part(request, "members/presentation/words.html", company, page_of(company), form=form)


@require_safe
def sites_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show the sites to whoever keeps them."""
    company = kept_company(request, company_pk)
    sites = company.sites.select_related("commune")[:SHOWN_SITES]
    return part(request, "members/presentation/sites.html", company, page_of(company), sites=sites)


@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request: HttpRequest, company_pk: int, site_pk: int | None = None) -> HttpResponse:
    """Add a site, or change one."""
    company = kept_company(request, company_pk)
    site = get_object_or_404(company.sites, pk=site_pk) if site_pk else Site(company=company)
    heading = site.name
    form = SiteForm(request.POST or None, instance=site, company=company)
    if form.is_valid() and saved(form):
        messages.success(request, _("The site is saved."))
        return redirect("members:company-sites-edit", company.pk)
    context = {"form": form, "site_pk": site_pk, "heading": heading}
    return part(request, "members/presentation/site.html", company, page_of(company), **context)


@require_POST
def site_delete(request: HttpRequest, company_pk: int, site_pk: int) -> HttpResponse:
    """Take a site off."""
    company = kept_company(request, company_pk)
    get_object_or_404(company.sites, pk=site_pk).delete()
    messages.success(request, _("The site is taken off."))
    return redirect("members:company-sites-edit", company.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def figures_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Type the figures of a financial year; ``?annee=`` opens those of a year that is known."""
    company = kept_company(request, company_pk)
    figures = list(company.figures.order_by("-year"))
    wanted = request.GET.get("annee", "")
    chosen = next((row for row in figures if str(row.year) == wanted), None)
    form = FiguresForm(request.POST or None, instance=chosen or CompanyFigures(), company=company)
    if form.is_valid():
        form.save()
        messages.success(request, _("The figures are saved."))
        return redirect("members:company-figures-edit", company.pk)
    context = {"form": form, "figures": figures, "charts": charts_of(figures)}
    return part(request, "members/presentation/figures.html", company, page_of(company), **context)


@require_http_methods(["GET", "HEAD", "POST"])
def public_edit(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Decide whether the public may read the page, and which parts."""
    company = kept_company(request, company_pk)
    form = PublicForm(request.POST or None, instance=page_of(company), user=request.user)
    if form.is_valid():
        page = form.save()
        shown = _("Your company is shown to the public.")
        hidden = _("Your company is shown to members only.")
        messages.success(request, shown if page.is_public else hidden)
        return redirect("members:company-public-edit", company.pk)
    return part(request, "members/presentation/public.html", company, page_of(company), form=form)


@login_not_required
@require_safe
def company_logo(request: HttpRequest, company_pk: int, digest: str, size: str) -> HttpResponseBase:
    """Give a logo to who sees the company, or to all where the company shows it; any other is not found."""
    if size not in {"grand", "petit"}:
        raise Http404
    named = CompanyPage.objects.filter(company=company_pk, logo_digest=digest)
    shown = named.public_on(timezone.localdate()).showing(CompanyPage.PublicPart.LOGO)
    seen = named.filter(company__in=Company.objects.visible_to(request.user).values("pk"))
    page = get_object_or_404(named.filter(pk__in=shown.values("pk").union(seen.values("pk"))))
    name = page.logo.name if size == "grand" else page.logo_small.name
    if not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=CONTENT_TYPE)
    # A browser may keep what is named by its content. What is kept between, for a day: a company may think again.
    lasting = f"private, max-age={A_YEAR}, immutable"
    response.headers["Cache-Control"] = lasting if request.user.is_authenticated else f"public, max-age={A_DAY}"
    return response
