"""Renewal by thirds: the first time, each of the elected draws after which third of the term the mandate ends.

The lots are drawn in the room and typed in. Later elections fill the seats of one third, for the whole term.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from elections.models import Elected, Election
from elections.results import ContestResult
from members.models import Company, Person
from territories.models import Office

THIRDS = (1, 2, 3)


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


def uneven(drawn: Iterable[int]) -> str:
    """Return why lots so drawn make no thirds, or nothing: their sizes differ by one seat at most."""
    counts = Counter(drawn)
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
