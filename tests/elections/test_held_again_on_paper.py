"""A vote online that is given up goes on with paper in the same room, and the minutes say so."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from elections import candidacies, conduct, rolls, rounds
from elections.holding import RefusedActError
from elections.models import Election, Minutes, Proxy
from elections.proclamation import proclaim
from leader.shared.mails import Letter
from territories.models import Mandate
from tests.elections import online
from tests.elections.rooms import ARTICLE, AT, DAY, Room
from tests.factories import accounts

pytestmark = pytest.mark.django_db
REASON = "Le réseau de la salle est tombé."


def page(name, election):
    return reverse(f"elections:{name}", args=[election.pk])


def told_in(minutes):
    reader = PdfReader(io.BytesIO(bytes(minutes.pdf)))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def on_paper(client, vote):
    """Give the vote online up and hold it again, as its lead on the pages; return the election on paper."""
    client.force_login(vote.room.lead)
    client.post(page("election-conduct", vote.election), {"act": "abandonner", "reason": REASON})
    shown = client.get(page("election-conduct", vote.election)).content.decode()
    assert "Reprendre sur papier" in shown
    answer = client.post(page("election-conduct", vote.election), {"act": "papier"})
    following = Election.objects.get(in_place_of=vote.election)
    assert answer.url == page("election-conduct", following)
    return following


def standing(election):
    rows = election.contests.values_list("office", "seats", "candidacies__person", "candidacies__statement")
    return sorted(rows, key=str)


def test_nothing_is_typed_again_and_the_minutes_tell_what_the_vote_takes_the_place_of(client):
    vote = online.opened(5, proxies={3: 4}, weights={2: 3})
    client.force_login(vote.room.voters[0])
    assert client.post(vote.address(0), {"ballot": vote.ballot(0)}).status_code == 200

    election = on_paper(client, vote)

    assert (election.way, election.state, election.from_afar) == ("paper", "draft", False)
    assert rolls.hash_of(election) == vote.election.roll_sha256  # companies, voters, weights and proxies
    assert standing(election) == standing(vote.election)
    letters = Letter.objects.count()
    vote.room.voted(election)
    winner, other = election.contests.get().candidacies.order_by("rank", "pk")
    vote.room.counted(election, {winner.pk: 6, other.pk: 1})
    proclaim(election, accepting={winner.pk: True}, at=AT)
    assert Mandate.objects.get().person == winner.person
    assert Letter.objects.count() == letters  # no code is sent for paper
    told = told_in(Minutes.objects.get(election=election))
    assert f"abandonné : {REASON}" in told
    assert "vote secret en ligne" in told


def test_whoever_looks_finds_the_one_from_the_other(client):
    vote = online.opened(4)
    election = on_paper(client, vote)
    client.logout()
    before = client.get(vote.election.get_absolute_url()).content.decode()
    assert REASON in before
    assert election.get_absolute_url() not in before  # a draft is not public

    conduct.seal(election, at=AT)

    assert election.get_absolute_url() in client.get(vote.election.get_absolute_url()).content.decode()
    assert vote.election.get_absolute_url() in client.get(election.get_absolute_url()).content.decode()
    assert client.get(page("election-box", vote.election)).status_code == 200


def test_a_second_round_on_paper_stays_the_second_round(client):
    vote = online.opened(4)
    first = Election.objects.create(
        territory=vote.room.territory, held_on=vote.election.held_on, roll_on=vote.election.roll_on
    )
    as_second_round = "UPDATE elections_election SET round = 2, first_round_id = %s WHERE id = %s"
    with connection.cursor() as cursor:  # what is sealed does not change: as if it had been opened so
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(as_second_round, [first.pk, vote.election.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    conduct.give_up(vote.election, reason=REASON)

    election = rounds.hold_on_paper(vote.election)

    assert (election.round, election.first_round, election.way) == (2, first, "paper")
    with pytest.raises(RefusedActError, match="second tour"):
        rolls.strike(election.roll.first())
    client.force_login(vote.room.lead)
    assert page("election-conduct", election) in client.get(page("election-conduct", first)).content.decode()


def test_candidacies_and_proxies_stay_closed_where_their_deadline_has_passed(client):
    vote = online.sealed(4, proxies={2: 3})
    deadline = timezone.now() - timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET candidacies_until = %s, proxies_until = %s", [deadline] * 2)
        cursor.execute("SET LOCAL session_replication_role = origin")
    conduct.give_up(vote.election, reason=REASON)

    election = rounds.hold_on_paper(vote.election)

    assert (election.candidacies_until, election.proxies_until) == (deadline, deadline)
    with pytest.raises(RefusedActError, match="candidature"):
        candidacies.stand(election.contests.get(), vote.room.voters[3].person, at=AT)
    assert Proxy.objects.filter(giver__election=election).count() == 1


def test_a_second_call_on_paper_stays_the_second_call_and_names_what_it_takes_the_place_of(client):
    vote = online.sealed(4, is_second_call=True, convened_on=DAY, second_call_article=ARTICLE)
    conduct.give_up(vote.election, reason=REASON)
    election = rounds.hold_on_paper(vote.election)
    vote.room.voted(election)
    first, other = election.contests.get().candidacies.order_by("rank", "pk")
    vote.room.counted(election, {first.pk: 4, other.pk: 0})

    proclaim(election, accepting={first.pk: True}, at=AT)

    told = told_in(Minutes.objects.get(election=election))
    assert election.is_second_call
    assert "le quorum de la première" in told
    assert f"abandonné : {REASON}" in told


def test_a_vote_on_paper_that_is_given_up_itself_may_be_prepared_again(client):
    vote = online.opened(4)
    first = on_paper(client, vote)
    conduct.give_up(first, reason="Une erreur de saisie.")

    assert "Reprendre sur papier" in client.get(page("election-conduct", vote.election)).content.decode()
    second = rounds.hold_on_paper(vote.election)

    assert list(vote.election.held_again.order_by("pk")) == [first, second]
    with pytest.raises(IntegrityError, match="election_held_again_once"), transaction.atomic():
        Election.objects.create(held_on=second.held_on, roll_on=second.roll_on, in_place_of=vote.election)


def test_it_is_held_again_once_and_only_where_a_sealed_vote_online_was_given_up(client):
    vote = online.opened(4)
    with pytest.raises(RefusedActError, match="vote ouvert"):
        rounds.hold_on_paper(vote.election)  # it runs
    on_paper(client, vote)
    client.post(page("election-conduct", vote.election), {"act": "papier"})
    assert Election.objects.filter(in_place_of=vote.election).count() == 1
    assert "Reprendre sur papier" not in client.get(page("election-conduct", vote.election)).content.decode()

    room = Room.with_companies(3, "Nîmes")
    paper, draft = room.prepared(), room.prepared(way="online")
    room.standing(paper, 0)
    conduct.seal(paper, at=AT)
    for election in (paper, draft):
        conduct.give_up(election, reason=REASON)
        with pytest.raises(RefusedActError, match="scellée"):
            rounds.hold_on_paper(election)


def test_no_one_else_holds_it_again(client):
    vote = online.opened(4)
    conduct.give_up(vote.election, reason=REASON)
    neighbour = Room.with_companies(2, "Nîmes").lead

    for user in (vote.room.voters[0], neighbour, accounts.guest()):
        client.force_login(user)
        assert client.post(page("election-conduct", vote.election), {"act": "papier"}).status_code == 404
    assert not Election.objects.filter(in_place_of=vote.election).exists()


def test_a_second_call_names_the_first_one(client):
    room = Room.with_companies(4)
    election = room.prepared(quorum_percent=100)
    room.standing(election, 0)
    room.voted(election, absent=2)

    following = rounds.call_again(election, at=AT)

    assert following.in_place_of == election
    client.force_login(room.lead)
    assert page("election-conduct", following) in client.get(page("election-conduct", election)).content.decode()
