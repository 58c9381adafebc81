"""Assemblies, what they decided, and elections, for tests."""

from datetime import UTC, date, datetime

import factory

from elections.crypto.events import follow
from elections.models import (
    Assembly,
    BoxEvent,
    BoxVerdict,
    Candidacy,
    CandidacyVotes,
    Contest,
    Count,
    Decision,
    Elected,
    Election,
    Incident,
    IncidentAnswer,
    KeyCeremony,
    ListPlace,
    Minutes,
    Proxy,
    RollCallVote,
    RollEntry,
    SignOff,
    Trustee,
)

from .members import CompanyFactory, PersonFactory, UserFactory
from .territories import OfficeFactory

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)


class AssemblyFactory(factory.django.DjangoModelFactory):
    """A general assembly of the federation; each is held in another year."""

    class Meta:
        model = Assembly

    held_on = factory.Sequence(lambda n: date(2000 + n % 900, 2, 6))
    place = "Montpellier"


class DecisionFactory(factory.django.DjangoModelFactory):
    """What an assembly decided."""

    class Meta:
        model = Decision

    assembly = factory.SubFactory(AssemblyFactory)
    text = "Le rapport moral est approuvé."


class ElectionFactory(factory.django.DjangoModelFactory):
    """An election of the federation's bureau on paper, being prepared: without roll or offices to fill."""

    class Meta:
        model = Election

    held_on = date(2026, 3, 2)
    roll_on = date(2026, 3, 2)
    place = "Alès"


class ContestFactory(factory.django.DjangoModelFactory):
    """One seat of an office."""

    class Meta:
        model = Contest

    election = factory.SubFactory(ElectionFactory)
    office = factory.SubFactory(OfficeFactory)


class CandidacyFactory(factory.django.DjangoModelFactory):
    """Somebody who stands."""

    class Meta:
        model = Candidacy

    contest = factory.SubFactory(ContestFactory)
    person = factory.SubFactory(PersonFactory)


class ListPlaceFactory(factory.django.DjangoModelFactory):
    """A place of a closed list."""

    class Meta:
        model = ListPlace

    candidacy = factory.SubFactory(
        CandidacyFactory, person=None, list_name="Ensemble", contest__method="lists", contest__office=None
    )
    person = factory.SubFactory(PersonFactory)
    office = factory.SubFactory(OfficeFactory)


class RollEntryFactory(factory.django.DjangoModelFactory):
    """A company on the roll, with somebody who votes for it."""

    class Meta:
        model = RollEntry

    election = factory.SubFactory(ElectionFactory)
    company = factory.SubFactory(CompanyFactory)
    representative = factory.SubFactory(PersonFactory)


class ProxyFactory(factory.django.DjangoModelFactory):
    """A company that lets another one of its election vote for it."""

    class Meta:
        model = Proxy

    giver = factory.SubFactory(RollEntryFactory)
    holder = factory.LazyAttribute(lambda proxy: RollEntryFactory(election=proxy.giver.election))
    given_at = NOW


def _in_state(state: str, election: Election) -> None:
    """Take ``election`` as far as ``state``, step by step as the database asks."""
    steps = ["draft", "sealed", "open", "closed", "counted", "proclaimed"]
    for step in steps[steps.index(election.state) + 1 : steps.index(state) + 1]:
        Election.objects.filter(pk=election.pk).update(state=step)
    election.refresh_from_db()


class SignOffFactory(factory.django.DjangoModelFactory):
    """A company that has voted; the vote is open."""

    class Meta:
        model = SignOff

    roll_entry = factory.SubFactory(RollEntryFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("open", kwargs["roll_entry"].election)
        return super()._create(model_class, *args, **kwargs)


class CountFactory(factory.django.DjangoModelFactory):
    """The votes of a contest whose vote is closed."""

    class Meta:
        model = Count

    contest = factory.SubFactory(ContestFactory)
    cast = 12

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("closed", kwargs["contest"].election)
        return super()._create(model_class, *args, **kwargs)


class CandidacyVotesFactory(factory.django.DjangoModelFactory):
    """The voices of a candidacy, once the vote is closed."""

    class Meta:
        model = CandidacyVotes

    candidacy = factory.SubFactory(CandidacyFactory)
    voices = 7

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("closed", kwargs["candidacy"].contest.election)
        return super()._create(model_class, *args, **kwargs)


class RollCallVoteFactory(factory.django.DjangoModelFactory):
    """What a company answered at a roll call, once the vote is closed."""

    class Meta:
        model = RollCallVote

    contest = factory.SubFactory(ContestFactory)
    roll_entry = factory.LazyAttribute(lambda vote: RollEntryFactory(election=vote.contest.election))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("closed", kwargs["contest"].election)
        return super()._create(model_class, *args, **kwargs)


class ElectedFactory(factory.django.DjangoModelFactory):
    """A candidacy that is elected, once the votes are counted."""

    class Meta:
        model = Elected

    candidacy = factory.SubFactory(CandidacyFactory)
    has_accepted = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("counted", kwargs["candidacy"].contest.election)
        return super()._create(model_class, *args, **kwargs)


class MinutesFactory(factory.django.DjangoModelFactory):
    """The minutes of an election."""

    class Meta:
        model = Minutes

    election = factory.SubFactory(ElectionFactory)
    pdf = b"%PDF-1.7"
    sha256 = "0" * 64
    made_at = NOW


class KeyCeremonyFactory(factory.django.DjangoModelFactory):
    """A key to be made, of an election online whose roll is sealed."""

    class Meta:
        model = KeyCeremony

    election = factory.SubFactory(ElectionFactory, way="online", state="sealed")
    threshold = 2
    size = 3
    server_share = "x"
    server_key = "{}"


class TrusteeFactory(factory.django.DjangoModelFactory):
    """Somebody who holds a part of a key."""

    class Meta:
        model = Trustee

    ceremony = factory.SubFactory(KeyCeremonyFactory)
    index = factory.Sequence(lambda n: n % 9 + 1)
    account = factory.SubFactory(UserFactory)


class IncidentFactory(factory.django.DjangoModelFactory):
    """Something that the minutes tell."""

    class Meta:
        model = Incident

    election = factory.SubFactory(ElectionFactory)
    text = "Essai."


class IncidentAnswerFactory(factory.django.DjangoModelFactory):
    """What the polling station answered."""

    class Meta:
        model = IncidentAnswer

    incident = factory.SubFactory(IncidentFactory)
    text = "Vu."


class BoxVerdictFactory(factory.django.DjangoModelFactory):
    """A box whose verifiers are awaited."""

    class Meta:
        model = BoxVerdict

    election = factory.SubFactory(ElectionFactory, way="online")
    head = "0" * 64
    asked_at = NOW


class BoxEventFactory(factory.django.DjangoModelFactory):
    """The first event of a box; its texts are no election."""

    class Meta:
        model = BoxEvent

    election = factory.SubFactory(ElectionFactory, way="online")
    data = factory.LazyFunction(lambda: ["élection", "clés", "codes", "empreintes"])

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        _in_state("sealed", kwargs["election"])
        event = follow(None, "Setup", kwargs["data"])
        chain = {"height": event.height, "type": event.type, "payload": event.payload, "sha256": event.hash}
        return super()._create(model_class, *args, **chain, **kwargs)


def election_in(state: str, *, tied: bool = False, **fields: object) -> Election:
    """Return an election of three companies and two candidates that has come as far as ``state``."""
    election = ElectionFactory(**fields)
    contest = ContestFactory(election=election)
    candidacies = [CandidacyFactory(contest=contest, statement="Je suis d’Alès.", rank=rank) for rank in (1, 2)]
    entries = RollEntryFactory.create_batch(3, election=election)
    if state in {"draft", "sealed"}:
        _in_state(state, election)
        return election
    for entry in entries:
        SignOffFactory(roll_entry=entry)
    if state == "open":
        return election
    _in_state("closed", election)
    if state == "closed":
        return election
    CountFactory(contest=contest, cast=3, blank=1 if tied else 0)
    for candidacy, voices in zip(candidacies, [1, 1] if tied else [2, 1], strict=True):
        CandidacyVotesFactory(candidacy=candidacy, voices=voices)
    _in_state("counted", election)
    if not tied:
        ElectedFactory(candidacy=candidacies[0], has_accepted=True if state == "proclaimed" else None)
    if state == "proclaimed":
        MinutesFactory(election=election)
        _in_state(state, election)
    return election


def online_counted(*, awaited: bool) -> Election:
    """Return an online election that is counted, whose verifiers are awaited, or refuse a box without events."""
    election = election_in("counted", way="online", closes_at=NOW)
    done = {} if awaited else {"done_at": NOW, "archive_sha256": "0" * 64, "failed_check": "G2", "tool": "refuses"}
    BoxVerdictFactory(election=election, head="", **done)
    return election
