"""The models of the app."""

from elections.models.assemblies import Assembly, Decision
from elections.models.contests import Candidacy, Contest, ListPlace
from elections.models.counts import CandidacyVotes, Count, Elected, RollCallVote
from elections.models.elections import Election, ElectionQuerySet
from elections.models.minutes import Minutes
from elections.models.rolls import Proxy, RollEntry, RollEntryQuerySet, SignOff

__all__ = [
    "Assembly",
    "Candidacy",
    "CandidacyVotes",
    "Contest",
    "Count",
    "Decision",
    "Elected",
    "Election",
    "ElectionQuerySet",
    "ListPlace",
    "Minutes",
    "Proxy",
    "RollCallVote",
    "RollEntry",
    "RollEntryQuerySet",
    "SignOff",
]
