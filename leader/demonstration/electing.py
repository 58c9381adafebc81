"""Elections of the demonstration: two being prepared, one whose key is to be made, one that was proclaimed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from elections import candidacies, ceremonies, conduct, presets, proclamation, results, risks, rolls
from elections.models import Election, RiskStatement
from elections.results import Counted
from members.models import User
from territories.models import Office, Territory

SAYS = "Faire connaître nos métiers aux lycéens, et ouvrir nos ateliers une fois par trimestre (fictif)."

# What is not reassuring in the vote online: a seat stands empty, who takes it decides, and proof is asked for.
AT_RISK = {RiskStatement.CAN_WAIT, RiskStatement.NO_POWER, RiskStatement.NO_PROOF}


def load_elections(trustees: list[User]) -> None:
    """Record them through the same acts as the pages; ``trustees`` are to make the key of a vote online."""
    for slug, days in [("toulouse", 21), ("ales", 14)]:
        _standing(_prepared(slug, days, ["president", "treasurer"]), "president")
    _held(_prepared("lozere", -10, ["treasurer"]))
    _online(_prepared("toulouse", 7, ["secretary"], way=Election.Way.ONLINE), trustees)


def _prepared(slug: str, days: int, codes: list[str], **rules: Any) -> Election:
    today = timezone.localdate()
    held_on = today + timedelta(days=days)
    election = presets.begin(
        Territory.objects.get(slug=slug),
        Election.Kind.BY_ELECTION if len(codes) == 1 else Election.Kind.RENEWAL,
        typed={
            "held_on": held_on, "roll_on": min(today, held_on), "place": "Salle des fêtes (fictive)",
            "convened_on": held_on - timedelta(days=15), "convened_how": "lettre par courriel",
            "article": "article 11 (fictif)", **rules,
        },
        offices=list(Office.objects.filter(code__in=codes)),
    )  # fmt: skip
    rolls.fill(election)
    return election


def _standing(election: Election, code: str) -> None:
    contest = election.contests.get(office__code=code)
    for person in candidacies.eligible(election)[:2]:
        candidacies.stand(contest, person, statement=SAYS, at=timezone.now())


def _online(election: Election, trustees: list[User]) -> None:
    _standing(election, "secretary")
    risks.answer(election, {statement: statement not in AT_RISK for statement in RiskStatement})
    conduct.seal(election, at=timezone.now())
    ceremonies.name_trustees(election, trustees, threshold=2)


def _held(election: Election) -> None:
    now = timezone.now()
    _standing(election, "treasurer")
    conduct.seal(election, at=now)
    conduct.open_vote(election, at=now)
    conduct.sign_off(election, election.roll.values_list("pk", flat=True))
    conduct.close_vote(election, at=now)
    contest = election.contests.get()
    winner, other = contest.candidacies.order_by("rank")
    most = election.roll.count() - 1
    results.record(election, [Counted(contest, {winner.pk: most, other.pk: 0}, blank=1, spoilt=0)], at=now)
    proclamation.proclaim(election, accepting={winner.pk: True}, at=now)
