"""What a register tells of one company that it was asked about by its SIREN."""

from dataclasses import dataclass

from members.models import RegisterSnapshot
from members.register.answers import RegisteredCompany


@dataclass(frozen=True)
class Told:
    """An answer: how it ended, the company if there is one, the SIREN that took its place if there is another."""

    outcome: RegisterSnapshot.Outcome
    company: RegisteredCompany | None = None
    other_siren: str = ""
