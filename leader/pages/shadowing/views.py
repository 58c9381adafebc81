"""The two buttons: to look as a lead, and to be oneself again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leader.pages.shadowing import acts
from leader.shared.staff import staff_only
from leader.shared.typed import key_of
from territories.models import Territory


@staff_only
@require_POST
def shadowing_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Look as a lead of the territory (``lead``: the key of an account)."""
    territory = get_object_or_404(Territory, slug=slug)
    try:
        acts.begin(request, territory, key_of(request.POST.get("lead", "")) or 0, at=timezone.now())
    except acts.RefusedError:
        messages.error(request, _("Choose a lead of today who has an account and is not of the staff."))
    return redirect("pages:territory-dashboard", slug=slug)


@require_POST
def shadowing_end(request: HttpRequest) -> HttpResponse:
    """Be oneself again; where nothing ran, nothing happens."""
    shadowing = acts.end(request, at=timezone.now())
    if shadowing is None:
        return redirect("pages:home")
    messages.success(request, _("You are yourself again: you see the site with your own rights."))
    return redirect("pages:territory-dashboard", slug=shadowing.territory.slug)
