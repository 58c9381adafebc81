"""Recording what was counted, and who is elected by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import wrap
from typing import Any

from django.db import transaction
from django.db.models import Count as CountRows
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from elections import incidents
from elections.counting import Outcome, is_quorate, needed_for_quorum, outcome
from elections.holding import RefusedActError, hold
from elections.models import Candidacy, CandidacyVotes, Contest, Count, Elected, Election, RollCallVote, SignOff
from elections.models.incidents import LONGEST

State, Base = Election.State, Election.MajorityBase
ONE_MORE_THAN_HALF = 2


@dataclass(frozen=True)
class Turnout:
    """Who is on the roll, who is there and who voted: companies and voices.

    A company is *there* when it is ticked as present, has voted, or is represented by one that is or has; only
    those that voted *take part*. Whoever is there and abstains counts for the quorum, for a majority of who is
    there, and among no votes. Whoever voted is there, so that majority is never below one of the votes cast.
    """

    companies: int = 0
    voices: int = 0
    companies_ticked: int = 0
    companies_present: int = 0
    companies_represented: int = 0
    voices_there: int = 0
    companies_taking_part: int = 0
    voices_taking_part: int = 0
    by_proxy: int = 0
    proxies: int = 0

    @property
    def companies_there(self) -> int:
        """Return how many companies are present or represented."""
        return self.companies_present + self.companies_represented


@dataclass(frozen=True)
class Counted:
    """What was counted in one contest: ``voices`` by the key of the candidacy."""

    contest: Contest
    voices: Mapping[int, int]
    blank: int
    spoilt: int


@dataclass
class ContestResult:
    """A contest with its count, its candidacies in the order of votes, and what follows by the rules.

    ``there`` are the voices present or represented, where the majority is more than half of them.
    """

    contest: Contest
    count: Count | None
    candidacies: list[Candidacy]
    outcome: Outcome
    elected: list[Elected] = field(default_factory=list)
    needed: int | None = None
    there: int | None = None

    @property
    def open_seats(self) -> int:
        """Return how many seats nobody has won."""
        return self.contest.elected_at_most - len(self.elected)

    @property
    def is_tied(self) -> bool:
        """Tell whether the rule of ties must still say who is elected."""
        return bool(self.outcome.tied) and len(self.elected) < len(self.outcome.elected) + self.outcome.from_tied

    @property
    def tied(self) -> list[Candidacy]:
        """Return the candidacies with equal votes of which some are to be elected."""
        return [c for c in self.candidacies if c.pk in self.outcome.tied]


_VOTED = Q(sign_off__isnull=False)
_TICKED = Q(presence__isnull=False)
_PRESENT = _VOTED | _TICKED
_THERE = _PRESENT | Q(proxy_given__holder__presence__isnull=False) | Q(proxy_given__holder__sign_off__isnull=False)
_BY_ITSELF = Q(proxy_given__isnull=True)


def present_in(election: Election) -> Any:
    """Return the lines of the roll of the companies that are ticked as present or have voted."""
    return election.roll.filter(_PRESENT)


def turnout(election: Election) -> Turnout:
    """Return who is there and who has voted so far."""
    told = election.roll.aggregate(
        companies=CountRows("pk"),
        voices=Sum("weight", default=0),
        companies_ticked=CountRows("pk", filter=_TICKED),
        companies_present=CountRows("pk", filter=_THERE & _BY_ITSELF),
        companies_represented=CountRows("pk", filter=_THERE & ~_BY_ITSELF),
        voices_there=Sum("weight", filter=_THERE, default=0),
        companies_taking_part=CountRows("pk", filter=_VOTED),
        voices_taking_part=Sum("weight", filter=_VOTED, default=0),
        by_proxy=CountRows("pk", filter=Q(sign_off__by_proxy=True)),
        proxies=CountRows("pk", filter=~_BY_ITSELF),
    )
    return Turnout(**told)


def quorum(election: Election, seen: Turnout) -> tuple[int, int]:
    """Return how many are present or represented and how many are needed, in what the quorum counts."""
    if election.quorum_base == Election.QuorumBase.VOICES:
        return seen.voices_there, needed_for_quorum(seen.voices, election.quorum_percent)
    return seen.companies_there, needed_for_quorum(seen.companies, election.quorum_percent)


def has_quorum(election: Election, seen: Turnout) -> bool:
    """Tell whether enough are present or represented."""
    if election.quorum_base == Election.QuorumBase.VOICES:
        return is_quorate(seen.voices_there, seen.voices, election.quorum_percent)
    return is_quorate(seen.companies_there, seen.companies, election.quorum_percent)


def presence_not_noted(election: Election, seen: Turnout) -> str:
    """Return why a majority of who is there cannot be counted: nobody filled the sheet of presence; empty: it can.

    Online nothing is asked for: in the room nobody votes who is not ticked, and from afar a vote tells presence.
    """
    if not election.is_majority_of_present or election.is_online or seen.companies_ticked:
        return ""
    return _(
        "Nobody is noted as present, and the majority is counted of the voices present or represented: while the"
        " vote is open, tick on the sheet of presence who is in the room, whoever abstains included."
    )


@transaction.atomic
def record(election: Election, counted: Sequence[Counted], *, at: datetime) -> None:
    """Record the count of every contest and who is elected by the votes; raise RefusedActError."""
    locked = hold(election, State.CLOSED)
    seen = turnout(locked)
    if not has_quorum(locked, seen):
        raise RefusedActError(_("The quorum is not reached: nothing is counted."))
    if said := presence_not_noted(locked, seen):
        raise RefusedActError(said)
    if {c.contest.pk for c in counted} != set(locked.contests.values_list("pk", flat=True)):
        raise RefusedActError(_("Every office to fill is counted."))
    for one in counted:
        _record_one(one, seen.voices_taking_part)
    for result in results_of(locked):
        Elected.objects.bulk_create(Elected(candidacy_id=key) for key in result.outcome.elected)
    locked.state, locked.counted_at = State.COUNTED, at
    locked.save(update_fields=["state", "counted_at"])


def _record_one(one: Counted, cast: int) -> None:
    if problem := problem_of(one, cast):
        raise RefusedActError(problem)
    Count.objects.create(contest=one.contest, cast=cast, blank=one.blank, spoilt=one.spoilt)
    standing = Candidacy.objects.standing().filter(contest=one.contest)
    CandidacyVotes.objects.bulk_create(
        CandidacyVotes(candidacy=candidacy, voices=one.voices[candidacy.pk]) for candidacy in standing
    )


def problem_of(one: Counted, cast: int) -> str:
    """Return why these numbers cannot be those of a vote in which ``cast`` voices took part; empty: they can."""
    expressed = cast - one.blank - one.spoilt
    if expressed < 0:
        return _("More blank and spoilt votes than voices that took part (%(cast)s).") % {"cast": cast}
    total, at_most = sum(one.voices.values()), one.contest.chosen_at_most
    if max(one.voices.values(), default=0) > expressed:
        return _("A candidate has more votes than were expressed (%(count)s).") % {"count": expressed}
    if at_most == 1 and total != expressed:
        said = _(
            "%(cast)s voices took part; the candidates, the blank and the spoilt votes add up to %(sum)s."
            " Count again."
        )
        return said % {"cast": cast, "sum": total + one.blank + one.spoilt}
    if not expressed <= total <= expressed * at_most:
        said = _("The votes of the candidates add up to %(sum)s; between %(low)s and %(high)s are possible.")
        return said % {"sum": total, "low": expressed, "high": expressed * at_most}
    return ""


@transaction.atomic
def record_roll_call(
    election: Election, answers: Mapping[tuple[int, int], Sequence[int | None]], *, at: datetime
) -> None:
    """Record who answered what (entry, contest → candidacies, None for blank), and the count that it gives."""
    locked = hold(election, State.CLOSED)
    weights = dict(SignOff.objects.filter(roll_entry__election=locked).values_list("pk", "roll_entry__weight"))
    RollCallVote.objects.bulk_create(
        RollCallVote(roll_entry_id=entry, contest_id=contest, candidacy_id=key)
        for (entry, contest), keys in answers.items()
        if entry in weights
        for key in keys
    )
    counted = []
    for contest in locked.contests.all():
        voices = dict.fromkeys(_standing_in(contest), 0)
        blank = 0
        for entry, weight in weights.items():
            keys = answers.get((entry, contest.pk)) or [None]
            blank += weight * (None in keys)
            for key in keys:
                if key in voices:
                    voices[key] += weight
        counted.append(Counted(contest, voices, blank, 0))
    record(locked, counted, at=at)


def _standing_in(contest: Contest) -> list[int]:
    return list(Candidacy.objects.standing().filter(contest=contest).values_list("pk", flat=True))


@transaction.atomic
def take_back(election: Election) -> None:
    """Open a count that is not proclaimed again: a number was mistyped. The register keeps what stood there."""
    locked = hold(election, State.COUNTED)
    if locked.is_online:
        raise RefusedActError(_("The result is the one that the trustees decrypted: nobody changes it."))
    for result in results_of(locked):
        for part in wrap(_taken_back(result), LONGEST):  # a contest may have more candidates than a line has room
            incidents.record(locked, part)
    locked.state, locked.counted_at = State.CLOSED, None
    locked.save(update_fields=["state", "counted_at"])
    Elected.objects.filter(candidacy__contest__election=locked).delete()
    CandidacyVotes.objects.filter(candidacy__contest__election=locked).delete()
    Count.objects.filter(contest__election=locked).delete()
    RollCallVote.objects.filter(contest__election=locked).delete()


def _taken_back(result: ContestResult) -> str:
    voices = [f"{c.label} {c.votes.voices}" for c in result.candidacies if hasattr(c, "votes")]
    told: dict[str, Any] = {"office": result.contest.title, "voices": ", ".join(voices)}
    told |= {"blank": result.count.blank, "spoilt": result.count.spoilt} if result.count else {}
    return _("Count opened again, %(office)s. It said: %(voices)s; blank: %(blank)s; spoilt: %(spoilt)s.") % told


@transaction.atomic
def break_tie(election: Election, contest: Contest, chosen: Sequence[int], *, how: str) -> None:
    """Record whom the rule of ties elects among those with equal votes; raise RefusedActError."""
    locked = hold(election, State.COUNTED)
    result = next((r for r in results_of(locked) if r.contest.pk == contest.pk), None)
    if result is None or not result.is_tied:
        raise RefusedActError(_("There is no tie here any more."))
    if not set(chosen) <= set(result.outcome.tied) or len(set(chosen)) != result.outcome.from_tied:
        raise RefusedActError(
            _("Choose %(count)s of those with equal votes.") % {"count": result.outcome.from_tied}
        )
    Elected.objects.bulk_create(Elected(candidacy_id=key, how=how) for key in set(chosen))


def results_of(election: Election) -> list[ContestResult]:
    """Return what each contest gave, in the order of the ballot paper."""
    rows = Candidacy.objects.standing().filter(contest__election=election)
    rows = rows.select_related("person", "company", "votes", "elected", "contest__office", "contest__count")
    rows = rows.prefetch_related("places__person", "places__office", "elected__mandates")
    by_contest: dict[int, list[Candidacy]] = {}
    for candidacy in rows:
        by_contest.setdefault(candidacy.contest_id, []).append(candidacy)
    whole = _counted_on_the_roll(election)
    contests = election.contests.select_related("office", "count")
    return [_result(election, contest, by_contest.get(contest.pk, []), whole) for contest in contests]


def _counted_on_the_roll(election: Election) -> int | None:
    """Return the voices of the roll, or of who is there, where the majority is one of these; else None.

    Roll, presences and sign-offs stay as they are once the vote is closed: it is the same number ever after.
    """
    if election.majority_base == Base.REGISTERED:
        return turnout(election).voices
    return turnout(election).voices_there if election.is_majority_of_present else None


def _result(
    election: Election, contest: Contest, candidacies: list[Candidacy], whole: int | None
) -> ContestResult:
    count: Any = getattr(contest, "count", None)
    if count is None:
        return ContestResult(contest, None, candidacies, Outcome())
    votes = {c.pk: c.votes.voices for c in candidacies if hasattr(c, "votes")}
    base = _majority_of(election, count, whole)
    found = outcome(votes, seats=contest.elected_at_most, majority_of=base)
    ordered = sorted(candidacies, key=lambda c: (-votes.get(c.pk, 0), c.rank, c.pk))
    elected = [c.elected for c in ordered if hasattr(c, "elected")]
    return ContestResult(
        contest, count, ordered, found, elected,
        needed=None if base is None else base // ONE_MORE_THAN_HALF + 1,
        there=base if election.is_majority_of_present else None,
    )  # fmt: skip


def _majority_of(election: Election, count: Count, whole: int | None) -> int | None:
    """Return the number of which more than half is needed; None in a round in which the most votes suffice."""
    if election.round >= election.rounds:
        return None
    if whole is not None:
        return whole
    return count.cast if election.majority_base == Base.CAST else count.expressed
