"""The memberships without a last day, for staff: which they are, a dry run, then one act that gives it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from leader.pages.renewals.forms import TermlessForm
from leader.pages.renewals.questions import terms_given, with_home
from leader.pages.renewals.views import nothing_ticked, query_of
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from members.models import Membership
from territories.membership.giving_terms import give_terms
from territories.membership.renewing import StaleError
from territories.models import Federation


@staff_only
@require_safe
def termless_list(request: HttpRequest) -> HttpResponseBase:
    """Show the memberships that have no last day, or give them as a file (``?format=csv``)."""
    form = _form(request)
    rows = with_home(form.narrow(Membership.objects.administered_by(request.user)), form.day)
    if file := as_file(request, pgettext("name of a file", "without-a-last-day"), _columns(), rows):
        return file
    page: Any = BoundedPaginator(rows.order_by("starts_on", "pk")).get_page(request.GET.get("page"))
    return render(
        request, "pages/renewals/termless.html", {"form": form, "page": page, "query": query_of(request)}
    )


@staff_only
@require_safe
def termless_dry_run(request: HttpRequest) -> HttpResponse:
    """Show which last days the memberships asked for would get; nothing is written."""
    return _dry_run(request)


@staff_only
@require_POST
def termless_run(request: HttpRequest) -> HttpResponse:
    """Give the memberships asked for by the address their last day, if all is still as in the dry run."""
    form = _form(request)
    rows = form.narrow(Membership.objects.administered_by(request.user))
    try:
        given = give_terms(rows, day=form.day, terms=form.terms, shown=request.POST.get("shown", ""))
    except StaleError:
        said = _("The list changed since the dry run: no last day was given. This is the dry run of now.")
        messages.warning(request, said)
        return _dry_run(request)
    said = ngettext("%(n)d membership has a last day now.", "%(n)d memberships have a last day now.", given)
    messages.success(request, said % {"n": given})
    return redirect("pages:renewal-list")


def _dry_run(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if away := nothing_ticked(request, form, "pages:termless-list"):
        return away
    run = terms_given(form.narrow(Membership.objects.administered_by(request.user)), form.day, form.terms)
    return render(request, "pages/renewals/termless_dry_run.html", {"run": run, "query": query_of(request)})


def _form(request: HttpRequest) -> TermlessForm:
    return TermlessForm(request.GET, day=timezone.localdate(), terms=Federation.load().terms)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("territory"), lambda row: row.home),
        Column(gettext_lazy("category"), lambda row: row.get_category_display()),
        Column(gettext_lazy("from"), lambda row: row.starts_on),
    ]
