"""The renewal campaign: who falls due, a dry run, then one act; for the staff of the federation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from leader.pages.renewals.acts import renewed
from leader.pages.renewals.forms import BY_HAND, CampaignForm, ChoiceForm
from leader.pages.renewals.questions import dry_run, told
from leader.shared.exports import Column, by_key, export_response
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from members.models import Membership
from territories.membership.renewing import StaleError
from territories.membership.states import State, without_term
from territories.models import Federation


@staff_only
@require_safe
def renewal_list(request: HttpRequest) -> HttpResponseBase:
    """Show the memberships that fall due, or give them as a file (``?format=csv``)."""
    form = _form(request)
    rows = told(form.narrow(Membership.objects.administered_by(request.user)), form.day, form.terms)
    if (kind := request.GET.get("format")) in {"csv", "xlsx"}:
        return export_response(pgettext("name of a file", "renewals"), _columns(), by_key(rows), kind)
    page: Any = BoundedPaginator(rows.order_by("ends_on", "pk")).get_page(request.GET.get("page"))
    for row in page:
        row.state = State(row.state)
    termless = without_term(Membership.objects.administered_by(request.user)).count()
    context = {"form": form, "page": page, "query": query_of(request), "termless": termless}
    return render(request, "pages/renewals/list.html", context)


@staff_only
@require_safe
def renewal_dry_run(request: HttpRequest) -> HttpResponse:
    """Show what renewing the memberships asked for would make; nothing is written."""
    return _dry_run(request)


@staff_only
@require_POST
def renewal_run(request: HttpRequest) -> HttpResponse:
    """Renew the memberships asked for by the address, if they are still those of the dry run."""
    form = _form(request)
    due = form.narrow(Membership.objects.administered_by(request.user))
    try:
        made = renewed(due, shown=request.POST.get("shown", ""))
    except StaleError:
        said = _("The list changed since the dry run: nothing was renewed. This is the dry run of now.")
        messages.warning(request, said)
        return _dry_run(request)
    said = ngettext("%(n)d membership renewed.", "%(n)d memberships renewed.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("pages:renewal-list")


def query_of(request: HttpRequest) -> str:
    """Return what the address asks for, to ask it again of another one."""
    asked = request.GET.copy()
    for name in ["page", "format"] if "m" in asked else ["page", "format", BY_HAND]:
        asked.pop(name, None)
    return f"?{asked.urlencode()}"


def nothing_ticked(request: HttpRequest, form: ChoiceForm, name: str) -> HttpResponse | None:
    """Lead back to the list ``name`` whoever asked for the ones ticked and ticked none."""
    if form.ticked or not form.is_by_hand:
        return None
    messages.warning(request, _("Tick at least one company in the list first."))
    return redirect(f"{reverse(name)}{query_of(request)}")


def _dry_run(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if away := nothing_ticked(request, form, "pages:renewal-list"):
        return away
    due = form.narrow(Membership.objects.administered_by(request.user))
    context = {"form": form, "run": dry_run(due, form.day, form.terms), "query": query_of(request)}
    return render(request, "pages/renewals/dry_run.html", context)


def _form(request: HttpRequest) -> CampaignForm:
    return CampaignForm(request.GET, day=timezone.localdate(), terms=Federation.load().terms)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("territory"), lambda row: row.home),
        Column(gettext_lazy("category"), lambda row: row.get_category_display()),
        Column(gettext_lazy("from"), lambda row: row.starts_on),
        Column(gettext_lazy("until"), lambda row: row.ends_on),
        Column(gettext_lazy("rights until"), lambda row: row.covered_until),
        Column(gettext_lazy("state"), lambda row: State(row.state).label),
        Column(gettext_lazy("voting representative"), _voter),
        Column(gettext_lazy("e-mail"), lambda row: row.voter_email),
    ]


def _voter(row: Any) -> str:
    return " ".join(part for part in [row.voter_given, row.voter_family] if part)
