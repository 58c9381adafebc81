"""The page of a party: of a company for those who represent it, of an invited house for whoever holds its link."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event, Registration
from events.registration import attendees
from events.registration.forms import PANELS, EntryForm, PartyForm, RegisterForm, form_for
from events.registration.holding import RefusedError
from events.registration.links import attendee_behind, invitation_behind
from events.registration.parties import Party, companies_for
from members.scope import companies_of


@require_safe
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the page of the company that one represents; ask which, where there are several or none."""
    event = _event(request, slug)
    companies = list(companies_for(request.user).filter(pk__in=companies_of(request.user)).order_by("name", "pk"))
    if len(companies) == 1:
        return redirect("events:party", event.slug, companies[0].pk)
    return render(request, "events/registration/companies.html", {"event": event, "companies": companies})


@require_http_methods(["GET", "HEAD", "POST"])
def party(request: HttpRequest, slug: str, company_pk: int) -> HttpResponse:
    """Show the party of a company at an event, and carry out one act: the one named by ``act``."""
    event = _event(request, slug)
    company = get_object_or_404(companies_for(request.user), pk=company_pk)
    return _answer(request, Party(event.admission, company=company))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the party of an invited house to whoever holds its link, and carry out one act."""
    found = invitation_behind(token)
    if found is None:
        raise Http404
    return _answer(request, Party(found.admission, invitation=found))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendee_own(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who was named complete the own entry."""
    found = attendee_behind(token)
    if found is None:
        raise Http404
    initial = {name: getattr(found, name) for name in EntryForm.FIELDS}
    form = EntryForm(request.POST or None, initial=initial)
    admission = found.registration.admission
    if form.is_valid():
        try:
            attendees.change(found, form.cleaned_data, by=None, at=timezone.now())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you: your entry is saved."))
            return redirect(request.path)
    context = {"attendee": found, "event": admission.event, "admission": admission, "form": form}
    context["is_open"] = admission.is_open_at(timezone.now())
    return render(request, "events/registration/attendee.html", context)


def _event(request: HttpRequest, slug: str) -> Event:
    events = Event.objects.visible_to(request.user).filter(admission__isnull=False)
    return get_object_or_404(events.select_related("admission__event"), slug=slug)


def _answer(request: HttpRequest, of: Party) -> HttpResponse:
    latest = _latest(of)
    if request.method == "POST":
        form_class = form_for(request.POST.get("act", ""))
        form = _form(form_class, of, latest, request, request.POST.get("qui", "")) if form_class else None
        if form and form.is_valid() and (told := form.carry_out()):
            messages.success(request, told)
            return redirect(request.path)
        return _page(request, of, _latest(of), form)
    form_class = form_for(request.GET.get("faire", ""))
    if form_class not in PANELS or latest is None:
        return _page(request, of, latest, None)
    return _page(request, of, latest, _form(form_class, of, latest, request, request.GET.get("qui", "")))


def _form(
    form_class: type[PartyForm], of: Party, live: Registration | None, request: HttpRequest, target: str
) -> PartyForm:
    data = request.POST if request.method == "POST" else None
    return form_class(data, party=of, registration=live, user=request.user, target=target)


def _latest(of: Party) -> Registration | None:
    """Return the live registration of the party, with what its page tells."""
    rows = of.registrations().live().select_related("company", "invitation")
    found: Registration | None = rows.prefetch_related("attendees", "line_changes").first()
    if found:
        found.admission = of.admission
    return found


def _page(request: HttpRequest, of: Party, live: Registration | None, form: PartyForm | None) -> HttpResponse:
    now, user = timezone.now(), request.user
    if form is not None and form.is_bound and live:
        _show_the_version(form, live)
    is_open = of.admission.is_open_at(now) or getattr(user, "is_staff", False)
    asking = form if isinstance(form, RegisterForm) else None
    if live is None and is_open and asking is None:
        asking = RegisterForm(party=of, registration=None, user=user)
    context = {
        "party": of,
        "event": of.admission.event,
        "admission": of.admission,
        "live": live,
        "form": None if isinstance(form, RegisterForm) else form,
        "asking": asking if live is None else None,
        "is_open": is_open,
        "now": now,
        "ahead": Registration.objects.ahead_of(live) if live and live.state == Registration.State.WAITING else 0,
        "unnamed": live.places - len(live.attendees.all()) if live else 0,
        "waits_for_members": _waits_for_members(of, live, now),
    }
    return render(request, "events/registration/party.html", context)


def _waits_for_members(of: Party, live: Registration | None, now: datetime) -> bool:
    if live and live.state != Registration.State.WAITING:
        return False
    category = live.category if live else of.category_on(timezone.localdate(now))
    return not of.admission.serves(category, now)


def _show_the_version(form: PartyForm, live: Registration) -> None:
    """Let the next sending of a refused form be about the party as it is shown now."""
    data: Any = form.data
    form.data = data = data.copy()
    data[form.add_prefix("seen")] = live.version
