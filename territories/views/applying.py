"""The pages of whoever asks to become a member: no account is needed, and no page tells who is one already."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leader.shared.limits import Limit, is_within, network_address
from leader.shared.typed import visible
from members.register import NotUnderstoodError, RegisteredCompany, UnavailableError, kept, look_up, stored
from members.siren import siren_in
from territories.applications import acts
from territories.forms.applications import ApplicationForm, LookUpForm

TRAP = "company_fax"  # a field that nobody sees: what fills it in is a program
SEARCHES = Limit(30, timedelta(minutes=10))
SENDINGS = Limit(10, timedelta(hours=1))  # from one network address
SENDINGS_OF_SITE = Limit(30, timedelta(hours=1))  # from one site: with IPv6 it has thousands of networks
IPV6_SITE = 48  # bits
LETTERS = Limit(3, timedelta(days=1))  # to one address of e-mail
LETTERS_OF_ALL = Limit(200, timedelta(hours=1))  # to addresses that nobody has proven, all together


# Without a transaction around it: the register may be slow, and nobody should wait for a row meanwhile.
@transaction.non_atomic_requests
@login_not_required
@require_safe
def application_look_up(request: HttpRequest) -> HttpResponse:
    """Look the company up in the register: choose among what is found, or fill the form in by hand."""
    form = LookUpForm(request.GET if "q" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            context["companies"] = _found(request, form.cleaned_data["q"])
        except NotUnderstoodError:
            context["is_useless"] = True
        except UnavailableError:
            context["is_away"] = True
        except TooManyError:
            context["is_limited"] = True
    status = 429 if context.get("is_limited") else 200
    return render(request, "territories/applications/look_up.html", context, status=status)


class TooManyError(Exception):
    """This network address has searched too often."""


def _found(request: HttpRequest, query: str) -> list[RegisteredCompany]:
    if (known := stored(query)) is not None:
        return known  # nobody is asked: it counts as no attempt
    if not is_within(SEARCHES, "look up a company", network_address(request)):
        raise TooManyError
    return look_up(query)


@transaction.non_atomic_requests
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_form(request: HttpRequest) -> HttpResponse:
    """Fill in the application: begun with what the register says of ``?siren=``, or from nothing."""
    registered, is_away = _registered(request)
    form = ApplicationForm(request.POST or None, registered=registered, today=timezone.localdate())
    status = 200
    if request.method == "POST" and request.POST.get(TRAP):
        return redirect("territories:application-sent")  # a program gets the answer of everybody, and nothing else
    if form.is_valid():
        if _may_send(request, form):
            with transaction.atomic():
                acts.submit(form.application(), at=timezone.now())
            return redirect("territories:application-sent")
        status = 429
    context = {"form": form, "registered": registered, "is_away": is_away, "trap": TRAP}
    return render(request, "territories/applications/form.html", context, status=status)


def _registered(request: HttpRequest) -> tuple[RegisteredCompany | None, bool]:
    """Return what the register says of the SIREN in the address, and whether it could not be asked.

    A form that was sent is judged by what is kept: nothing is asked while it is being written.
    """
    typed = visible(request.GET.get("siren", ""))
    try:
        siren = siren_in(typed) if typed else ""
    except ValidationError:
        return None, False
    if not siren:
        return None, False
    if request.method == "POST":
        return kept(siren), False
    try:
        return next(iter(_found(request, siren)), None), False
    except (UnavailableError, TooManyError):
        return None, True


def _may_send(request: HttpRequest, form: ApplicationForm) -> bool:
    """Count this sending, by where it comes from and by its address; say so when there were too many."""
    near, site = network_address(request), network_address(request, bits=IPV6_SITE)
    if not is_within(SENDINGS, "send an application", near) or not is_within(
        SENDINGS_OF_SITE, "send an application from a site", site
    ):
        said = _("Too many applications were sent from here: try again in an hour.")
    elif not is_within(LETTERS, "letter to an applicant", _mailbox(form.cleaned_data["email"])):
        said = _("Too many applications were sent with this e-mail address today: try again tomorrow.")
    elif not is_within(LETTERS_OF_ALL, "letter to any applicant", ""):
        said = _("Too many applications are being sent at the moment: try again in an hour.")
    else:
        return True
    form.add_error(None, ValidationError(said, code="limited"))
    return False


def _mailbox(email: str) -> str:
    """Return the mailbox behind an address: ``zoe+club@example.org`` is that of zoe."""
    name, _at, domain = email.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


@login_not_required
@require_safe
def application_sent(request: HttpRequest) -> HttpResponse:
    """Say what comes next; the same for everybody."""
    days = acts.CONFIRMED_WITHIN.days
    return render(request, "territories/applications/sent.html", {"days": days})
