"""The page where a territory invites its pressenties to an event and reads their answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods

from events.courting.answers import answer_of, courted_guests, has_answered
from events.courting.forms import CourtingForm
from events.courting.inviting import invite
from events.models import Event
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from territories.models import LeadRight, Territory
from territories.scope import led_with, territories_run_by


@require_http_methods(["GET", "HEAD", "POST"])
def courted_guest_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show what the pressenties answered to the invitation to an event (``?evenement=``), and invite them."""
    territory: Territory = get_object_or_404(territories_run_by(request.user), slug=slug)
    events = list(_events())
    event = _chosen(events, request.GET.get("evenement", ""))
    may_invite = request.user.is_staff or territory.pk in led_with(request.user, LeadRight.EDIT)
    if request.method == "POST" and not (may_invite and event):
        raise Http404
    context: dict[str, Any] = {"territory": territory, "events": events, "event": event, "may_invite": may_invite}
    if event is None:
        return render(request, "events/courting/guests.html", context)
    rows = courted_guests(territory, event.admission, request.user)
    if file := as_file(request, pgettext("name of a file", "answers of pressenties"), _columns(), rows):
        return file
    form = CourtingForm(request.POST or None, prospects=rows)
    if form.is_valid():
        _invite(request, event, form.cleaned_data)
        address = reverse("events:courted-guest-list", args=[territory.slug])
        return redirect(f"{address}?evenement={event.slug}")
    page = BoundedPaginator(rows).get_page(request.GET.get("page"))
    for prospect in page:
        prospect.answer = answer_of(prospect)
        prospect.may_be_ticked = may_invite and bool(prospect.contact_email) and not has_answered(prospect)
        prospect.is_ticked = str(prospect.pk) in form.keys
    context["may_tick"] = any(prospect.may_be_ticked for prospect in page)
    return render(request, "events/courting/guests.html", context | {"form": form, "page": page})


def _events() -> Any:
    """Return the published events to which one registers still, the next gala first."""
    open_still = Event.objects.filter(is_published=True, admission__closes_at__gt=timezone.now())
    return open_still.select_related("admission").order_by("-kind", "held_on", "pk")[:50]


def _chosen(events: list[Event], slug: str) -> Event | None:
    if not slug:
        galas = [event for event in events if event.kind == Event.Kind.GALA]
        return next(iter([*galas, *events]), None)
    found = next((event for event in events if event.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _invite(request: HttpRequest, event: Event, chosen: dict[str, Any]) -> None:
    outcome = invite(
        event.admission, chosen["chosen"], places_max=chosen["places_max"], by=request.user, at=timezone.now()
    )
    if outcome.sent:
        told = ngettext(
            "%(count)s invitation is on its way.", "%(count)s invitations are on their way.", outcome.sent
        )
        messages.success(request, told % {"count": outcome.sent})
    for sentence in outcome.refused:
        messages.warning(request, sentence)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("company"), lambda row: row.company.name),
        Column(gettext_lazy("stage"), lambda row: row.get_state_display()),
        Column(gettext_lazy("contact"), lambda row: row.contact_name),
        Column(gettext_lazy("contact's e-mail"), lambda row: row.contact_email),
        Column(gettext_lazy("answer"), answer_of),
    ]
