"""Which territory a company that moved would be at home in: proposed, never changed by itself."""

from dataclasses import dataclass
from datetime import date

from leader.geography.models import Commune
from members.models import Company
from territories.areas.holders import territories_of
from territories.models import Affiliation, Territory


@dataclass(frozen=True)
class Move:
    """What a new seat means for the territory: where the company is at home, and where it would be."""

    home: Territory | None
    proposed: list[Territory]

    @property
    def crosses(self) -> bool:
        """Tell whether the new seat lies in another territory than the home."""
        return bool(self.proposed) and self.home not in self.proposed

    @property
    def leaves(self) -> bool:
        """Tell whether the new seat lies in no territory, although the company has a home."""
        return self.home is not None and not self.proposed


def move_of(company: Company, commune: Commune | None, day: date) -> Move:
    """Return what a seat in ``commune`` means for ``company`` on ``day``."""
    home = Affiliation.objects.running_on(day).filter(company=company, is_home=True).select_related("territory")
    proposed = territories_of([commune], day)[commune.code] if commune else []
    return Move(next((spell.territory for spell in home), None), proposed)
