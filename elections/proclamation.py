"""Proclaiming: in one act the elected have their mandates, the assembly its decision, the election its minutes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections import minutes, thirds, verdicts
from elections.holding import RefusedActError, hold
from elections.models import Assembly, Candidacy, Decision, Elected, Election
from elections.results import ContestResult, has_quorum, results_of, turnout
from elections.rounds import open_second_round
from territories.mandates import acts
from territories.mandates.months import months_after
from territories.models import Mandate, Office, Territory

State, Kind = Election.State, Election.Kind
MONTHS = 12


@transaction.atomic
def proclaim(
    election: Election,
    *,
    accepting: Mapping[int, bool],
    ending: Iterable[int] = (),
    drawn: Mapping[str, int] | None = None,
    incidents: str = "",
    at: datetime,
) -> tuple[Election, Election | None]:
    """Proclaim ``election``: return it, and its second round when one is needed.

    ``accepting`` says of each candidacy that is elected (by its key) whether it accepts; ``ending`` are the keys
    of the mandates that end the day before: those of who goes out. ``drawn`` says of each seat (by its key) which
    third was drawn for it, where the body is renewed by thirds. Raise RefusedActError.
    """
    locked = hold(election, State.COUNTED)
    for key, accepts in accepting.items():
        Elected.objects.filter(candidacy=key, candidacy__contest__election=locked).update(has_accepted=accepts)
    results = results_of(locked)
    if missing := missing_before_proclaiming(locked, results):
        raise RefusedActError(missing[0])
    renewed = _end(locked, ending)
    mandates = _seat(locked, results, drawn or {}, renewed)
    locked.assembly = _minuted(locked, results, mandates)
    following = open_second_round(locked)
    _mark_the_stage(locked, mandates)
    locked.state, locked.proclaimed_at = State.PROCLAIMED, at
    locked.save(update_fields=["state", "proclaimed_at", "assembly"])
    minutes.freeze(locked, results, incidents=incidents, following=following, at=at)
    return locked, following


def missing_before_proclaiming(election: Election, results: list[ContestResult]) -> list[str]:
    """Return what must be said before ``election`` can be proclaimed."""
    said = verdicts.missing_before_proclaiming(election)
    if not has_quorum(election, turnout(election)):
        said.append(_("The quorum is not reached."))
    said += [
        _("%(office)s: votes are equal. Record whom the rule elects.") % {"office": result.contest.title}
        for result in results
        if result.is_tied
    ]
    said += [
        _("%(who)s: record whether they accept.") % {"who": one.candidacy.label}
        for result in results
        for one in result.elected
        if one.has_accepted is None
    ]
    return said


def outgoing(election: Election) -> Any:
    """Return the mandates that run when the vote ends in the offices for which somebody is elected.

    Without those that the first round gave: its elected have just begun.
    """
    elected = Candidacy.objects.filter(contest__election=election, elected__isnull=False)
    elected = elected.exclude(elected__has_accepted=False)
    offices = Office.objects.filter(pk__in=elected.values("contest__office"))
    offices |= Office.objects.filter(pk__in=elected.values("places__office"))
    running = Mandate.objects.of_body(election.territory).running_on(election.decided_on)
    running = running.filter(office__in=offices.values("pk"), starts_on__lt=election.decided_on)
    if election.first_round_id:
        running = running.exclude(pk__in=_given_by(election=election.first_round_id))
    return running.select_related("person", "office").order_by("office__rank", "pk")


def _given_by(**what: Any) -> Any:
    """Return the keys of the mandates that elections gave; ``what`` says which elections."""
    named = {f"elected__candidacy__contest__{name}": value for name, value in what.items()}
    return Elected.mandates.through.objects.filter(**named).values("mandate")


def ending_by_default(election: Election, results: Iterable[ContestResult]) -> list[int]:
    """Return the keys of the ``outgoing`` mandates that end unless it is said otherwise; the others go on.

    Those whose term is over; those of who is elected again to the same office; and all of an office elected anew:
    none is at a by-election, nor one with fewer elected than there are mandates, nor one that is left by thirds.
    """
    going = list(outgoing(election))
    seats = [seat for seat in thirds.seats_of(results) if seat.elected.has_accepted is not False]
    again = {(seat.person.pk, seat.office.pk) for seat in seats}
    anew = set() if election.kind == Kind.BY_ELECTION else _elected_anew(election, seats, going)
    return [
        mandate.pk
        for mandate in going
        if (mandate.expected_end_on and mandate.expected_end_on <= election.decided_on)
        or (mandate.person_id, mandate.office_id) in again
        or mandate.office_id in anew
    ]


def _elected_anew(election: Election, seats: Iterable[thirds.Seat], going: Iterable[Mandate]) -> set[int]:
    """Return the offices for which at least as many are elected, in both rounds, as hold them."""
    elected = Counter(seat.office.pk for seat in seats)
    if election.first_round:
        before = thirds.seats_of(results_of(election.first_round))
        elected.update(seat.office.pk for seat in before if seat.elected.has_accepted)
    running = Counter(mandate.office_id for mandate in going)
    drawn = Mandate.objects.of_body(election.territory).filter(
        pk__in=_given_by(election__thirds_by_lot=True), starts_on__lt=election.decided_on
    )
    by_thirds = set(
        drawn.exclude(pk__in=_given_by(election=election.first_round_id)).values_list("office", flat=True)
    )
    return {office for office, count in running.items() if elected[office] >= count} - by_thirds


def _end(election: Election, keys: Iterable[int]) -> set[tuple[int, int]]:
    """End the mandates of who goes out; return (person, office) of each, to tell who is elected again."""
    ended = set()
    for mandate in outgoing(election).filter(pk__in=list(keys), ends_on__isnull=True):
        last = max(election.decided_on - timedelta(days=1), mandate.starts_on)
        acts.end(mandate, on=last, reason=_("End of the term: the bureau was elected anew"))
        ended.add((mandate.person_id, mandate.office_id))
    return ended


def _seat(
    election: Election, results: list[ContestResult], drawn: Mapping[str, int], renewed: set[tuple[int, int]]
) -> list[Mandate]:
    """Give each of those who accept their mandate; a list that accepts gives one for each place."""
    taken = [seat for seat in thirds.seats_of(results) if seat.elected.has_accepted]
    if election.thirds_by_lot:
        if any(drawn.get(seat.key) not in thirds.THIRDS for seat in taken):
            raise RefusedActError(_("Record which third was drawn for each of the elected."))
        if said := thirds.uneven(election, [drawn[seat.key] for seat in taken]):
            raise RefusedActError(said)
    made = []
    for seat in taken:
        mandate = _appoint(election, seat, years=thirds.years_of(election, seat, drawn), renewed=renewed)
        seat.elected.mandates.add(mandate)
        made.append(mandate)
    return made


def _appoint(election: Election, seat: thirds.Seat, *, years: int, renewed: set[tuple[int, int]]) -> Mandate:
    begins = election.decided_on
    return acts.appoint(
        person=seat.person,
        office=seat.office,
        territory=election.territory,
        company=seat.company,
        beginning=Mandate.Beginning.ELECTION,
        is_renewal=(seat.person.pk, seat.office.pk) in renewed,
        starts_on=begins,
        expected_end_on=None if seat.office.is_honorary else months_after(begins, MONTHS * years),
    )


def _minuted(election: Election, results: list[ContestResult], mandates: list[Mandate]) -> Assembly:
    """Record in the assembly of the day on which the vote ended what was decided, with the mandates that begin."""
    kind = Assembly.Kind.CONSTITUENT if election.kind == Kind.FIRST_BUREAU else Assembly.Kind.GENERAL
    day = election.decided_on
    found = Assembly.objects.filter(territory=election.territory, held_on=day)
    assembly: Assembly = found.order_by("pk").first() or Assembly.objects.create(
        territory=election.territory, held_on=day, kind=kind, place=election.place
    )
    rank = assembly.decisions.count() + 1
    for result in results:
        decision = Decision.objects.create(assembly=assembly, text=_told(election, result), rank=rank)
        decision.mandates.set(
            [m for m in mandates if m.office == result.contest.office or not result.contest.office]
        )
        rank += 1
    return assembly


def _told(election: Election, result: ContestResult) -> str:
    names = ", ".join(one.candidacy.label for one in result.elected if one.has_accepted)
    told = {"office": result.contest.title, "names": names, "round": election.round}
    if names:
        return _("Election, %(office)s: %(names)s (round %(round)s).") % told
    return _("Election, %(office)s: nobody is elected in round %(round)s.") % told


def _mark_the_stage(election: Election, mandates: list[Mandate]) -> None:
    """Tell the life of the territory that its bureau is elected, the first time that somebody presides it."""
    presides = any(mandate.office.is_presidency for mandate in mandates)
    territory: Territory | None = election.territory
    if territory is None or not presides or election.kind != Kind.FIRST_BUREAU:
        return
    try:
        with transaction.atomic():
            territory.elect_bureau(on=election.decided_on, place=election.place)
    except Territory.ImpossibleStageError:
        return  # it is told already, or the life of the territory is being put right by hand
