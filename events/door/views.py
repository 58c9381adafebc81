"""The page of a door, what its browser keeps for a lost network, the badges, and who holds a door."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.door import acts, badges, naming, roll
from events.door.counts import Count
from events.door.forms import FORMS, CodeForm, DoorForm, PersonForm, WalkInForm, told_of
from events.door.holding import events_welcomed_by
from events.door.naming_forms import KeeperForm
from events.models import Admission, CheckIn, DoorKeeper, Event
from events.registration.holding import RefusedError
from events.registration.parties import events_run_by
from leader.shared.paper import pdf_response
from leader.shared.typed import key_of, visible
from members.models import User

LATEST = 15
OVERLAP = timedelta(minutes=1)  # what was received before the last answer and committed after it
# The camera is for this page alone; it is refused everywhere else (leader/shared/middleware.py).
CAMERA = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
_WORKER = Path(settings.BASE_DIR) / "static/js/door_worker.js"


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a door: whoever comes in, by badge, by name or without registration; the live count."""
    admission = _welcomed(request, slug).admission
    if request.method == "POST" and request.POST.get("act") == "annuler":
        return _undo(request, admission)
    form = _sent(request, admission)
    arrived = form.carry_out() if form and form.is_valid() else None
    if "application/json" in request.headers.get("Accept", ""):
        return _told(admission, form, arrived)
    if arrived:
        say = messages.warning if arrived.is_repeat else messages.success
        say(request, told_of(arrived))
        return redirect(f"{request.path}?{urlencode({'porte': arrived.door})}")
    return _page(request, admission, form)


@require_safe
def door_roll(request: HttpRequest, slug: str) -> JsonResponse:
    """Tell a door's browser who is expected and who is there; with ``depuis``, who arrived since that answer."""
    admission = _welcomed(request, slug).admission
    now = timezone.now()
    since = _instant(request.GET.get("depuis", ""))
    since = since and since - OVERLAP
    people = [] if since else list(roll.expected(request.user, admission))
    told = {
        "people": people,
        "there": list(roll.there_since(request.user, admission, since)),
        "gone": list(roll.gone_since(request.user, admission, since)) if since else [],
        "token": get_token(request),  # that of the page is none any more once somebody has signed in again
    }
    return JsonResponse({"now": now.isoformat(), **told, **_count(admission)})


@require_safe
def door_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the script that keeps the page of this door: it stands beside the page, and so reaches no other."""
    _welcomed(request, slug)
    return HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def badge_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the badges of all who are named, as a PDF to cut."""
    event = _run(request, slug)
    content = badges.of(event, roll.on_the_list(request.user, event.admission))
    return pdf_response("badges", content, at=timezone.now(), name=f"badges-{event.slug}.pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def door_team(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who holds a door of an event besides the staff and the leads, name somebody, take somebody out."""
    event = _run(request, slug)
    keepers = DoorKeeper.objects.editable_by(request.user).filter(event=event)
    now, user = timezone.now(), cast("User", request.user)
    if request.method == "POST" and request.POST.get("act") == "retirer":
        get_object_or_404(keepers, pk=key_of(request.POST.get("qui", ""))).delete()
        messages.success(request, _("This person holds no door any more."))
        return redirect(request.path)
    form = KeeperForm(request.POST or None)
    if form.is_valid():
        try:
            naming.name(event, form.cleaned_data["email"], by=user, at=now)
        except RefusedError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("A letter tells this person where the page of the door is."))
            return redirect(request.path)
    return render(request, "events/door/team.html", {"event": event, "keepers": keepers, "form": form})


def _welcomed(request: HttpRequest, slug: str) -> Event:
    return get_object_or_404(events_welcomed_by(request.user).select_related("admission"), slug=slug)


def _run(request: HttpRequest, slug: str) -> Event:
    return get_object_or_404(events_run_by(request.user).select_related("admission"), slug=slug)


def _sent(request: HttpRequest, admission: Admission) -> DoorForm | None:
    form_class = FORMS.get(request.POST.get("act", ""))
    return form_class(request.POST, admission=admission, user=request.user) if form_class else None


def _told(admission: Admission, form: DoorForm | None, arrived: CheckIn | None) -> JsonResponse:
    if arrived is None:
        errors = [str(text) for texts in form.errors.values() for text in texts] if form else [_("Unknown act.")]
        return JsonResponse({"state": "refused", "told": " ".join(errors), **_count(admission)})
    state = "repeat" if arrived.is_repeat else "arrived"
    return JsonResponse(
        {"state": state, "told": told_of(arrived), "who": arrived.attendee_id, **_count(admission)}
    )


def _count(admission: Admission) -> dict[str, Any]:
    count = Count.of(admission)
    return {"arrived": count.arrived, "expected": count.expected, "is_over": count.is_over}


def _undo(request: HttpRequest, admission: Admission) -> HttpResponse:
    rows = CheckIn.objects.editable_by(request.user).filter(admission=admission)
    found = get_object_or_404(rows, pk=key_of(request.POST.get("qui", "")))
    if acts.undo(found, at=timezone.now()):
        messages.success(request, _("The arrival of %(name)s is undone.") % {"name": found})
    return redirect(f"{request.path}?{urlencode({'porte': _door(request.POST.get('door', ''))})}")


def _page(request: HttpRequest, admission: Admission, form: DoorForm | None) -> HttpResponse:
    here = _door(request.GET.get("porte", "") or request.POST.get("door", ""))
    blank: dict[str, Any] = {"admission": admission, "user": request.user, "door": here}
    words = visible(request.GET.get("q", ""))[:100]
    found = roll.found(request.user, admission, words) if words else []
    latest = CheckIn.objects.visible_to(request.user).filter(admission=admission, undone_at=None)
    context = {
        "event": admission.event,
        "count": Count.of(admission),
        "here": here,
        "words": words,
        "found": [(each, PersonForm(**blank, auto_id=False)) for each in found],
        "code_form": form if isinstance(form, CodeForm) else CodeForm(**blank),
        "walk_in_form": form if isinstance(form, WalkInForm) else WalkInForm(**blank),
        "refused": form if isinstance(form, PersonForm) else None,
        "latest": latest.select_related("attendee__registration__company", "attendee__registration__invitation")[
            :LATEST
        ],
        "roll_url": reverse("events:door-roll", args=[admission.event.slug]),
        "worker_url": reverse("events:door-worker", args=[admission.event.slug]),
    }
    answer = render(request, "events/door/door.html", context)
    answer.headers["Permissions-Policy"] = CAMERA
    return answer


def _door(text: str) -> str:
    return visible(text)[:40]


def _instant(text: str) -> datetime | None:
    """Return the instant that ``text`` writes; None for any other text."""
    try:
        instant = parse_datetime(text)
    except ValueError:
        return None
    return instant if instant and instant.tzinfo else None
