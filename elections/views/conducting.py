"""Conducting an election in the room: sealed, opened, signed off, closed, counted, proclaimed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import (
    closing,
    conduct,
    days,
    incidents,
    keys,
    opening,
    proxies,
    results,
    risks,
    rolls,
    rounds,
    sheets,
    verdicts,
    watch,
)
from elections.forms.counting import CountForm, OpeningForm, ProclaimForm, ReasonForm, RollCallForm, TieForm
from elections.holding import RefusedActError
from elections.models import Box, BoxVerdict, Candidacy, Contest, Election, Minutes, Proxy, RollCallVote
from elections.models.rolls import entries_of
from elections.proclamation import proclaim
from elections.results import has_quorum, presence_not_noted, quorum, results_of, turnout
from elections.views.preparing import election_one_runs, name_of

State = Election.State
RUNNING = {State.SEALED, State.OPEN, State.CLOSED, State.COUNTED}


@require_http_methods(["GET", "HEAD", "POST"])
def election_conduct(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an election is and what comes next; carry out one step."""
    election = election_one_runs(request, pk)
    act = request.POST.get("act", "")
    form = ReasonForm(request.POST if act == "abandonner" else None)
    opening_form = _opening_form(request, election, act) if election.is_online else None
    try:
        if opening_form and act == "ouvrir":
            if opening_form.is_valid():
                opening.open_online(election, closes_at=opening_form.cleaned_data["closes_at"], at=timezone.now())
                messages.success(request, _("The vote is open."))
                return redirect("elections:election-conduct", election.pk)
        elif act in STEPS:
            messages.success(request, STEPS[act](election))
            return redirect("elections:election-conduct", election.pk)
        if act in {"convoquer", "papier"}:
            return _follow(request, election, act)
        if form.is_valid():
            conduct.give_up(election, reason=form.cleaned_data["reason"], by=name_of(request.user))
            messages.success(request, _("The election is given up."))
            return redirect("elections:election-conduct", election.pk)
    except RefusedActError as error:
        messages.error(request, str(error))
        election.refresh_from_db()
    seen = turnout(election)
    missing = conduct.missing_before_sealing(election) if election.is_draft else []
    context = {
        "election": election,
        "form": form,
        "opening_form": opening_form,
        **(_online_context(election) if election.is_online else {}),
        "missing": missing,
        "of_the_rules": days.to_settle(election) + conduct.deadlines_to_come(election) if missing else [],
        "proxies_are_next": missing[:1] == [proxies.above_the_limit(election)],
        "warnings": [*rolls.warnings_of(election), *risks.warnings_of(election)] if election.is_draft else [],
        "turnout": seen,
        "quorum": quorum(election, seen),
        "has_quorum": has_quorum(election, seen),
        "not_noted": presence_not_noted(election, seen),
        "candidacies": Candidacy.objects.standing().filter(contest__election=election).count(),
        "proxies": Proxy.objects.filter(giver__election=election).count(),
        "following": election.second_rounds.order_by("pk").last(),
        "held_again": election.held_again.order_by("pk").last(),
        "may_be_held_on_paper": rounds.may_be_held_on_paper(election),
        "has_minutes": election.state == State.VOID and Minutes.objects.filter(pk=election.pk).exists(),
        "unanswered": incidents.awaiting_answer(election),
        "is_roll_intact": election.state not in RUNNING or election.roll_sha256 == rolls.hash_of(election),
    }
    return render(request, "elections/conduct.html", context)


def _follow(request: HttpRequest, election: Election, act: str) -> HttpResponse:
    """Prepare the second call, or the vote on paper, and lead to what it still needs."""
    if act == "convoquer":
        following = rounds.call_again(election, at=timezone.now())
        said = _("The second call is prepared, with the same roll and candidates.")
    else:
        following = rounds.hold_on_paper(election)
        said = _("The vote on paper is prepared, with the same roll and candidates.")
    missing = days.to_settle(following)
    messages.success(request, said)
    for one in missing:
        messages.warning(request, one)
    return redirect("elections:election-rules" if missing else "elections:election-conduct", following.pk)


def _opening_form(request: HttpRequest, election: Election, act: str) -> OpeningForm:
    suggested = {"closes_at": opening.suggested_end(election, at=timezone.now())}
    return OpeningForm(request.POST if act == "ouvrir" else None, initial=suggested)


def _online_context(election: Election) -> dict[str, Any]:
    box = Box.objects.filter(election=election).defer("credentials", "next_credentials", "trustees").first()
    is_sealed = election.state == State.SEALED
    return {
        "box": box,
        "changes": watch.changes_since_sealing(election),
        "missing_keys": keys.missing_before_opening(election) if is_sealed else [],
        "missing_to_open": opening.missing_before_opening(election) if is_sealed and box else [],
        "may_close": election.state == State.OPEN
        and (closing.is_over(election) or closing.all_have_voted(election)),
    }


def _seal(election: Election) -> str:
    conduct.seal(election, at=timezone.now())
    return _("Sealed: rules, roll, candidacies and proxies do not change any more.")


def _open(election: Election) -> str:
    conduct.open_vote(election, at=timezone.now())
    return _("The vote is open: record who takes part.")


def _close(election: Election) -> str:
    if election.is_online:
        closing.close_online(election, at=timezone.now())
        return _("The vote is closed, and the box with it.")
    conduct.close_vote(election, at=timezone.now())
    return _("The vote is closed: count now.")


def _close_empty(election: Election) -> str:
    conduct.close_vote(election, at=timezone.now(), nobody_came=True)
    return _("The vote is closed: nobody came.")


def _count_again(election: Election) -> str:
    results.take_back(election)
    return _("The count is open again.")


STEPS: dict[str, Callable[[Election], str]] = {
    "sceller": _seal, "ouvrir": _open, "clore": _close, "personne": _close_empty, "recompter": _count_again,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def election_sign_offs(request: HttpRequest, pk: int) -> HttpResponse:
    """Record in the room which companies take part; show who did, once an online vote is closed."""
    election = election_one_runs(request, pk)
    # Online one signs off by voting; a list that grows before everybody's eyes would tell when.
    if election.is_online and election.closed_at is None:
        return redirect("elections:election-conduct", election.pk)
    if request.method == "POST":
        try:
            conduct.sign_off(
                election, sheets.keys_in(request.POST.getlist("signe")), shown=sheets.shown_in(request)
            )
            messages.success(request, _("The sign-off sheet is saved."))
            return redirect("elections:election-sign-offs", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
    seen = turnout(election)
    context = {
        "election": election, "entries": entries_of(election), "turnout": seen, "quorum": quorum(election, seen),
        "has_quorum": has_quorum(election, seen),
    }  # fmt: skip
    return render(request, "elections/sign_offs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def election_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was counted in the room."""
    election = election_one_runs(request, pk)
    if election.is_online:
        return redirect("elections:election-keys", election.pk)  # the trustees count, nobody types numbers
    seen = turnout(election)
    contests = _contests(election)
    typed = request.POST if request.method == "POST" and election.state == State.CLOSED else None
    forms = _forms_of_count(election, contests, seen.voices_taking_part, typed)
    if typed is not None and all([form.is_valid() for form in forms]):  # noqa: C419 - each says what is wrong with it
        try:
            _record(election, forms)
            messages.success(request, _("The count is recorded."))
            return redirect("elections:election-proclaim", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
            election.refresh_from_db()
    context = {
        "election": election, "forms": forms, "turnout": seen, "quorum": quorum(election, seen),
        "has_quorum": has_quorum(election, seen), "not_noted": presence_not_noted(election, seen),
    }  # fmt: skip
    return render(request, "elections/count.html", context)


def _contests(election: Election) -> list[tuple[Contest, list[Candidacy]]]:
    standing = list(
        Candidacy.objects.standing().filter(contest__election=election).select_related("person", "contest")
    )
    return [
        (contest, [c for c in standing if c.contest_id == contest.pk])
        for contest in election.contests.select_related("office")
    ]


def _forms_of_count(
    election: Election, contests: list[tuple[Contest, list[Candidacy]]], cast: int, typed: Any
) -> list[Any]:
    if election.way == Election.Way.ROLL_CALL:
        entries = [entry for entry in entries_of(election) if hasattr(entry, "sign_off")]
        return [RollCallForm(typed, entries=entries, contests=contests)]
    return [
        CountForm(typed, contest=contest, candidacies=standing, cast=cast, is_public=election.is_public_vote)
        for contest, standing in contests
    ]


def _record(election: Election, forms: list[Any]) -> None:
    if election.way == Election.Way.ROLL_CALL:
        results.record_roll_call(election, forms[0].answers(), at=timezone.now())
    else:
        results.record(election, [form.counted() for form in forms], at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def election_proclaim(request: HttpRequest, pk: int) -> HttpResponse:
    """Break ties, record who accepts, and proclaim."""
    election = election_one_runs(request, pk)
    told = results_of(election)
    ties = _tie_forms(request, election, told)
    acting = request.POST.get("act") == "proclamer"
    asks = request.POST.get("act") == "verifier" and election.is_online and election.state == State.COUNTED
    if asks and verdicts.verdict_of(election) is None:
        verdicts.ask(election, at=timezone.now())
        return redirect("elections:election-proclaim", election.pk)
    form = ProclaimForm(request.POST if acting else None, election=election, results=told)
    try:
        for result, tie in ties:
            if tie.is_bound and tie.is_valid():
                how = tie.cleaned_data["how"]
                results.break_tie(election, result.contest, tie.cleaned_data["chosen"], how=how)
                messages.success(request, _("Recorded: the rule has decided."))
                return redirect("elections:election-proclaim", election.pk)
        if form.is_valid():
            return _proclaim(request, election, form)
    except RefusedActError as error:
        messages.error(request, str(error))
        election.refresh_from_db()
    context = {
        "election": election, "results": told, "ties": ties, "form": form,
        "verdict": BoxVerdict.objects.filter(pk=election.pk).first(),
        "awaited": verdicts.missing_before_proclaiming(election),
        "going_on": rounds.for_second_round(election, told) if election.state == State.COUNTED else [],
        "roll_call": RollCallVote.objects.in_order_of(election),
    }  # fmt: skip
    return render(request, "elections/proclaim.html", context)


def _tie_forms(request: HttpRequest, election: Election, told: list[results.ContestResult]) -> list[Any]:
    about = request.POST.get("target", "") if request.POST.get("act") == "departager" else None
    return [
        (
            result,
            TieForm(
                request.POST if about == str(result.contest.pk) else None, result=result, rule=election.tie_rule
            ),
        )
        for result in told
        if result.is_tied
    ]


def _proclaim(request: HttpRequest, election: Election, form: ProclaimForm) -> HttpResponse:
    proclaimed, following = proclaim(
        election,
        accepting=form.accepting(),
        ending=form.ending(),
        drawn=form.drawn(),
        incidents=form.cleaned_data["incidents"],
        at=timezone.now(),
    )
    if following:
        messages.success(request, _("Proclaimed. The second round is prepared: seal it, then vote again."))
        return redirect("elections:election-conduct", following.pk)
    messages.success(request, _("Proclaimed: the mandates are recorded and the minutes are made."))
    return redirect(proclaimed)


@require_safe
def election_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the minutes as they were frozen."""
    minutes = get_object_or_404(Minutes.objects.visible_to(request.user).select_related("election"), pk=pk)
    answer = HttpResponse(bytes(minutes.pdf), content_type="application/pdf")
    name = f"proces-verbal-{minutes.election.held_on:%Y-%m-%d}-{minutes.pk}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
