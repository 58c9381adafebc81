"""What follows an election that is not enough: a second round, or a second call after a missing quorum."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections.counting import standing_again
from elections.holding import RefusedActError, hold
from elections.models import Candidacy, Contest, Election, ListPlace, Proxy, RollEntry
from elections.results import ContestResult, has_quorum, quorum, results_of, turnout

State = Election.State
_RULES = [
    "territory", "kind", "way", "from_afar", "remote_article", "held_on", "place", "roll_on", "convened_on",
    "convened_how", "article", "quorum_percent", "quorum_base", "majority_base", "rounds", "second_round",
    "tie_rule", "proxies_per_holder", "term_years", "thirds_by_lot", "cooptation_allowed", "codes_by",
    "contest_days", "contest_article",
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
    """Record that the quorum is missing, and return the second call: a draft without a quorum."""
    locked = hold(election, State.CLOSED)
    seen = turnout(locked)
    if has_quorum(locked, seen):
        raise RefusedActError(_("The quorum is reached."))
    there, needed = quorum(locked, seen)
    locked.state = State.VOID
    locked.void_reason = _("The quorum was not reached: %(there)s of the %(needed)s needed.") % {
        "there": there,
        "needed": needed,
    }
    locked.save(update_fields=["state", "void_reason"])
    following = _copy(locked, is_second_call=True, quorum_percent=0)
    for rank, contest in enumerate(locked.contests.all(), 1):
        keys = list(Candidacy.objects.standing().filter(contest=contest).values_list("pk", flat=True))
        _copy_contest(contest, following, contest.seats, keys, rank)
    return following


def _copy(election: Election, **others: Any) -> Election:
    rules = {name: getattr(election, name) for name in _RULES} | others
    following: Election = Election.objects.create(**rules)
    entries = {}
    for entry in RollEntry.objects.filter(election=election).order_by("pk"):
        entries[entry.pk] = RollEntry.objects.create(
            election=following, company_id=entry.company_id, representative_id=entry.representative_id,
            weight=entry.weight,
        )  # fmt: skip
    for proxy in Proxy.objects.filter(giver__election=election):
        Proxy.objects.create(
            giver=entries[proxy.giver_id], holder=entries[proxy.holder_id], given_at=proxy.given_at
        )
    return following


def _copy_contest(contest: Contest, following: Election, seats: int, keys: list[int], rank: int) -> None:
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
