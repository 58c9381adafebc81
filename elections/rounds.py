"""What follows an election that is not enough: a second round, a second call without a quorum, a vote on paper."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections import ended, minutes, verdicts
from elections.counting import standing_again
from elections.holding import RefusedActError, hold
from elections.models import Candidacy, Contest, Election, ListPlace, Proxy, RollEntry
from elections.results import ContestResult, has_quorum, quorum, results_of, turnout

State = Election.State
_RULES = [
    "territory", "kind", "way", "from_afar", "remote_article", "held_on", "place", "roll_on", "convened_on",
    "convened_how", "article", "quorum_percent", "quorum_base", "second_call_days", "second_call_quorum",
    "second_call_article", "majority_base", "rounds", "second_round",
    "tie_rule", "proxies_per_holder", "term_years", "thirds_by_lot", "cooptation_allowed", "codes_by",
    "contest_days", "contest_article", "risk_answers",
]  # fmt: skip


def for_second_round(election: Election, results: list[ContestResult]) -> list[tuple[Contest, int, list[int]]]:
    """Return the contests that go on: with the seats that stayed empty, and who stands again."""
    if election.round >= election.rounds:
        return []
    going_on = []
    for result in results:
        taken = {one.candidacy_id for one in result.elected}
        left = {c.pk: c.votes.voices for c in result.candidacies if c.pk not in taken and hasattr(c, "votes")}
        if result.open_seats > 0 and left and not result.is_tied:
            top_two = election.second_round == Election.SecondRound.TOP_TWO
            going_on.append(
                (result.contest, result.open_seats, standing_again(left, seats=result.open_seats, top_two=top_two))
            )
    return going_on


def open_second_round(election: Election) -> Election | None:
    """Return the second round of ``election``, a draft with the same roll; None when none is needed.

    The caller holds the first round and proclaims it in the same transaction.
    """
    going_on = for_second_round(election, results_of(election))
    if not going_on:
        return None
    following = _copy(election, round=2, first_round=election)
    for rank, (contest, seats, keys) in enumerate(going_on, 1):
        _copy_contest(contest, following, seats, keys, rank)
    return following


@transaction.atomic
def call_again(election: Election, *, at: datetime) -> Election:
    """Record in minutes that the quorum is missing, and return the second call: a draft with the quorum of one."""
    locked = hold(election, State.CLOSED)
    seen = turnout(locked)
    if has_quorum(locked, seen):
        raise RefusedActError(_("The quorum is reached."))
    if awaited := verdicts.still_awaited(locked):
        raise RefusedActError(awaited)
    there, needed = quorum(locked, seen)
    minutes.freeze(locked, [], incidents="", following=None, at=at)
    locked.state = State.VOID
    locked.void_reason = _("The quorum was not reached: %(there)s of the %(needed)s needed.") % {
        "there": there,
        "needed": needed,
    }
    locked.save(update_fields=["state", "void_reason"])
    stays = {name: getattr(locked, name) for name in ("round", "first_round")}
    return _again(locked, **stays, **_of_a_second_call(locked))


def _of_a_second_call(election: Election) -> dict[str, Any]:
    """Return what the second call of ``election`` has of its own: the quorum of one, and to be convened anew."""
    convened_anew = {"convened_on": None, "convened_how": ""}
    return {"is_second_call": True, "quorum_percent": election.second_call_quorum, **convened_anew}


@transaction.atomic
def hold_on_paper(election: Election) -> Election:
    """Return the election on paper that takes the place of one online that was given up: a draft.

    It has the same roll, proxies and candidates, and stays the round that it was. Where the quorum was missing it
    is the second call: nobody gives a vote up to be spared its delay, its convocation or its quorum.
    """
    locked = hold(election, State.VOID)
    if not may_be_held_on_paper(locked):
        raise RefusedActError(_("Only a vote online whose roll was sealed is held again on paper, and once."))
    on_paper = {"way": Election.Way.PAPER, "from_afar": False, "remote_article": "", "risk_answers": None}
    stays = {
        name: getattr(locked, name)
        for name in ("round", "first_round", "is_second_call", "candidacies_until", "proxies_until")
    }
    missed = _of_a_second_call(locked) if ended.without_quorum(locked) else {}
    return _again(locked, **on_paper | stays | missed)


def may_be_held_on_paper(election: Election) -> bool:
    """Tell whether an election was given up so that it may be held again in the room, on paper."""
    is_given_up = election.state == State.VOID and election.is_online and election.sealed_at is not None
    return is_given_up and not election.held_again.exclude(state=State.VOID).exists()


def _again(election: Election, **others: Any) -> Election:
    """Return a draft in the place of ``election`` with all who stand there; ``others`` are rules that differ."""
    following = _copy(election, in_place_of=election, **others)
    for rank, contest in enumerate(election.contests.all(), 1):
        keys = list(Candidacy.objects.standing().filter(contest=contest).values_list("pk", flat=True))
        _copy_contest(contest, following, contest.seats, keys, rank)
    return following


def _copy(election: Election, *, proxies_until: datetime | None = None, **others: Any) -> Election:
    rules = {name: getattr(election, name) for name in _RULES} | others
    proxies = list(Proxy.objects.filter(giver__election=election))
    most = max(Counter(proxy.holder_id for proxy in proxies).values(), default=0)
    limit = rules["proxies_per_holder"]
    following: Election = Election.objects.create(**rules | {"proxies_per_holder": max(limit, most)})
    entries = {}
    for entry in RollEntry.objects.filter(election=election).order_by("pk"):
        entries[entry.pk] = RollEntry.objects.create(
            election=following, company_id=entry.company_id, representative_id=entry.representative_id,
            weight=entry.weight,
        )  # fmt: skip
    for proxy in proxies:
        Proxy.objects.create(
            giver=entries[proxy.giver_id], holder=entries[proxy.holder_id], given_at=proxy.given_at
        )
    # What would refuse the proxies of before comes once they are there: a limit that is lower than it was, or an
    # end that has come. It is saved in any case: see ``days.AS_COPIED``.
    following.proxies_per_holder, following.proxies_until = limit, proxies_until
    following.save(update_fields=["proxies_per_holder", "proxies_until"])
    following.refresh_from_db(fields=["version"])
    return following


def _copy_contest(contest: Contest, following: Election, seats: int, keys: list[int], rank: int) -> None:
    if contest.method == Contest.Method.LISTS:
        seats = contest.seats  # those of a list, of which one is elected
    copied = Contest.objects.create(
        election=following, method=contest.method, office=contest.office, seats=seats, rank=rank
    )
    for candidacy in Candidacy.objects.filter(pk__in=keys).order_by("rank", "pk"):
        again = Candidacy.objects.create(
            contest=copied, person_id=candidacy.person_id, company_id=candidacy.company_id, rank=candidacy.rank,
            list_name=candidacy.list_name, statement=candidacy.statement,
        )  # fmt: skip
        for place in candidacy.places.all():
            ListPlace.objects.create(
                candidacy=again, person_id=place.person_id, company_id=place.company_id, office_id=place.office_id,
                rank=place.rank,
            )  # fmt: skip
