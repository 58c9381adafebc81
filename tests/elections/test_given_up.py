"""An election that is given up after the sealing leaves minutes, and hides no count."""

import pytest
from django.db import connection
from django.urls import reverse

from elections import conduct, incidents, results, rounds
from elections.models import Election, Incident, Minutes
from tests.elections import online
from tests.elections.rooms import AT, Room
from tests.elections.test_decrypting import verified
from tests.elections.test_ended_in_vain import close
from tests.elections.test_rooms import texts

pytestmark = pytest.mark.django_db
REASON = "Une urne a été renversée."


def give_up(client, room, election):
    """Give ``election`` up as its lead on the page; return what its minutes say."""
    client.force_login(room.lead)
    client.post(reverse("elections:election-conduct", args=[election.pk]), {"act": "abandonner", "reason": REASON})
    election.refresh_from_db()
    assert election.state == "void"
    return texts(Minutes.objects.get(election=election))


def shown(client, election):
    return client.get(election.get_absolute_url()).content.decode().replace("\xa0", " ")


def counted(room):
    election = room.prepared()
    first, second = room.standing(election, 0, 1)
    room.voted(election, absent=1)
    room.counted(election, {first.pk: 3, second.pk: 1})
    return election, first, second


@pytest.mark.parametrize("state", ["sealed", "open", "closed"])
def test_what_voters_reported_stands_in_the_minutes_whenever_it_is_given_up(client, state):
    room = Room.with_companies(5)
    election = room.prepared()
    room.standing(election, 0)
    if state == "closed":
        room.voted(election, absent=1)
    else:
        conduct.seal(election, at=AT)
    if state == "open":
        conduct.open_vote(election, at=AT)
    incidents.report(election.roll.first(), "Mon bulletin était déjà pris.")

    told = give_up(client, room, election)

    lead = str(room.lead.person)
    for said in [
        "abandonnée",
        f"par {lead} : {REASON}",
        "Mon bulletin était déjà pris.",
        "Entreprises ayant voté",
    ]:
        assert said in told, said
    if state == "closed":
        assert "4, dont 0 par procuration" in told
    link = reverse("elections:election-minutes", args=[election.pk])
    for page in [reverse("elections:election-conduct", args=[election.pk]), election.get_absolute_url()]:
        assert link in client.get(page).content.decode()


def test_an_open_vote_online_that_is_given_up_has_minutes_before_it_is_held_on_paper(client):
    vote = online.opened(3)
    incidents.report(vote.entries[0], "La page ne répond pas.")

    told = give_up(client, vote.room, vote.election)

    assert "La page ne répond pas." in told
    assert "l’urne n’a pas été close" in told
    rounds.hold_on_paper(vote.election)


def test_a_closed_box_is_given_up_once_the_verifiers_have_spoken_and_minutes_say_what(client):
    vote = online.opened(3)
    client.force_login(vote.room.voters[0])
    assert client.post(vote.address(0), {"ballot": vote.ballot(0)}).status_code == 200
    close(vote)
    page = reverse("elections:election-conduct", args=[vote.election.pk])
    client.force_login(vote.room.lead)
    refused = client.post(page, {"act": "abandonner", "reason": REASON}).content.decode()
    assert "vérificateurs sont encore à l’œuvre" in refused
    assert f">{REASON}</textarea>" in refused or f'value="{REASON}"' in refused
    vote.election.refresh_from_db()
    assert vote.election.state == "closed"
    with connection.cursor() as cursor:  # somebody with the rights of the database writes another ballot
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_boxevent SET data = '{\"{}\"}' WHERE type = 'Ballot'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    check = verified(vote.election).failed_check

    told = give_up(client, vote.room, vote.election)

    assert check
    assert f"REFUSE l’archive : contrôle {check}" in told


def test_a_paper_count_that_displeases_stays_on_the_page_for_everybody(client):
    room = Room.with_companies(5)
    election, first, second = counted(room)
    client.logout()
    assert "Voix dans l’urne" not in shown(client, election)  # not yet told

    told = give_up(client, room, election)

    client.logout()
    page = shown(client, election)
    for said in [REASON, "Voix dans l’urne : 4", "n’a pas été proclamé", "en tête du dépouillement, non proclamé"]:
        assert said in page, said
    assert ">élu(e)<" not in page
    for said in [f"{first.person}", f"{second.person}", "Voix dans l’urne : 4", "non proclamé", REASON]:
        assert said in told, said
    assert "élu(e), décline" not in told


def test_what_was_never_sealed_has_no_minutes_and_no_count_is_shown_where_there_is_none(client):
    room = Room.with_companies(3)
    draft = room.prepared()
    conduct.give_up(draft, reason=REASON)
    assert not Minutes.objects.exists()

    election = room.prepared()
    room.standing(election, 0)
    conduct.seal(election, at=AT)
    give_up(client, room, election)
    assert "Voix dans l’urne" not in shown(client, election)
    assert Election.objects.filter(state="void").count() == 2


def test_a_count_that_is_opened_again_and_given_up_stands_in_the_minutes_all_the_same(client):
    room = Room.with_companies(5)
    election, first, second = counted(room)
    client.force_login(room.lead)
    client.post(reverse("elections:election-conduct", args=[election.pk]), {"act": "recompter"})

    told = give_up(client, room, election)

    assert f"{first.person} 3, {second.person} 1 ; blancs : 0 ; nuls : 0." in told


def test_no_number_of_a_count_that_is_opened_again_is_cut_from_the_register(client, monkeypatch):
    monkeypatch.setattr(results, "LONGEST", 40)
    room = Room.with_companies(5)
    election, first, second = counted(room)

    results.take_back(election)

    kept = " ".join(Incident.objects.filter(election=election).order_by("pk").values_list("text", flat=True))
    assert f"{first.person} 3, {second.person} 1 ; blancs : 0 ; nuls : 0." in kept.replace("\xa0", " ")
    assert Incident.objects.filter(election=election).count() > 1
