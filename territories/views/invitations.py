"""Invitations to open a territory: sent and followed by staff, accepted by whom they are for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leader.shared.exports import Column, as_file
from leader.shared.staff import staff_only
from members.accounts.forms import SignUpForm
from members.accounts.invited import KnownAddressError, SpentError, WrongAccountError, has_account, holds
from territories.forms.invitations import InvitationForm
from territories.invitations import accept, invitations_behind, invite, sign_up
from territories.models import OpeningInvitation

PER_PAGE = 25
DESTINATION = "territories:opening-list"


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: HttpRequest) -> HttpResponseBase:
    """Show who was invited and what became of it, and invite somebody."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        sent = invite(by=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
        return redirect("territories:invitation-list")
    rows = OpeningInvitation.objects.administered_by(request.user)
    rows = rows.select_related("invited_by__person", "accepted_by__person", "opening").order_by(
        "-created_at", "pk"
    )
    if file := as_file(request, pgettext("name of a file", "invitations"), _columns(), rows):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "territories/invitation_list.html", {"form": form, "page": page, "now": timezone.now()})


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("e-mail"), lambda row: row.email),
        Column(gettext_lazy("sent at"), lambda row: row.created_at),
        Column(gettext_lazy("invited by"), lambda row: row.invited_by.person or row.invited_by),
        Column(gettext_lazy("expires at"), lambda row: row.expires_at),
        Column(gettext_lazy("accepted at"), lambda row: row.accepted_at),
        Column(gettext_lazy("opening"), lambda row: row.opening),
    ]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; accepting it is a POST, so that no reader of mail does it."""
    found = get_object_or_404(invitations_behind(secret))
    form = _form(request, found)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, found, form)
    return _page(request, found, form)


def _form(request: HttpRequest, found: OpeningInvitation) -> SignUpForm | None:
    """Return the form that asks for a name, for a visitor whose address has no account."""
    if request.user.is_authenticated or has_account(found.email):
        return None
    return SignUpForm(request.POST or None)


def _accept(request: HttpRequest, found: OpeningInvitation, form: SignUpForm | None) -> HttpResponse:
    user: Any = request.user
    if not user.is_authenticated and form is None:
        return _page(request, found, None)  # the address has an account: its owner signs in first
    try:
        if form is None:
            accept(found, by=user, at=timezone.now())
        else:
            user = sign_up(found, at=timezone.now(), **form.cleaned_data)
            login(request, user)  # an account made this moment has no second factor to ask for
    except (SpentError, WrongAccountError, KnownAddressError):
        return _page(request, found, None)  # which says why
    messages.success(request, _("Welcome: you may now begin the dossier of your territory."))
    return redirect(DESTINATION)


def _page(request: HttpRequest, found: OpeningInvitation, form: SignUpForm | None) -> HttpResponse:
    found.refresh_from_db()
    user: Any = request.user
    context = {
        "invitation": found,
        "form": form,
        "is_spent": bool(found.accepted_at) or found.expires_at <= timezone.now(),
        "is_yours": user.is_authenticated and holds(user, found.email),
        "accepted_by_you": user.is_authenticated and found.accepted_by_id == user.pk,
    }
    status = 410 if context["is_spent"] else 403 if user.is_authenticated and not context["is_yours"] else 200
    return render(request, "territories/invitation.html", context, status=status)
