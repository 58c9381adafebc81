"""The register of incidents and the hours of a vote: what voters report, what the polling station does then."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from elections import hours, incidents
from elections.forms.incidents import AnswerForm, ExtensionForm, IncidentForm, SuspensionForm
from elections.holding import RefusedActError
from elections.models import Election, Incident
from elections.scope import elections_run_by
from elections.views.preparing import election_one_runs
from elections.views.voting import entries_voted_by
from leader.shared.typed import key_of


@require_http_methods(["GET", "HEAD", "POST"])
def election_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the end of an online vote later, suspend it, resume it."""
    election = election_one_runs(request, pk)
    if not election.is_online or election.opened_at is None:
        raise Http404
    act = request.POST.get("act", "")
    later = ExtensionForm(request.POST if act == "prolonger" else None, initial={"until": election.closes_at})
    pause = SuspensionForm(request.POST if act == "suspendre" else None, auto_id="id_pause_%s")
    try:
        if said := _change_hours(act, election, later, pause):
            messages.success(request, said)
            return redirect("elections:election-hours", election.pk)
    except RefusedActError as error:
        messages.error(request, str(error))
        election.refresh_from_db()
    context = {"election": election, "later": later, "pause": pause, "changes": hours.changes_of(election)}
    return render(request, "elections/hours.html", context)


def _change_hours(act: str, election: Election, later: ExtensionForm, pause: SuspensionForm) -> str:
    if act == "prolonger" and later.is_valid():
        hours.extend(election, until=later.cleaned_data["until"], reason=later.cleaned_data["reason"])
        return _("The end of the vote is moved: voters see it on their page.")
    if act == "suspendre" and pause.is_valid():
        hours.suspend(election, reason=pause.cleaned_data["reason"])
        return _("The vote is suspended: no ballot is taken.")
    if act == "reprendre":
        hours.resume(election)
        return _("The vote goes on.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def election_incidents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the register to who conducts and to the trustees; write down what happened, answer what is reported."""
    election: Election = get_object_or_404(incidents.elections_watched_by(request.user), pk=pk)
    act, target = request.POST.get("act", ""), key_of(request.POST.get("target", ""))
    form = IncidentForm(request.POST if act == "noter" else None)
    rows: list[Any] = list(incidents.register_of(election))
    try:
        if form.is_valid():
            incidents.note(election, form.cleaned_data["text"])
            messages.success(request, _("Written down: the minutes will hold it."))
            return redirect("elections:election-incidents", election.pk)
        for row in rows:
            typed = request.POST if act == "repondre" and row.pk == target else None
            row.form = AnswerForm(typed, auto_id=f"id_{row.pk}_%s")
            if row.form.is_valid():
                incidents.answer(row, row.form.cleaned_data["text"])
                messages.success(request, _("The answer is written down."))
                return redirect("elections:election-incidents", election.pk)
    except RefusedActError as error:
        messages.error(request, str(error))
        election.refresh_from_db()
    context = {
        "election": election, "rows": rows, "form": form, "is_running": election.state in incidents.RUNNING,
        "runs": elections_run_by(request.user).filter(pk=election.pk).exists(),
    }  # fmt: skip
    return render(request, "elections/incidents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def election_report(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Let who votes for a company report an incident, and read what was answered."""
    entry = get_object_or_404(entries_voted_by(request.user, pk), pk=entry_pk)
    form = IncidentForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            incidents.report(entry, form.cleaned_data["text"])
            messages.success(request, _("Reported: the polling station reads it, and the minutes hold it."))
            return redirect("elections:election-report", pk, entry_pk)
    except RefusedActError as error:
        messages.error(request, str(error))
    own = Incident.objects.filter(roll_entry=entry).prefetch_related("answers").order_by("at", "pk")
    is_running = entry.election.state in incidents.RUNNING
    context = {"election": entry.election, "entry": entry, "rows": own, "form": form, "is_running": is_running}
    return render(request, "elections/report.html", context)
