"""The models of the app."""

from elections.models.assemblies import Assembly, Decision
from elections.models.boxes import Box, BoxCheck, BoxEvent, BoxVerdict, Presence
from elections.models.codes import CodeGiven, CodeOfficer
from elections.models.contests import Candidacy, Contest, ListPlace
from elections.models.counts import CandidacyVotes, Count, Elected, RollCallVote
from elections.models.elections import Election, ElectionQuerySet
from elections.models.incidents import Incident, IncidentAnswer
from elections.models.keys import CeremonyMessage, KeyCeremony, Trustee
from elections.models.minutes import Minutes
from elections.models.risks import RiskLevel, RiskStatement
from elections.models.rolls import Proxy, RollEntry, RollEntryQuerySet, SignOff

__all__ = [
    "Assembly",
    "Box",
    "BoxCheck",
    "BoxEvent",
    "BoxVerdict",
    "Candidacy",
    "CandidacyVotes",
    "CeremonyMessage",
    "CodeGiven",
    "CodeOfficer",
    "Contest",
    "Count",
    "Decision",
    "Elected",
    "Election",
    "ElectionQuerySet",
    "Incident",
    "IncidentAnswer",
    "KeyCeremony",
    "ListPlace",
    "Minutes",
    "Presence",
    "Proxy",
    "RiskLevel",
    "RiskStatement",
    "RollCallVote",
    "RollEntry",
    "RollEntryQuerySet",
    "SignOff",
    "Trustee",
]
