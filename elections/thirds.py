"""Renewal by thirds: the first time, each of the elected draws after which third of the term the mandate ends.

The lots are drawn in the room and typed in. Later elections fill the seats of one third, for the whole term.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from elections.models import Elected, Election
from elections.results import ContestResult
from members.models import Company, Person
from territories.mandates.months import months_after
from territories.models import Mandate, Office

THIRDS = (1, 2, 3)
MONTHS = 12


@dataclass(frozen=True)
class Seat:
    """What one of the elected takes: who, for which company, in which office."""

    elected: Elected
    person: Person
    company: Company | None
    office: Office

    @property
    def key(self) -> str:
        """Return what names the seat in a form: the candidacy, the person and the office."""
        return f"{self.elected.candidacy_id}_{self.person.pk}_{self.office.pk}"


def seats_of(results: Iterable[ContestResult]) -> Iterator[Seat]:
    """Yield the seats that the elected take if they accept; a list has one for each place."""
    for result in results:
        for one in result.elected:
            if result.contest.office is None:
                for place in one.candidacy.places.all():
                    yield Seat(one, place.person, place.company, place.office)
            elif one.candidacy.person is not None:
                yield Seat(one, one.candidacy.person, one.candidacy.company, result.contest.office)


def drawn_before(election: Election) -> list[int]:
    """Return the thirds drawn in the first round, by the mandates that it gave: both rounds elect one body."""
    if election.first_round_id is None:
        return []
    elected = Elected.objects.filter(candidacy__contest__election=election.first_round_id)
    mandates = Mandate.objects.filter(pk__in=elected.values("mandates"), expected_end_on__isnull=False)
    return [_third_of(mandate, election.term_years // len(THIRDS)) for mandate in mandates]


def _third_of(mandate: Any, years: int) -> int:
    """Return after which third, of so many years, ``mandate`` ends; the nearest where its end was corrected."""
    ends = {third: months_after(mandate.starts_on, MONTHS * years * third) for third in THIRDS}
    return min(THIRDS, key=lambda third: abs(mandate.expected_end_on - ends[third]))


def uneven(election: Election, drawn: Iterable[int]) -> str:
    """Return why lots so drawn make no thirds, or nothing: their sizes differ by one seat at most.

    In a second round those of the first count too.
    """
    counts = Counter([*drawn_before(election), *drawn])
    sizes = [counts[third] for third in THIRDS]
    if max(sizes) - min(sizes) <= 1:
        return ""
    told = {"first": sizes[0], "second": sizes[1], "third": sizes[2]}
    return _("Thirds of %(first)s, %(second)s and %(third)s seats: they differ by one seat at most.") % told


def years_of(election: Election, seat: Seat, drawn: Mapping[str, int]) -> int:
    """Return how many years the mandate of ``seat`` lasts: the whole term, or the thirds of it that were drawn."""
    if not election.thirds_by_lot:
        return election.term_years
    return election.term_years // len(THIRDS) * drawn[seat.key]
