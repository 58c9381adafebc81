"""Elections as everybody reads them: the list, and the page of one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from elections.candidacies import eligible
from elections.hours import changes_of
from elections.models import Candidacy, CodeOfficer, Election, ListPlace, Minutes, RollEntry, Trustee
from elections.results import ContestResult, quorum, results_of, turnout
from elections.scope import elections_run_by, may_begin
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.disclosure import disclosed_to, people_through
from members.scope import person_of

State = Election.State


@login_not_required
@require_safe
def election_list(request: HttpRequest) -> HttpResponseBase:
    """Show the elections, the latest first."""
    elections = Election.objects.visible_to(request.user).select_related("territory")
    if file := as_file(request, pgettext("name of a file", "elections"), _columns(), elections):
        return file
    page = BoundedPaginator(elections.order_by("-held_on", "-pk")).get_page(request.GET.get("page"))
    context = {"page": page, "may_begin": may_begin(request.user)}
    return render(request, "elections/election_list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("what is elected"), lambda row: row.get_kind_display()),
        Column(gettext_lazy("Bureau of"), lambda row: row.territory or _("the federation")),
        Column(gettext_lazy("day of the vote"), lambda row: row.held_on),
        Column(gettext_lazy("round"), lambda row: row.round),
        Column(gettext_lazy("state"), lambda row: row.get_state_display()),
    ]


@login_not_required
@require_safe
def election_detail(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Show an election: its rules, who stands, and what was decided."""
    visible = Election.objects.visible_to(request.user)
    elections = visible.select_related("territory", "assembly", "first_round", "in_place_of")
    election = get_object_or_404(elections, pk=election_pk)
    if request.path != election.get_absolute_url():
        return redirect(election)
    seen = turnout(election)
    runs = elections_run_by(request.user).filter(pk=election.pk).exists()
    results = results_of(election) if _is_told(election, runs=runs) else []
    own = list(
        RollEntry.objects.filter(election=election).voted_by(request.user).select_related("company", "sign_off")
    )
    context = {
        "election": election,
        "results": as_seen_by(request.user, results),
        "contests": [] if results else _contests(election, request.user),
        "turnout": seen,
        "quorum": quorum(election, seen),
        "runs": runs,
        **(_taking_part(election, request.user) if election.is_draft else {}),
        "holds_key": election.is_online
        and Trustee.objects.visible_to(request.user)
        .filter(account=request.user.pk, ceremony__election=election, ceremony__given_up_at__isnull=True)
        .exists(),
        "makes_codes": election.has_code_officer
        and CodeOfficer.objects.visible_to(request.user).filter(account=request.user.pk, pk=election.pk).exists(),
        "own": own,
        "may_vote": election.is_online
        and election.state == State.OPEN
        and not election.suspended_at
        and any(not hasattr(entry, "sign_off") for entry in own),
        "changes": changes_of(election),
        "minutes": Minutes.objects.visible_to(request.user).filter(pk=election.pk).defer("pdf").first(),
        **_what_followed(election, visible),
        "reads_roll": runs or RollEntry.objects.visible_to(request.user).filter(election=election).exists(),
    }
    return render(request, "elections/election_detail.html", context)


def _is_told(election: Election, *, runs: bool) -> bool:
    """Tell whether the count is shown: proclaimed, or given up since; before that to who conducts alone."""
    if election.state == State.VOID:
        return election.counted_at is not None
    return election.state == State.PROCLAIMED or (runs and election.state == State.COUNTED)


def _what_followed(election: Election, visible: Any) -> dict[str, Election | None]:
    """Return its second round and the one held in its place, of those ``visible``; of several the last."""
    told: dict[str, Election | None] = {"second_round": None, "held_again": None}
    after = visible.filter(Q(first_round=election) | Q(in_place_of=election)).select_related("territory")
    for each in after.order_by("pk"):
        told["held_again" if each.in_place_of_id == election.pk else "second_round"] = each
    return told


def _taking_part(election: Election, user: AnyUser) -> dict[str, bool]:
    """Return whether ``user`` may stand, and give a proxy, while the election is prepared."""
    person = person_of(user) or 0
    return {
        "may_stand": eligible(election).filter(pk=person).exists(),
        "may_give": election.roll.filter(representative=person).exists() and election.proxies_per_holder > 0,
    }


def _contests(election: Election, user: AnyUser) -> list[Any]:
    places = ListPlace.objects.select_related("office").prefetch_related(people_through("person", user))
    standing = Candidacy.objects.standing().select_related("company")
    standing = standing.prefetch_related(people_through("person", user), Prefetch("places", places))
    contests = election.contests.select_related("office")
    return list(contests.prefetch_related(Prefetch("candidacies", standing, to_attr="standing")))


def as_seen_by(user: AnyUser, results: Iterable[ContestResult]) -> list[ContestResult]:
    """Return ``results`` whose people are prepared for ``user``, each to be shown as far as they chose."""
    told = list(results)
    candidacies = [candidacy for result in told for candidacy in result.candidacies]
    holders: list[Any] = [*candidacies, *(place for candidacy in candidacies for place in candidacy.places.all())]
    people = {p.pk: p for p in disclosed_to(user).filter(pk__in={h.person_id for h in holders if h.person_id})}
    for holder in holders:
        if holder.person_id:
            holder.person = people[holder.person_id]
    return told
