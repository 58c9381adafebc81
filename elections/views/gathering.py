"""Before and during an online vote: the codes that are sent, and who is in the room."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from elections import codes, presences
from elections.holding import RefusedActError
from elections.models import Box, Election
from elections.models.rolls import entries_of
from elections.results import has_quorum, quorum, turnout
from elections.views.preparing import election_one_runs
from leader.shared.typed import key_of


def _online(request: HttpRequest, pk: int) -> Election:
    election = election_one_runs(request, pk)
    if not election.is_online:
        raise Http404
    return election


@require_http_methods(["GET", "HEAD", "POST"])
def election_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the voting codes go, and send them."""
    election = _online(request, pk)
    if request.method == "POST":
        try:
            count = codes.send(election, at=timezone.now())
            said = ngettext("%(count)s code is sent.", "%(count)s codes are sent.", count)
            messages.success(request, said % {"count": count})
            return redirect("elections:election-codes", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
    lines = codes.destinations(election)
    context = {
        "election": election,
        "lines": lines,
        "missing": codes.missing_before_sending(election, lines),
        "together": sum(1 for line in lines if not line.is_apart),
        "box": Box.objects.filter(election=election).defer("credentials", "next_credentials", "trustees").first(),
    }
    return render(request, "elections/codes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def election_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record which companies are in the room, where only those vote."""
    election = _online(request, pk)
    if election.from_afar:
        raise Http404
    if request.method == "POST":
        keys = [key for key in map(key_of, request.POST.getlist("present")) if key is not None]
        try:
            presences.record(election, keys)
            messages.success(request, _("The sheet of presence is saved."))
            return redirect("elections:election-presence", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
    seen = turnout(election)
    context = {
        "election": election, "entries": entries_of(election).select_related("presence"), "turnout": seen,
        "quorum": quorum(election, seen), "has_quorum": has_quorum(election, seen),
        "may_change": election.state in presences.STATES,
    }  # fmt: skip
    return render(request, "elections/presence.html", context)
