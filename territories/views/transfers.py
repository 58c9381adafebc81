"""The transfers of companies: the list of both sides, the request, its answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared.exports import Column, as_file
from members.models import Company
from territories.models import Affiliation, Transfer
from territories.succession.holding import RefusedError
from territories.transfers import acts
from territories.transfers.forms import AnswerForm, TransferForm
from territories.transfers.rights import home_of, may_answer, may_ask, may_withdraw
from territories.views.exchangers import exchangers_only

PER_PAGE = 25


@exchangers_only
@require_safe
def transfer_list(request: HttpRequest) -> HttpResponseBase:
    """Show the transfers from or to the territories that one runs, those that wait first."""
    rows = _transfers(request).order_by(F("answered_at").desc(nulls_first=True), "-pk")
    if file := as_file(request, pgettext("name of a file", "transfers"), _columns(), rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "territories/transfers/list.html", {"page": page})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("from the territory"), lambda row: row.origin.name),
        Column(gettext_lazy("other territory"), lambda row: row.destination.name),
        Column(gettext_lazy("what is asked"), lambda row: row.get_way_display()),
        Column(gettext_lazy("reason"), lambda row: row.reason),
        Column(gettext_lazy("asked at"), lambda row: row.asked_at),
        Column(gettext_lazy("state"), lambda row: row.get_state_display()),
        Column(gettext_lazy("takes effect on"), lambda row: row.effective_on),
    ]


@require_safe
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a transfer, and what may be answered."""
    return _page(request, _transfer(request, pk))


@require_POST
def transfer_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a transfer, or refuse it."""
    transfer = _transfer(request, pk)
    if not may_answer(request.user, transfer):
        return _stopped(request, transfer)
    form, user = AnswerForm(request.POST, transfer=transfer), _user(request)
    if form.is_valid():
        typed = form.cleaned_data
        act = acts.agree if typed["decision"] == AnswerForm.AGREE else acts.refuse
        try:
            act(transfer, by=user, at=timezone.now(), answer=typed["answer"])
        except RefusedError as error:
            form.add_error(None, ValidationError(error.message, code="refused"))
        else:
            messages.success(request, _("The answer is recorded; the leads of both territories are told."))
            return redirect(transfer)
    return _page(request, transfer, form)


@require_POST
def transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    transfer = _transfer(request, pk)
    if not may_withdraw(request.user, transfer):
        return _stopped(request, transfer)
    try:
        acts.withdraw(transfer, by=_user(request), at=timezone.now())
    except RefusedError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect(transfer)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer_ask(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Ask for the transfer of a company, from its page."""
    today, user = timezone.localdate(), _user(request)
    company = get_object_or_404(Company.objects.visible_to(user), pk=company_pk)
    home = home_of(company, today)
    if home is None or not may_ask(user):
        raise Http404
    form = TransferForm(request.POST or None, home=home, user=user)
    if form.is_valid():
        try:
            transfer = acts.ask(company, **form.cleaned_data, by=user, at=timezone.now())
        except RefusedError as error:
            form.add_error(None, ValidationError(error.message, code="refused"))
        else:
            messages.success(request, _("The request is recorded; the leads of both territories are told."))
            return redirect(transfer)
    waiting = company.transfers.waiting().visible_to(user).first()
    context = {"company": company, "home": home, "form": form, "waiting": waiting}
    return render(request, "territories/transfers/ask.html", context)


def _user(request: HttpRequest) -> Any:
    return request.user


def _transfers(request: HttpRequest) -> Any:
    rows = Transfer.objects.visible_to(request.user)
    return rows.select_related("company", "origin", "destination", "asked_for", "asked_by", "answered_by")


def _transfer(request: HttpRequest, pk: int) -> Transfer:
    transfer: Transfer = get_object_or_404(_transfers(request), pk=pk)
    return transfer


def _stopped(request: HttpRequest, transfer: Transfer) -> HttpResponse:
    """Say that it was answered; to whoever is not to answer there is no such address."""
    if transfer.is_waiting:
        raise Http404
    messages.warning(request, _("This transfer was answered meanwhile: nothing was changed."))
    return redirect(transfer)


def _page(request: HttpRequest, transfer: Transfer, form: AnswerForm | None = None) -> HttpResponse:
    here = Affiliation.objects.running_on(timezone.localdate()).filter(company=transfer.company)
    context = {
        "transfer": transfer,
        "form": form or AnswerForm(transfer=transfer),
        "may_answer": may_answer(request.user, transfer),
        "may_withdraw": may_withdraw(request.user, transfer),
        "affiliations": here.visible_to(request.user).select_related("territory").order_by("-is_home", "pk"),
        "sees_company": Company.objects.visible_to(request.user).filter(pk=transfer.company_id).exists(),
    }
    return render(request, "territories/transfers/detail.html", context)
