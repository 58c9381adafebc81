"""Two people fill in one sheet at once and lose nothing; who stands, or holds a proxy, is there to do so."""

import pytest
from django.test import Client
from django.urls import reverse

from elections import candidacies, conduct, proxies, rolls
from elections.holding import RefusedActError
from elections.models import Presence, SignOff
from tests.elections import online
from tests.elections.rooms import AT, Room

pytestmark = pytest.mark.django_db


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def shown_on(client, address):
    """Return what the sheet says it shows, as a browser sends it back."""
    text = client.get(address).content.decode()
    return text.split('name="cochees" value="')[1].split('"')[0]


@pytest.fixture
def signing():
    """Return the sheet of an open vote on paper: its address, its lines, what is recorded."""
    room = Room.with_companies(4)
    election = room.prepared()
    room.standing(election, 0)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    return room.lead, page("sign-offs", election), list(election.roll.by_name()), "signe", SignOff


@pytest.fixture
def attending():
    """Return the sheet of who is in the room of an online vote."""
    vote = online.sealed(4, from_afar=False, remote_article="")
    return vote.room.lead, page("presence", vote.election), vote.entries, "present", Presence


@pytest.mark.parametrize("sheet", ["signing", "attending"])
def test_two_people_who_fill_in_one_sheet_lose_nothing(sheet, request):
    lead, address, (first, second, third, _), field, model = request.getfixturevalue(sheet)
    clients = Client(), Client()
    for client in clients:
        client.force_login(lead)
    clients[0].post(address, {field: [third.pk], "cochees": ""})

    both = [shown_on(client, address) for client in clients]
    clients[0].post(address, {field: [first.pk, third.pk], "cochees": both[0]})
    clients[1].post(address, {field: [second.pk], "cochees": both[1]})  # and takes the third back

    assert set(model.objects.values_list("pk", flat=True)) == {first.pk, second.pk}


def test_a_candidate_whose_company_is_struck_off_the_roll_stops_the_sealing():
    room = Room.with_companies(3)
    election = room.prepared()
    first, _ = room.standing(election, 0, 1)
    rolls.strike(election.roll.by_name().first())

    with pytest.raises(RefusedActError, match=str(room.voters[0].person)):
        conduct.seal(election, at=AT)

    candidacies.withdraw(first)
    conduct.seal(election, at=AT)
    election.refresh_from_db()
    assert election.state == "sealed"


def test_a_candidate_of_a_struck_company_who_represents_another_one_stops_the_sealing_too():
    room = Room.with_companies(3)
    election = room.prepared()
    first, _ = room.standing(election, 0, 1)
    struck, other = election.roll.by_name()[:2]
    rolls.correct(other, representative=first.person, weight=1)
    rolls.strike(struck)

    with pytest.raises(RefusedActError, match=str(first.person)):
        conduct.seal(election, at=AT)


def test_who_votes_for_a_company_may_stand_without_representing_it_in_the_file():
    room = Room.with_companies(3)
    election = room.prepared()
    entry = election.roll.by_name().first()
    outsider = Room.with_companies(1, "Nîmes").voters[0].person
    rolls.correct(entry, representative=outsider, weight=1)
    candidacies.stand(election.contests.get(), outsider, at=AT)
    conduct.seal(election, at=AT)

    election.refresh_from_db()
    assert election.state == "sealed"


def test_the_company_that_holds_a_proxy_keeps_somebody_who_votes(client):
    room = Room.with_companies(3)
    election = room.prepared()
    giver, holder, _ = election.roll.by_name()
    given = proxies.give(giver, holder, at=AT)
    client.force_login(room.lead)
    address = reverse("elections:roll-entry-edit", args=[election.pk, holder.pk])

    answer = client.post(address, {"representative": "", "weight": 1})
    holder.refresh_from_db()
    assert "vote pour une autre" in answer.content.decode()
    assert holder.representative == room.voters[1].person

    proxies.withdraw(given)
    assert client.post(address, {"representative": "", "weight": 1}).status_code == 302
