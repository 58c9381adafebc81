"""What the pages of a vote say once it is given up or closed without its quorum: nobody is waited for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elections import ceremonies, closing, conduct, letters, officers
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.officers import OfficerAt
from tests.elections.test_decrypting import FIRST, cast, verified, with_trustees
from tests.elections.test_hours import end_now
from tests.elections.trustees import TrusteeAt

pytestmark = pytest.mark.django_db
DESK, ENDED = "qui a perdu son code vote au bureau de vote", "Le vote est terminé"
GIVEN_UP = "plus aucun code n’est remis, et ceux"


def text_of(client, vote, name, **query):
    address = reverse(f"elections:election-{name}", args=[vote.election.pk])
    return client.get(address, query).content.decode()


def close(vote):
    end_now(vote.election)
    closing.close_online(vote.election, at=timezone.now())
    vote.election.refresh_from_db()


def test_a_receipt_is_not_said_to_be_counted_where_no_ballot_is(client):
    vote = online.opened(3, quorum_percent=90)
    client.force_login(vote.room.voters[0])
    tracker = client.post(vote.address(0), {"ballot": vote.ballot(0)}).json()["tracker"]
    client.logout()

    def shown():
        told = text_of(client, vote, "box", q=tracker)
        assert "Ce bulletin est dans l’urne" in told
        return told

    assert "Il est compté avec les autres" in shown()
    close(vote)
    assert "Le quorum n’a pas été atteint : les bulletins" in shown().replace("\xa0", " ")
    assert "Il est compté" not in shown()
    verified(vote.election)
    conduct.give_up(vote.election, reason="Report")
    assert "les bulletins de cette urne n’élisent personne" in shown()
    assert "Il est compté" not in shown()


def test_no_trustee_is_waited_for_where_the_quorum_is_missing_or_the_vote_is_given_up(client):
    vote, trustees = with_trustees(5, quorum_percent=50)
    cast(client, vote, FIRST)
    close(vote)

    told = trustees[0].state
    assert (told["step"], told["at"], told["waited"]) == ("without_quorum", "void", [])
    client.force_login(vote.room.lead)
    assert "On attend" not in text_of(client, vote, "keys")
    letters.remind(at=vote.election.closed_at + timedelta(days=1))
    assert not Letter.objects.filter(subject__contains="déchiffrement est attendu").exists()
    verified(vote.election)
    conduct.give_up(vote.election, reason="Report")
    assert trustees[0].state["step"] == "void"
    page = trustees[0].client.get(reverse("elections:own-key", args=[vote.election.pk])).content.decode()
    for step in ("void", "without_quorum"):
        assert f'data-step="{step}" hidden' in page


def test_given_up_during_the_ceremony_nobody_is_waited_for(client):
    vote = online.sealed(4)
    ceremonies.name_trustees(vote.election, vote.room.voters[:3], threshold=2)
    first, second, _third = [TrusteeAt(voter, vote.election) for voter in vote.room.voters[:3]]
    first.go_on()
    assert first.state["waited"]

    conduct.give_up(vote.election, reason="Report")

    for trustee in (first, second):
        assert (trustee.state["step"], trustee.state["waited"]) == ("void", [])
    client.force_login(vote.room.lead)
    assert "On attend" not in text_of(client, vote, "keys")


@pytest.mark.parametrize("codes_by", ["site", "officer"])
def test_the_pages_of_codes_say_how_far_the_vote_has_come(client, codes_by):
    vote = online.sealed(3, codes_by=codes_by)
    officer = None
    if codes_by == "officer":
        officers.name(vote.election, vote.room.voters[2])
        officer = OfficerAt(vote.room.voters[2], vote.election)
    client.force_login(vote.room.lead)

    def told():
        page = text_of(client, vote, "codes")
        if officer:
            assert officer.state["why"] in page
            assert officer.state["why"] in officer.client.get(officer.page).content.decode()
        return [said for said in (DESK, GIVEN_UP, ENDED) if said in page]

    assert officer is None or officer.state["why"] == ""
    conduct.give_up(vote.election, reason="Report")
    assert told() == [GIVEN_UP]
    assert officer is None or officer.state["step"] == "void"


AGAIN, WITHOUT_QUORUM = "un second tour, s’il y en a un", "Le vote a été clos sans quorum"


@pytest.mark.parametrize(
    ("rules", "said"), [({}, [AGAIN]), ({"rounds": 1}, []), ({"quorum_percent": 100}, [WITHOUT_QUORUM])]
)
def test_codes_serve_again_in_a_second_round_alone(client, rules, said):
    vote = online.opened(2, **rules)
    client.force_login(vote.room.lead)
    close(vote)

    page = text_of(client, vote, "codes")

    assert [words for words in (AGAIN, WITHOUT_QUORUM) if words in page] == said
    assert "plus aucun code n’est remis" in page


def test_once_the_vote_is_closed_the_page_of_codes_sends_nobody_to_the_desk(client):
    vote = online.opened(2)
    client.force_login(vote.room.lead)
    assert DESK in text_of(client, vote, "codes")

    close(vote)

    page = text_of(client, vote, "codes")
    assert ENDED in page
    assert DESK not in page
    address = reverse("elections:election-codes", args=[vote.election.pk])
    refused = client.post(address, {"act": "redonner", "target": vote.entries[0].pk}).content.decode()
    assert ENDED in refused.split("<main")[-1]
    assert DESK not in refused
