"""One code given again: before the opening, for one company; after it, one votes at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elections import codes, officers, opening
from elections.crypto.credentials import public_credential, read_roll
from elections.holding import RefusedActError
from elections.models import Box, CodeGiven, Incident
from leader.shared.locked import unlock
from leader.shared.mails import Letter
from tests.elections import online
from tests.elections.officers import OfficerAt
from tests.elections.rooms import AT

pytestmark = pytest.mark.django_db


def roll_of(vote, name="credentials"):
    return read_roll(getattr(Box.objects.get(election=vote.election), name))


def give_again(client, vote, number):
    client.force_login(vote.room.lead)
    address = reverse("elections:election-codes", args=[vote.election.pk])
    return client.post(address, {"act": "redonner", "target": vote.entries[number].pk}, follow=True)


def opened(vote):
    now = timezone.now()
    opening.open_online(vote.election, closes_at=now + timedelta(hours=1), at=now)
    vote.election.refresh_from_db()


def test_the_old_credential_goes_the_new_one_comes_and_the_audit_and_the_minutes_say_so(client):
    vote = online.ready(3, weights={1: 4})
    kept = Box.objects.get(election=vote.election)
    olds = [public_credential(uuid, vote.codes[1]) for uuid in (kept.uuid, kept.next_uuid)]
    others = [public_credential(kept.uuid, vote.codes[n]) for n in (0, 2)]

    assert "nouveau code" in give_again(client, vote, 1).content.decode()

    fresh = unlock(Letter.objects.exclude(secret="").latest("pk").secret)
    for uuid, name, old in zip(
        (kept.uuid, kept.next_uuid), ("credentials", "next_credentials"), olds, strict=True
    ):
        roll = roll_of(vote, name)
        assert old not in roll
        assert roll[public_credential(uuid, fresh)] == 4
        assert sorted(roll.values()) == [1, 1, 4]
    assert set(others) < set(roll_of(vote))
    (incident,) = Incident.objects.filter(election=vote.election)
    assert str(vote.entries[1].company) in incident.text
    assert incident.changes.count() == 1
    opened(vote)
    client.force_login(vote.room.voters[1])
    assert client.post(vote.address(1), {"ballot": vote.ballot(1)}).json()["check"] == "D3"
    vote.codes[1] = fresh
    assert client.post(vote.address(1), {"ballot": vote.ballot(1)}).status_code == 200


def test_after_the_opening_it_is_refused_and_the_desk_is_named(client):
    vote = online.opened(3)
    before = roll_of(vote)
    page = give_again(client, vote, 0).content.decode()
    assert "sur papier" in page
    assert "procès-verbal" in page
    assert roll_of(vote) == before
    assert not Incident.objects.exists()


def test_which_credential_is_whose_is_locked_and_gone_once_the_vote_opens():
    vote = online.ready(3)
    kept = Box.objects.get(election=vote.election)
    given = CodeGiven.objects.get(roll_entry=vote.entries[0])
    assert str(public_credential(kept.uuid, vote.codes[0])) not in given.credentials
    assert vote.codes[0] not in unlock(given.credentials)
    opened(vote)
    assert not CodeGiven.objects.exists()


def test_a_code_is_not_given_again_before_any_was_sent_nor_where_an_officer_makes_them():
    vote = online.sealed(3)
    with pytest.raises(RefusedActError):
        codes.give_again(vote.entries[0], at=AT)
    strict = online.sealed(3, name="Sète", codes_by="officer")
    with pytest.raises(RefusedActError):
        codes.give_again(strict.entries[0], at=AT)


def test_only_who_conducts_gives_a_code_again(client):
    vote = online.ready(3)
    client.force_login(vote.room.voters[0])
    address = reverse("elections:election-codes", args=[vote.election.pk])
    assert client.post(address, {"act": "redonner", "target": vote.entries[0].pk}).status_code == 404
    assert not Incident.objects.exists()


@pytest.fixture
def strict():
    vote = online.sealed(3, codes_by="officer", weights={1: 4})
    officers.name(vote.election, vote.room.voters[2])
    officer = OfficerAt(vote.room.voters[2], vote.election)
    assert officer.send("all", officer.message()).status_code == 200
    return vote, officer


def test_an_officer_gives_one_code_again(strict):
    vote, officer = strict
    entry = vote.entries[1]
    message, _fresh = officer.replacement(entry.pk)

    assert officer.send("one", message).status_code == 200

    for name, place in (("credentials", 0), ("next_credentials", 1)):
        roll = roll_of(vote, name)
        assert int(message["old"][place]) not in roll
        assert roll[int(message["new"][place])] == 4
    assert str(entry.company) in Incident.objects.get(election=vote.election).text


def test_an_officer_cannot_swap_weights_nor_use_a_code_that_is_not_on_the_roll(strict):
    vote, officer = strict
    before = roll_of(vote)
    heavy, light, _last = vote.entries[1].pk, vote.entries[0].pk, None
    of_another, _fresh = officer.replacement(heavy, old=officer.codes[light])
    unknown, _fresh = officer.replacement(heavy, old="11111-111111-11111-111111")
    right, _fresh = officer.replacement(heavy)
    for message, status in [
        (of_another, 409),
        (unknown, 409),
        ({**right, "new": right["old"]}, 409),
        ({**right, "new": ["2", "3"]}, 400),
        ({**right, "new": ["1", "1"]}, 400),
        ({**right, "old": right["old"][:1]}, 400),
        ({**right, "entry": 10**6}, 409),
        ({**right, "entry": "x"}, 409),
    ]:
        assert officer.send("one", message).status_code == status
    assert roll_of(vote) == before


def test_an_officer_is_sent_to_the_desk_once_the_vote_has_opened(strict):
    vote, officer = strict
    message, _fresh = officer.replacement(vote.entries[0].pk)
    online.box.take_keys(vote.election, online.keys().text)
    opened(vote)
    answer = officer.send("one", message)
    assert answer.status_code == 409
    assert "sur papier" in answer.json()["message"]
    assert officer.state["step"] == "closed"
    assert "sur papier" in officer.client.get(officer.page).content.decode()


def test_what_an_officer_sends_again_after_a_lost_answer_is_answered_and_done_once(strict):
    vote, officer = strict
    incidents = Incident.objects.filter(election=vote.election)
    kept = Box.objects.get(election=vote.election)
    everything = {"credentials": kept.credentials, "next": kept.next_credentials}

    assert officer.send("all", everything).json()["step"] == "made"
    assert not incidents.exists()  # nothing was made again
    assert Box.objects.get(election=vote.election).codes_sent_at == kept.codes_sent_at

    one, _fresh = officer.replacement(vote.entries[1].pk)
    assert officer.send("one", one).status_code == 200
    after = roll_of(vote)
    assert officer.send("one", one).status_code == 200
    assert (roll_of(vote), incidents.count()) == (after, 1)
    assert officer.send("all", everything).status_code == 200  # another roll now: these are made again
    assert incidents.count() == 2
    assert officer.send("one", one).status_code == 200  # and the one after them is none that was sent before
    online.box.take_keys(vote.election, online.keys().text)
    opened(vote)
    assert officer.send("one", one).json()["step"] == "closed"
    assert officer.send("all", everything).status_code == 409
