"""Before and during a vote: the codes that are sent for one online, and who is in the room."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from elections import codes, officers, presences, rolls, sheets, watch
from elections.forms.codes import CodeOfficerForm
from elections.holding import RefusedActError
from elections.models import Box, CodeOfficer, Election, RollEntry
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
    """Show where the voting codes go; send them, or name who makes them; give one again."""
    election = _online(request, pk)
    is_naming = request.POST.get("act") == "designer"
    form = CodeOfficerForm(request.POST if is_naming else None, election=election)
    if request.method == "POST":
        try:
            if said := _act_on_codes(request, election, form):
                messages.success(request, said)
                return redirect("elections:election-codes", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
    lines = codes.destinations(election)
    box = Box.objects.filter(election=election).defer("next_credentials", "trustees").first()
    changes = watch.changes_since_sealing(election)
    changed = {change.entry.pk for change in changes if change.asks}
    officers_of = CodeOfficer.objects.filter(election=election).select_related("account__person")
    context = {
        "election": election,
        "lines": lines,
        "changes": changes,
        "mark": watch.mark_of(changes),
        "changed": changed,
        "must_confirm": any(line.by.pk in changed for line in lines),
        "form": form,
        "officer": officers_of.first(),
        "missing": [] if election.has_code_officer else codes.missing_before_sending(election, lines),
        "warnings": rolls.warnings_of_accounts(election),
        "together": sum(1 for line in lines if not line.is_apart),
        "why_none": codes.why_none_any_more(election),
        "box": box,
        "may_give_again": election.state == Election.State.SEALED
        and not election.has_code_officer
        and box is not None
        and box.codes_sent_at is not None,
    }
    return render(request, "elections/codes.html", context)


def _act_on_codes(request: HttpRequest, election: Election, form: CodeOfficerForm) -> str:
    act = request.POST.get("act", "")
    if act == "designer":
        if not form.is_valid():
            return ""
        officer = officers.name(election, form.cleaned_data["account"])
        return _("%(name)s makes the codes, and is told so by letter.") % {"name": officer}
    if act == "redonner":
        rows = RollEntry.objects.select_related("company", "election")
        entry = get_object_or_404(rows, election=election, pk=key_of(request.POST.get("target", "")) or 0)
        codes.give_again(entry, at=timezone.now(), confirmed=request.POST.get("confirme", ""))
        return _("A new code is sent to %(company)s; the former one is worth nothing.") % {
            "company": entry.company
        }
    count = codes.send(election, at=timezone.now(), confirmed=request.POST.get("confirme", ""))
    return ngettext("%(count)s code is sent.", "%(count)s codes are sent.", count) % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
def election_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record which companies are in the room: they count for the quorum."""
    election = election_one_runs(request, pk)
    if request.method == "POST":
        keys, shown = sheets.keys_in(request.POST.getlist("present")), sheets.shown_in(request)
        if "tous" in request.POST:
            keys = set(election.roll.filter(proxy_given__isnull=True).values_list("pk", flat=True))
            shown = set()  # whoever was unticked meanwhile is there too
        try:
            presences.record(election, keys, shown=shown)
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
