"""The life of a territory after its opening, for staff: choose an act, read what it entails, do it."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leader.pages.succession.acts import ACTS, Act, Asked, possible
from leader.pages.succession.entails import SPLIT, entailed
from leader.pages.succession.forms import ActForm, SplitForm
from members.models import User
from territories.history import successions_of
from territories.models import StageKind, Territory
from territories.succession.following import Followers
from territories.succession.holding import ChangedError, RefusedError


@require_safe
def territory_after(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what may come after, and what hangs on the territory today."""
    territory = _territory(request, slug)
    context = {
        "territory": territory, "acts": possible(territory).items(), "successions": successions_of(territory),
        "lines": entailed(territory, "", timezone.localdate()),
    }  # fmt: skip
    return render(request, "pages/succession/after.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def territory_after_act(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Ask for the day and the reason, tell what the act entails, and do it once it was told."""
    territory = _territory(request, slug)
    if act not in ACTS:
        raise Http404
    if act not in possible(territory):
        messages.warning(request, _("This cannot come now in the life of the territory."))
        return redirect("pages:territory-after", slug=slug)
    form = ACTS[act].form(request.POST or None, territory=territory)
    found = None
    if form.is_valid():
        asked = Asked(territory, form.cleaned_data, cast("User", request.user), timezone.now())
        if _was_told(ACTS[act], asked) and _done(request, ACTS[act], asked, form):
            territory.refresh_from_db()
            return redirect("pages:territory-after", slug=slug)
        found = _tell(ACTS[act], asked, form)
    return _page(request, territory, act, form, found)


def _territory(request: HttpRequest, slug: str) -> Any:
    today = timezone.localdate()
    territories = Territory.objects.administered_by(request.user).with_stage_on(today)
    territory = get_object_or_404(territories, slug=slug)
    territory.stage_label = StageKind(territory.stage).label
    return territory


def _was_told(act: Act, asked: Asked) -> bool:
    """Tell whether who would move was shown; an act that moves nobody is shown by its page."""
    found = act.foresee(asked)
    return found is None or found.digest() == asked.typed["shown"]


def _done(request: HttpRequest, act: Act, asked: Asked, form: ActForm) -> bool:
    try:
        warnings = act.do(asked)
    except RefusedError as error:
        form.refuse(error.message)
        return False
    except ChangedError:  # between the question and the act: told again
        return False
    messages.success(request, str(act.done))
    for warning in warnings:
        messages.warning(request, warning)
    return True


def _tell(act: Act, asked: Asked, form: ActForm) -> Followers | None:
    """Show who would move; when somebody else changed it since it was shown, say so."""
    found = act.foresee(asked)
    if found is None or form.errors:
        return found
    if asked.typed["shown"]:
        form.refuse(_("Something has changed since you read this page: nothing was done, look again."))
    if isinstance(form, SplitForm):
        form.propose(list(found.here))
    form.show(found.digest())
    return found


def _page(
    request: HttpRequest, territory: Territory, act: str, form: ActForm, found: Followers | None
) -> HttpResponse:
    context = {
        "territory": territory, "act": ACTS[act], "form": form, "found": found,
        "lines": entailed(territory, act, timezone.localdate()),
        "companies": form["companies"] if act == SPLIT and found else None,
    }  # fmt: skip
    return render(request, "pages/succession/act.html", context)
