"""What an election does not allow any more is refused by the database, whoever asks and by whatever way."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from elections.models import (
    Candidacy,
    CandidacyVotes,
    Contest,
    Count,
    Elected,
    Election,
    Minutes,
    Proxy,
    RollEntry,
    SignOff,
)
from members.duplicates.following import RefusedError
from members.duplicates.merging import foresee, merge
from members.models import Person
from tests.factories import accounts
from tests.factories.elections import (
    CandidacyFactory,
    ContestFactory,
    ElectionFactory,
    ProxyFactory,
    RollEntryFactory,
    SignOffFactory,
    election_in,
)
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


@contextmanager
def refused(name):
    """Expect the database to refuse by the constraint, or trigger, called ``name`` or ending so."""
    with pytest.raises(IntegrityError) as caught:
        yield
    assert caught.value.__cause__.diag.constraint_name.endswith(name)


def tried(rows, **values):
    with transaction.atomic():
        return rows.update(**values)


@pytest.mark.parametrize("state", ["sealed", "open", "closed", "counted", "proclaimed"])
def test_roll_candidacies_offices_and_rules_stay_once_sealed(state):
    election = election_in(state)

    for rows, values in [
        (RollEntry.objects.all(), {"weight": 2}),
        (Candidacy.objects.all(), {"is_withdrawn": True}),
        (Contest.objects.all(), {"seats": 2}),
        (Election.objects.all(), {"quorum_percent": 90}),
    ]:
        with refused("once_sealed"):
            tried(rows, **values)
    for rows in [RollEntry.objects.all(), Candidacy.objects.all(), Contest.objects.all()]:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    with refused("roll_stays_once_sealed"), transaction.atomic():
        RollEntryFactory(election=election)
    with refused("candidacy_stays_once_sealed"), transaction.atomic():
        CandidacyFactory(contest=Contest.objects.get())


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("draft", "open"), ("draft", "counted"), ("sealed", "draft"), ("open", "sealed"), ("closed", "open"),
        ("closed", "proclaimed"), ("proclaimed", "counted"), ("proclaimed", "void"),
    ],
)  # fmt: skip
def test_an_election_goes_forward_step_by_step(state, to):
    election_in(state)

    with refused("election_goes_forward"):
        tried(Election.objects.all(), state=to)


def test_an_election_is_given_up_with_a_reason_only():
    election_in("sealed")

    with refused("election_given_up_says_why"):
        tried(Election.objects.all(), state="void")


@pytest.mark.parametrize("state", ["draft", "sealed", "closed", "counted", "proclaimed"])
def test_a_company_signs_off_while_the_vote_is_open(state):
    election = election_in(state)
    entry = RollEntry.objects.exclude(pk__in=SignOff.objects.values("pk")).first()

    if entry:
        with refused("sign_off_while_the_vote_is_open"), transaction.atomic():
            SignOff.objects.create(roll_entry=entry)
    else:
        with refused("sign_off_while_the_vote_is_open"), transaction.atomic():
            SignOff.objects.filter(roll_entry__election=election).delete()


def test_a_company_signs_off_once_and_what_it_signed_never_changes():
    entry = SignOffFactory().roll_entry

    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(roll_entry=entry)
    with refused("sign_off_never_changes"):
        tried(SignOff.objects.all(), by_proxy=True)


@pytest.mark.parametrize("state", ["draft", "open", "proclaimed"])
def test_votes_are_counted_when_the_vote_is_closed_and_not_otherwise(state):
    election_in(state)
    contest, candidacy = Contest.objects.get(), Candidacy.objects.first()

    for make in [
        lambda: Count.objects.create(contest=contest, cast=3),
        lambda: CandidacyVotes.objects.create(candidacy=candidacy, voices=1),
        lambda: Elected.objects.create(candidacy=candidacy),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_the_numbers_of_a_proclaimed_election_stay():
    election_in("proclaimed")

    for rows, values in [
        (CandidacyVotes.objects.all(), {"voices": 9}),
        (Count.objects.all(), {"blank": 1}),
        (Elected.objects.all(), {"has_accepted": False}),
    ]:
        with pytest.raises(IntegrityError):
            tried(rows, **values)


def test_minutes_never_change():
    election_in("proclaimed")

    for act in [lambda: tried(Minutes.objects.all(), pdf=b"other"), lambda: Minutes.objects.all().delete()]:
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


def test_12_the_rules_of_proxies_hold_whoever_writes_them():
    election = ElectionFactory(proxies_per_holder=1)
    one, two, three, four = RollEntryFactory.create_batch(4, election=election)
    ProxyFactory(giver=one, holder=two)

    for giver, holder, name in [
        (three, two, "proxy_never_above_the_limit"),
        (two, three, "proxy_never_in_a_chain"),
        (three, one, "proxy_never_in_a_chain"),
        (three, three, "proxy_to_another_company"),
        (three, RollEntryFactory(), "proxy_within_one_election"),
    ]:
        with refused(name), transaction.atomic():
            ProxyFactory(giver=giver, holder=holder)
    Election.objects.update(proxies_until=timezone.now() - timedelta(minutes=1))
    with refused("proxy_in_time"), transaction.atomic():
        ProxyFactory(giver=three, holder=four)
    assert Proxy.objects.count() == 1


def test_two_records_of_a_candidate_are_made_one_when_the_election_is_over_and_not_before():
    double = PersonFactory()
    candidacy = CandidacyFactory(person=double, contest=ContestFactory())
    entry = RollEntryFactory(election=candidacy.contest.election, representative=double)
    election, kept, staff = Election.objects.filter(pk=entry.election_id), PersonFactory(), accounts.staff()
    election.update(state="sealed")

    with pytest.raises(RefusedError):
        foresee("person", kept.pk, double.pk)
    for state in ["open", "closed", "counted", "proclaimed"]:
        election.update(state=state)
    promised = foresee("person", kept.pk, double.pk).digest()
    merge(
        "person", kept.pk, double.pk, {}, by=staff, at=timezone.now(), versions=(kept.version, double.version),
        promised=promised,
    )  # fmt: skip

    candidacy.refresh_from_db()
    entry.refresh_from_db()
    assert (candidacy.person, entry.representative) == (kept, kept)
    assert not Person.objects.filter(pk=double.pk).exists()
