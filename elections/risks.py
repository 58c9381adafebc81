"""The risk of a vote online, by the grid of the CNIL: what the site knows beforehand, and what it warns of."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.holding import RefusedActError, hold
from elections.models import Election, RiskLevel, RiskStatement

MEANING = {
    RiskLevel.LOW: gettext_lazy(
        "Few people vote, nobody quarrels, the elected have little power, and whoever runs the site neither votes"
        " nor stands and is neutral in the eyes of all."
    ),
    RiskLevel.MEDIUM: gettext_lazy(
        "Somebody, within the association perhaps, may have a reason and some means to disturb the vote."
    ),
    RiskLevel.HIGH: gettext_lazy(
        "Many people vote, there is a conflict, or somebody has strong reasons to disturb the vote."
    ),
}


def known_of(election: Election) -> dict[RiskStatement, bool]:
    """Return the statements of which the site knows beforehand whether they are true."""
    companies = election.roll.count()
    known = {RiskStatement.UNDER_50: companies < 50, RiskStatement.UNDER_1000: companies < 1000}
    known = known if companies else {}
    # Whoever is in the room can vote on paper there; of those who vote from afar the site does not know.
    return known if election.from_afar else known | {RiskStatement.OTHER_WAYS: True}


def answers_of(election: Election) -> dict[RiskStatement, bool]:
    """Return what was answered to each statement; nothing where the grid was not."""
    return dict(zip(RiskStatement, election.risk_answers or [], strict=False))


@transaction.atomic
def answer(election: Election, answers: dict[RiskStatement, bool]) -> Election:
    """Keep the answers to all statements; raise RefusedActError once the election is sealed."""
    locked = hold(election, Election.State.DRAFT)
    if not locked.is_online:
        raise RefusedActError(_("The risk grid is for votes online."))
    locked.risk_answers = [answers[statement] for statement in RiskStatement]
    locked.save(update_fields=["risk_answers"])
    return locked


def warnings_of(election: Election) -> list[str]:
    """Return what whoever seals a vote online should know of its risk; nothing of it hinders the sealing."""
    if not election.is_online:
        return []
    if election.risk_level is None:
        return [_("The risk grid of the CNIL is not answered: the minutes will say so.")]
    said, known = [], known_of(election)
    if any(is_true and not known.get(statement, True) for statement, is_true in answers_of(election).items()):
        said.append(_("More companies are on the roll than the risk grid says: answer it again."))
    if election.risk_level == RiskLevel.HIGH:
        said.append(_("Risk level 3: it asks for more than the site gives by itself, see the grid."))
    return said
