"""Voting online: what one company does, step by step, over HTTP."""

import pytest

from elections import box, checking, closing
from elections.crypto.verification import Rules, verify_archive
from elections.models import BoxEvent, SignOff
from tests.elections import online
from tests.elections.rooms import AT

pytestmark = pytest.mark.django_db


def cast(client, vote, number, text=None, *, by=None, **more):
    client.force_login(vote.room.voters[number if by is None else by])
    return client.post(vote.address(number), {"ballot": text or vote.ballot(number), **more})


def counted(vote):
    """Return how many sign-offs and how many ballots there are."""
    return (
        SignOff.objects.filter(roll_entry__election=vote.election).count(),
        BoxEvent.objects.filter(election=vote.election, type="Ballot").count(),
    )


def test_a_ballot_is_signed_off_and_stands_in_a_box_that_verifies(client):
    vote = online.opened(3)
    text = vote.ballot(0)

    answer = cast(client, vote, 0, text)

    assert answer.status_code == 200
    assert counted(vote) == (1, 1)
    verdict = verify_archive(box.archive(vote.election), Rules(revote=False))
    assert (verdict.trackers, verdict.state) == ([answer.json()["tracker"]], "Ballot")
    assert checking.problems(vote.election) == []


def test_a_whole_vote_closes_once_everybody_has_voted(client):
    vote = online.opened(3)
    for number in range(3):
        assert cast(client, vote, number).status_code == 200

    closing.close_online(vote.election, at=AT)

    vote.election.refresh_from_db()
    assert vote.election.state == "closed"
    verdict = verify_archive(box.archive(vote.election), Rules(revote=False))
    assert (verdict.ballots, verdict.state) == (3, "EndBallots")
