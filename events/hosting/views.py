"""The turn of each territory, the candidacy of one, and the decision."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from events.hosting import acts
from events.hosting.forms import CandidacyForm, DecisionForm
from events.hosting.rotation import turns_on
from events.models import HostCall, HostCandidacy
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.staff import staff_only
from members.models import User
from territories.models import LeadRight, Territory
from territories.scope import led_with

State = HostCandidacy.State


@login_not_required
@require_safe
def host_list(request: HttpRequest) -> HttpResponseBase:
    """Show for how long each territory has not hosted, the calls that are open, and what was decided."""
    today = timezone.localdate()
    turns = turns_on(today)
    if file := as_file(request, pgettext("name of a file", "hosts"), _columns(), turns):
        return file
    led = Territory.objects.filter(pk__in=led_with(request.user, LeadRight.EDIT))
    calls = HostCall.objects.visible_to(request.user).select_related("host")
    context = {
        "page": BoundedPaginator(turns).get_page(request.GET.get("page")),
        "year": today.year,
        "open_calls": calls.open_on(today),
        "undecided": calls.filter(outcome="", closes_on__lt=today),
        "decided": calls.exclude(outcome="")[:30],
        "led": led,
    }
    return render(request, "events/hosting/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def host_candidacy(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the candidacy of a territory to its leads, who keep it as a draft, submit or withdraw it."""
    calls = HostCall.objects.visible_to(request.user)
    if request.method == "POST":
        calls = calls.select_for_update(no_key=True)  # before the candidacy, as everybody does
    call = get_object_or_404(calls, year=year)
    territory = get_object_or_404(Territory.objects.editable_by(request.user), slug=slug)
    user, now = cast("User", request.user), timezone.now()
    candidacy = HostCandidacy.objects.filter(call=call, territory=territory).first() or HostCandidacy(
        call=call, territory=territory, author=user
    )
    candidacy.call = call
    act = request.POST.get("act", "")
    must_be_whole = act == "deposer" or candidacy.state == State.SUBMITTED
    form = CandidacyForm(request.POST or None, instance=candidacy, is_submitted=must_be_whole)
    try:
        if act == "retirer" and candidacy.pk:
            acts.withdraw(candidacy, at=now)
            messages.success(request, _("The candidacy is withdrawn."))
            return redirect(request.path)
        if act in ("garder", "deposer") and form.is_valid():
            acts.save(form.instance, submitted=act == "deposer", at=now)
            messages.success(
                request, _("The candidacy is submitted.") if act == "deposer" else _("The draft is kept.")
            )
            return redirect(request.path)
    except acts.RefusedError as error:
        messages.error(request, str(error))
    is_open = HostCall.objects.open_on(timezone.localdate(now)).filter(pk=call.pk).exists()
    stored = HostCandidacy.objects.filter(pk=candidacy.pk).first() if candidacy.pk else None
    context = {"call": call, "territory": territory, "candidacy": stored, "form": form, "is_open": is_open}
    return render(request, "events/hosting/candidacy.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def host_decision(request: HttpRequest, year: int) -> HttpResponse:
    """Show the candidacies of a year side by side, and decide."""
    call = get_object_or_404(HostCall.objects.select_related("host"), year=year)
    submitted = call.candidacies.filter(state=State.SUBMITTED).select_related("territory", "call")
    candidacies = list(submitted.order_by("territory__name", "pk"))
    form = DecisionForm(request.POST or None, candidacies=candidacies)
    if form.is_valid():
        try:
            acts.decide(call, **form.decided(), by=request.user, at=timezone.now())
        except acts.RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The decision is published."))
            return redirect("events:host-list")
    context = {"call": call, "candidacies": candidacies, "form": form, "today": timezone.localdate()}
    return render(request, "events/hosting/decision.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("territory"), lambda row: row.name),
        Column(gettext_lazy("hosted the gala last"), lambda row: row.last_hosted),
    ]
