"""The desks of assemblies and of elections."""

from elections.admin.assemblies import AssemblyAdmin
from elections.admin.elections import (
    BoxEventAdmin,
    CandidacyAdmin,
    ElectionAdmin,
    IncidentAdmin,
    KeyCeremonyAdmin,
    MinutesAdmin,
    RollEntryAdmin,
)

__all__ = [
    "AssemblyAdmin",
    "BoxEventAdmin",
    "CandidacyAdmin",
    "ElectionAdmin",
    "IncidentAdmin",
    "KeyCeremonyAdmin",
    "MinutesAdmin",
    "RollEntryAdmin",
]
