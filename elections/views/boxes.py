"""The public box: what everybody reads and downloads, and the check that the polling station asks for."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import box, checking, heads, watch
from elections.ended import in_vain
from elections.incidents import elections_watched_by
from elections.models import BoxCheck, BoxEvent, Election, SignOff
from elections.scope import elections_run_by

VERIFIER = Path(settings.BASE_DIR) / "elections" / "crypto" / "verify.py"
LONGEST_SEARCH = 100  # characters; a tracker has 43
PER_PAGE = 100


def _opened(request: HttpRequest, pk: int) -> Election:
    """Return an online election whose vote has opened and that whoever asks sees; else it is not found."""
    seen = Election.objects.visible_to(request.user).filter(pk=pk, way=Election.Way.ONLINE)
    election: Election = get_object_or_404(seen.select_related("territory", "box"))
    if not BoxEvent.objects.filter(election=election).exists():
        raise Http404
    return election


@login_not_required
@require_safe
def election_box(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the box: the trackers in alphabetical order, which is that of nobody, and the head."""
    election = _opened(request, pk)
    trackers = sorted(map(_tracker, _payloads(election)))
    sought = "".join(request.GET.get("q", "").split())[:LONGEST_SEARCH]
    context = {
        "election": election,
        "count": len(trackers),
        "head": box.head(election),
        "closing": heads.at_closing(election),
        "page": Paginator(trackers, PER_PAGE).get_page(request.GET.get("page")),
        "sought": sought,
        "is_found": sought in trackers,
        "height": _height_of(election, sought),
        "check": BoxCheck.objects.filter(pk=election.pk).first(),
        "in_vain": in_vain(election),
    }
    return render(request, "elections/box.html", context)


def _height_of(election: Election, head: str) -> int | None:
    """Return the height of the event that has this hash: whoever kept a head sees that the box still holds it."""
    found: int | None = (
        BoxEvent.objects.filter(election=election, sha256=head).values_list("height", flat=True).first()
    )
    return found


def _payloads(election: Election) -> Any:
    ballots = BoxEvent.objects.filter(election=election, type=BoxEvent.Type.BALLOT)
    return ballots.order_by("payload").values_list("payload", flat=True)


def _tracker(payload: str) -> str:
    """Return the tracker of a ballot from the hash of its text: the same digest, written otherwise."""
    return base64.b64encode(bytes.fromhex(payload)).decode().rstrip("=")


@login_not_required
@require_safe
def election_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the archive as it stands, unless whoever asks has it: it is made anew only when it has grown."""
    election = _opened(request, pk)
    # The last event names all of those before it, and the date of the file never changes: its hash names the file.
    etag = quote_etag(box.head(election))
    if held := get_conditional_response(request, etag=etag):
        return held
    answer = HttpResponse(box.archive(election), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{election.box.uuid}.bel"'
    answer.headers["ETag"] = etag
    return answer


@login_not_required
@require_safe
def election_setup(request: HttpRequest, pk: int) -> JsonResponse:
    """Give the four texts of the Setup, byte for byte, as the booth reads them."""
    names = ("election", "trustees", "credentials", "setup")
    texts = box.setup_texts(_opened(request, pk))
    return JsonResponse(dict(zip(names, texts, strict=True)), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def election_verifier(request: HttpRequest) -> HttpResponse:
    """Give the verifier, to run alone: ``python verify.py FILE [TRACKER] --no-revote``."""
    answer = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify.py"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def election_box_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the polling station how the box stands; check it at once when asked."""
    election: Election = get_object_or_404(elections_watched_by(request.user), pk=pk)
    if not BoxEvent.objects.filter(election=election).exists():
        raise Http404
    if request.method == "POST":
        found = checking.check(election, at=timezone.now())
        if found.problem:
            messages.error(request, _("The box is not sound: read below, and tell it in the minutes."))
        else:
            messages.success(request, _("The box is sound."))
        return redirect("elections:election-box-check", election.pk)
    context = {
        "election": election,
        "head": box.head(election),
        "events": BoxEvent.objects.filter(election=election).count(),
        "ballots": BoxEvent.objects.filter(election=election, type=BoxEvent.Type.BALLOT).count(),
        "sign_offs": SignOff.objects.filter(roll_entry__election=election).count(),
        "companies": election.roll.count(),
        "changes": watch.changes_since_sealing(election),
        "check": BoxCheck.objects.filter(pk=election.pk).first(),
        "runs": elections_run_by(request.user).filter(pk=election.pk).exists(),
    }
    return render(request, "elections/box_check.html", context)
