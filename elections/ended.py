"""Votes that end without a result, given up or closed without the quorum: their pages wait for nobody."""

from elections.models import Election
from elections.results import has_quorum, turnout

VOID, WITHOUT_QUORUM = "void", "without_quorum"


def without_quorum(election: Election) -> bool:
    """Tell whether the vote was closed without its quorum, also once it was given up afterwards."""
    return election.closed_at is not None and not has_quorum(election, turnout(election))


def in_vain(election: Election) -> str:
    """Return why ballots are not counted: ``VOID`` or ``WITHOUT_QUORUM``; empty where they are or will be."""
    if election.state == Election.State.VOID:
        return VOID
    if election.state == Election.State.CLOSED and not has_quorum(election, turnout(election)):
        return WITHOUT_QUORUM
    return ""
