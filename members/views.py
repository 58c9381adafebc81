"""Pages on which members keep their company's file and their own."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.forms import CompanyForm, PersonForm
from members.models import Company, Person, Representative, User
from members.presentation.views import kept_company, page_of, part
from members.scope import companies_of, person_of


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
    return render(request, "members/my_company.html", {"companies": companies})


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Let everybody keep their own name and phone."""
    person = Person.objects.editable_by(request.user).filter(user=request.user.pk).first()
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        _keep(request, form)
        messages.success(request, _("Your profile is saved."))
        return redirect("members:profile")
    spells = Representative.objects.visible_to(request.user).running_on(timezone.localdate())
    mine = spells.filter(person=person_of(request.user)).select_related("company") if person else spells.none()
    return render(request, "members/profile.html", {"form": form, "representations": mine})


@transaction.atomic
def _keep(request: HttpRequest, form: PersonForm) -> None:
    """Save the person; an account that has none yet is given this one, once."""
    account = User.objects.select_for_update().get(pk=request.user.pk)
    if account.person_id is None:
        form.instance.email = account.email
        account.person = form.save()
        account.save(update_fields=["person"])
    elif form.instance.pk == account.person_id:
        form.save()
