"""One's own place in a commission: ask, join, withdraw, answer an invitation, leave."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions import joining
from commissions.forms.seats import SeatForm
from commissions.joining import RefusedError
from commissions.models import Commission
from commissions.scope import place_of
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def commission_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one's place in a commission and what one may do about it; carry out one act, named by ``act``."""
    commission = get_object_or_404(Commission.objects.visible_to(request.user), slug=slug)
    user = cast("User", request.user)
    form = SeatForm(request.POST if request.method == "POST" else None)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act and form.is_valid():
        try:
            messages.success(request, act(commission, user, form.cleaned_data["message"]))
            return redirect(commission)
        except RefusedError as error:
            form.add_error(None, str(error))
    place = place_of(user, commission, timezone.localdate())
    return render(request, "commissions/place.html", {"commission": commission, "form": form, "place": place})


def _join(commission: Commission, user: User, message: str) -> str:
    seated = joining.join(commission, by=user, message=message, at=timezone.now())
    told = {"name": commission.name}
    if seated:
        return _("You sit in %(name)s from today.") % told
    return _("Your request is on its way to the chair of %(name)s.") % told


def _withdraw(commission: Commission, user: User, message: str) -> str:
    joining.withdraw(commission, by=user, at=timezone.now())
    return _("Your request is withdrawn.")


def _accept(commission: Commission, user: User, message: str) -> str:
    joining.accept(commission, by=user, at=timezone.now())
    return _("You sit in %(name)s from today.") % {"name": commission.name}


def _decline(commission: Commission, user: User, message: str) -> str:
    joining.decline(commission, by=user, at=timezone.now())
    return _("You have declined the invitation.")


def _leave(commission: Commission, user: User, message: str) -> str:
    joining.leave(commission, by=user, at=timezone.now())
    return _("You have left %(name)s.") % {"name": commission.name}


ACTS: dict[str, Callable[[Commission, User, str], Any]] = {
    "demander": _join, "retirer": _withdraw, "accepter": _accept, "decliner": _decline, "quitter": _leave,
}  # fmt: skip
