"""A quorum that is not reached: what the second call keeps of the first, and what it does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from elections import box, closing, codes, conduct, opening, results, rounds
from elections.holding import RefusedActError
from elections.models import Box, CodeGiven, Election, KeyCeremony, Minutes
from elections.proclamation import proclaim
from territories.models import Mandate
from tests.elections.rooms import ARTICLE, AT, DAY, Room
from tests.elections.test_decrypting import BLANK, cast, verified, with_trustees
from tests.elections.test_rooms import texts
from tests.elections.trustees import TrusteeAt

pytestmark = pytest.mark.django_db
HALF = 50


def without_quorum(room, **rules):
    """Return the election of a room of nine, closed with four of the companies: less than half."""
    election = room.prepared(quorum_percent=HALF, **rules)
    room.standing(election, 0, 1, 2)
    room.voted(election, absent=5)
    return election


def test_the_second_call_of_a_second_round_stays_the_second_round():
    room = Room.with_companies(9)
    election = room.prepared(quorum_percent=HALF)
    first, second, third = room.standing(election, 0, 1, 2)
    room.voted(election)
    room.counted(election, {first.pk: 4, second.pk: 3, third.pk: 2})
    _told, following = proclaim(election, accepting={}, at=AT)
    room.voted(following, absent=5)

    again = room.called_again(following)

    assert (again.round, again.first_round, again.in_place_of) == (2, election, following)
    room.voted(again, absent=4)
    leading, behind = again.contests.get().candidacies.order_by("rank")
    room.counted(again, {leading.pk: 2, behind.pk: 1}, blank=2)  # no absolute majority: the most votes suffice
    assert results.results_of(again)[0].needed is None
    proclaim(again, accepting={leading.pk: True}, at=AT)
    assert Mandate.objects.get().person == leading.person


def test_the_second_call_of_a_second_round_online_has_a_box_and_codes_of_its_own(client):
    vote, trustees = with_trustees(3, quorum_percent=HALF)
    cast(client, vote, BLANK, BLANK, BLANK)
    closing.close_online(vote.election, at=AT)
    for trustee in trustees[:2]:
        trustee.go_on()
    verified(vote.election)
    _told, second = proclaim(vote.election, accepting={}, at=AT)
    conduct.seal(second, at=AT)
    for voter, trustee in zip(vote.room.voters, trustees, strict=True):
        holder = TrusteeAt(voter, second)
        holder.seed = trustee.seed
        holder.go_on()
    now = timezone.now()
    opening.open_online(second, closes_at=now + timedelta(hours=1), at=now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET closes_at = clock_timestamp() WHERE id = %s", [second.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    closing.close_online(second, at=AT)
    with pytest.raises(RefusedActError, match="vérificateurs"):
        rounds.call_again(second, at=AT)
    verified(second)

    again = vote.room.called_again(second)
    conduct.seal(again, at=AT)

    told = texts(Minutes.objects.get(election=second))
    for said in ["Notre vérificateur accepte l’archive", "15 jours après le jour du vote"]:
        assert said in told
    assert "jours après la proclamation" not in told
    first, used, new = (Box.objects.get(election=one) for one in (vote.election, second, again))
    assert used.uuid == first.next_uuid
    assert new.uuid not in {first.uuid, first.next_uuid}
    assert new.credentials == ""
    assert KeyCeremony.objects.filter(election=again).exists()  # the trustees' seeds serve again
    assert codes.send(again, at=AT) == 3
    assert CodeGiven.objects.filter(roll_entry__election=again).count() == 3
    assert box.of_codes_that_serve_again(Election.objects.get(pk=second.pk)) == first


def test_the_next_election_asks_the_quorum_of_the_first_call_and_keeps_the_other_rules():
    room = Room.with_companies(9)
    again = room.called_again(without_quorum(room, tie_rule="lot"))
    room.voted(again, absent=5)
    first, second, third = again.contests.get().candidacies.order_by("rank")
    room.counted(again, {first.pk: 2, second.pk: 1, third.pk: 1})
    _told, following = proclaim(again, accepting={}, at=AT)

    assert room.prepared().quorum_percent == HALF

    room.voted(following, absent=5)
    leading = following.contests.get().candidacies.order_by("rank").first()
    others = following.contests.get().candidacies.exclude(pk=leading.pk)
    room.counted(following, {leading.pk: 4} | dict.fromkeys(others.values_list("pk", flat=True), 0))
    proclaim(following, accepting={leading.pk: True}, at=AT)
    assert (room.prepared().quorum_percent, room.prepared().tie_rule) == (HALF, "lot")


def test_a_second_call_that_names_no_first_one_hands_no_quorum_on():
    room = Room.with_companies(3)
    by_hand = {"is_second_call": True, "convened_on": DAY, "second_call_article": ARTICLE}
    for rules in [{"quorum_percent": 30}, {"quorum_percent": 0, **by_hand}]:
        election = room.prepared(**rules)
        (only,) = room.standing(election, 0)
        room.voted(election)
        room.counted(election, {only.pk: 3})
        proclaim(election, accepting={only.pk: True}, at=AT)

    assert room.prepared().quorum_percent == 30


def test_a_vote_in_the_room_to_which_nobody_comes_is_closed_and_called_again(client):
    room = Room.with_companies(3)
    election = room.prepared(quorum_percent=1)
    room.standing(election, 0)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    client.force_login(room.lead)
    page = reverse("elections:election-conduct", args=[election.pk])
    assert 'value="personne"' in client.get(page).content.decode()
    with pytest.raises(RefusedActError, match="émargé"):
        conduct.close_vote(election, at=AT)  # as if the sheet had been forgotten

    client.post(page, {"act": "personne"})
    client.post(page, {"act": "convoquer"})

    assert Election.objects.get(in_place_of=election).is_second_call


def test_nobody_came_is_not_said_of_a_vote_with_sign_offs_or_without_a_quorum():
    room = Room.with_companies(3)
    for percent, signed, said in [(50, 1, "entre-temps"), (0, 0, "émargé")]:
        election = room.prepared(quorum_percent=percent)
        room.standing(election, 0)
        conduct.seal(election, at=AT)
        conduct.open_vote(election, at=AT)
        conduct.sign_off(election, list(election.roll.values_list("pk", flat=True)[:signed]))
        with pytest.raises(RefusedActError, match=said):
            conduct.close_vote(election, at=AT, nobody_came=True)


def test_minutes_tell_of_the_missing_quorum_and_are_read_where_the_election_is_shown(client):
    room = Room.with_companies(9)
    election = without_quorum(room, convened_on=AT.date(), convened_how="lettre")

    again = rounds.call_again(election, at=AT)

    told = texts(Minutes.objects.get(election=election))
    for item in ["Procès-verbal de carence", "4 pour 5 requis", "le quorum n’est pas atteint", "lettre"]:
        assert item in told, item
    link = reverse("elections:election-minutes", args=[election.pk])
    client.force_login(room.lead)
    for page in [reverse("elections:election-conduct", args=[election.pk]), election.get_absolute_url()]:
        assert link in client.get(page).content.decode()
    assert client.get(link)["Content-Type"] == "application/pdf"
    assert (again.convened_on, again.convened_how) == (None, "")  # it is convened anew
