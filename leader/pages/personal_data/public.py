"""What anybody may read and ask: the notice, and a request proven by a letter. No page tells who is known."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leader.pages.personal_data.forms import PublicRequestForm
from leader.pages.personal_data.links import link_to, request_behind
from leader.shared import mails
from leader.shared.limits import Limit, is_within, network_address
from leader.shared.personal_data import processings
from members.models import DataRequest

TRAP = "fax"  # a field that nobody sees: what fills it in is a program
SENDINGS = Limit(10, timedelta(hours=1))  # from one network address
LETTERS = Limit(3, timedelta(days=1))  # to one address of e-mail
LETTERS_OF_ALL = Limit(200, timedelta(hours=1))


@login_not_required
@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """Tell what is kept of whom, why and how long, as the register says."""
    return render(request, "pages/personal_data/notice.html", {"processings": processings()})


@transaction.non_atomic_requests  # an attempt stays counted whatever the answer
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data_request_ask(request: HttpRequest) -> HttpResponse:
    """Take a request of somebody without an account; a letter proves the address."""
    if request.method == "POST" and request.POST.get(TRAP):
        return redirect("pages:data-request-sent")  # a program gets the answer of everybody, and nothing else
    form, status = PublicRequestForm(request.POST or None), 200
    if form.is_valid():
        if _may_send(request, form):
            _receive(form.cleaned_data)
            return redirect("pages:data-request-sent")
        status = 429
    return render(request, "pages/personal_data/ask.html", {"form": form, "trap": TRAP}, status=status)


@transaction.atomic
def _receive(typed: dict[str, Any]) -> None:
    asked = DataRequest.receive(at=timezone.now(), **typed)
    mails.send("data_request_confirm", asked.email, {"asked": asked, "url": link_to(asked)})


def _may_send(request: HttpRequest, form: PublicRequestForm) -> bool:
    near, email = network_address(request), form.cleaned_data["email"]
    if (
        is_within(SENDINGS, "send a request about data", near)
        and is_within(LETTERS, "letter about a request", email)
        and is_within(LETTERS_OF_ALL, "letter about any request", "")
    ):
        return True
    form.add_error(None, ValidationError(_("Too many requests were sent: try again tomorrow."), code="limited"))
    return False


@login_not_required
@require_safe
def data_request_sent(request: HttpRequest) -> HttpResponse:
    """Say what comes next; the same for everybody."""
    return render(request, "pages/personal_data/sent.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def data_request_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the address; to open the link changes nothing, whoever opens it."""
    asked = request_behind(token)
    if asked is None:
        raise Http404
    if request.method == "POST":
        asked.confirm(at=timezone.now())
        return redirect("pages:data-request-confirm", token=token)
    waiting = None if asked.confirmed_at else asked.waits_already
    return render(
        request, "pages/personal_data/confirm.html", {"asked": asked, "token": token, "waiting": waiting}
    )
