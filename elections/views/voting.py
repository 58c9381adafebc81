"""Voting online: the booth of a line of the roll, and the address that takes its ballot."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from elections.casting import NotCastError, cast, is_open
from elections.hours import changes_of
from elections.models import Election, RollEntry, SignOff
from leader.shared.idempotency import leaves_no_trace
from leader.shared.limits import Limit, has_room, is_within
from leader.shared.scope import AnyUser

# The proofs of a ballot cost a tenth of a second: nobody keeps the site busy with false ones, or with the code of
# another company. Those that are cast are not counted: rows with an hour would tell who voted when.
FALSE_BALLOTS = Limit(60, timedelta(minutes=10))


def entries_voted_by(user: AnyUser, pk: int) -> Any:
    """Return the lines of the roll of an online election for which ``user`` votes."""
    rows = RollEntry.objects.voted_by(user).filter(election=pk, election__way=Election.Way.ONLINE)
    return rows.select_related("election__territory", "company", "representative", "proxy_given")


@require_safe
def election_vote(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Show the booth in which one votes for a company."""
    entry = get_object_or_404(entries_voted_by(request.user, pk), pk=entry_pk)
    context = {
        "election": entry.election,
        "entry": entry,
        "has_voted": SignOff.objects.filter(pk=entry.pk).exists(),
        "is_open": is_open(entry.election),
        "changes": changes_of(entry.election),
    }
    return render(request, "elections/vote.html", context)


@transaction.non_atomic_requests
@leaves_no_trace
@sensitive_post_parameters("ballot")
@require_POST
def election_cast(request: HttpRequest, pk: int, entry_pk: int) -> JsonResponse:
    """Take the ballot of a company; the same text sent again gets the same answer."""
    entry = entries_voted_by(request.user, pk).filter(pk=entry_pk).first()
    if entry is None:
        return JsonResponse({"message": _("You do not vote for this company.")}, status=404)
    who = str(request.user.pk)
    if not has_room(FALSE_BALLOTS, "cast", who):
        return JsonResponse({"message": _("Too many attempts: wait ten minutes.")}, status=429)
    try:
        return JsonResponse({"tracker": cast(entry, request.POST.get("ballot", ""), request.user)})
    except NotCastError as error:
        if error.is_attempt:
            is_within(FALSE_BALLOTS, "cast", who)
        told = {"message": error.message} | ({"check": error.check} if error.check else {})
        return JsonResponse(told, status=error.status)
