"""From which day mandates count when a vote lasts several days, and on which day a vote that follows is held."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from elections import closing, conduct, rounds
from elections.holding import RefusedActError
from elections.models import Election, Minutes
from elections.proclamation import proclaim
from territories.mandates.months import months_after
from territories.models import Mandate, StageKind, Task
from tests.elections import online
from tests.elections.rooms import AT, DAY, Room
from tests.elections.test_decrypting import FIRST, cast, verified, with_trustees
from tests.elections.test_rooms import texts
from tests.factories.territories import MandateFactory

pytestmark = pytest.mark.django_db
FORTNIGHT = timedelta(days=14)


def held_since(election, day):
    """Let the day of a sealed election be ``day``, as if it had been opened then."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE elections_election SET held_on = %s WHERE id = %s", [day, election.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    election.refresh_from_db()


def address(name, election):
    return reverse(f"elections:{name}", args=[election.pk])


def test_a_vote_of_a_fortnight_gives_mandates_from_the_day_on_which_it_ended(client):
    vote, trustees = with_trustees(3)
    began = DAY - FORTNIGHT
    old = MandateFactory(
        territory=vote.room.territory, office=vote.room.president, person=vote.room.voters[2].person,
        starts_on=began - timedelta(days=300), expected_end_on=began + timedelta(days=3),
    )  # fmt: skip
    cast(client, vote, FIRST, FIRST, FIRST)
    held_since(vote.election, began)
    end = timezone.make_aware(datetime.combine(DAY, time(0, 30)))  # in UTC this is still the day before
    closing.close_online(vote.election, at=end)
    for trustee in trustees[:2]:
        trustee.go_on()
    verified(vote.election)
    vote.election.refresh_from_db()
    winner = vote.election.contests.get().candidacies.get(elected__isnull=False)

    told, _none = proclaim(vote.election, accepting={winner.pk: True}, ending=[old.pk], at=AT + timedelta(days=1))

    mandate = Mandate.objects.get(person=winner.person)
    assert (mandate.starts_on, mandate.expected_end_on) == (DAY, months_after(DAY, 36))
    old.refresh_from_db()
    assert old.ends_on == DAY - timedelta(days=1)
    assert told.assembly.held_on == DAY
    assert Task.objects.get(kind=Task.Kind.REGISTRY, changed_on=DAY).due_on == months_after(DAY, 3)
    assert vote.room.territory.stages.get(kind=StageKind.BUREAU_ELECTED).done_on == DAY
    said = f"{date_format(began)} au {date_format(DAY)}, à partir duquel courent les mandats"
    assert said in texts(Minutes.objects.get(election=vote.election))


def test_a_vote_in_the_room_that_is_typed_in_later_counts_from_its_day():
    room = Room.with_companies(3)
    election = room.prepared(held_on=DAY - FORTNIGHT)
    (only,) = room.standing(election, 0)
    room.voted(election)
    room.counted(election, {only.pk: 3})

    told, _none = proclaim(election, accepting={only.pk: True}, at=AT)

    assert (Mandate.objects.get().starts_on, told.assembly.held_on) == (DAY - FORTNIGHT, DAY - FORTNIGHT)


def test_a_vote_on_paper_in_place_of_one_online_asks_for_its_day(client):
    vote = online.opened(3)
    held_since(vote.election, DAY - FORTNIGHT)
    conduct.give_up(vote.election, reason="Le réseau est tombé.")
    client.force_login(vote.room.lead)

    answer = client.post(address("election-conduct", vote.election), {"act": "papier"})

    following = Election.objects.get(in_place_of=vote.election)
    assert answer.url == address("election-rules", following)
    shown = client.get(address("election-conduct", following)).content.decode()
    assert "est passé" in shown
    assert 'value="sceller"' not in shown
    assert address("election-rules", following) in shown
    with pytest.raises(RefusedActError, match="jour où ce vote a lieu"):
        conduct.seal(following, at=AT)
    Election.objects.filter(pk=following.pk).update(held_on=DAY)
    conduct.seal(following, at=AT)


def test_a_second_round_asks_for_its_day_unless_both_rounds_are_typed_in_later():
    room = Room.with_companies(3)
    for later, refused in [(timedelta(), True), (timedelta(days=1), False)]:
        election = room.prepared(held_on=DAY - FORTNIGHT)
        first, second, third = room.standing(election, 0, 1, 2)
        conduct.seal(election, at=AT)
        conduct.open_vote(election, at=AT)
        conduct.sign_off(election, list(election.roll.values_list("pk", flat=True)))
        conduct.close_vote(election, at=AT - FORTNIGHT + later)
        room.counted(election, {first.pk: 1, second.pk: 1, third.pk: 1})
        _told, following = proclaim(election, accepting={}, at=AT)

        assert bool(conduct.missing_before_sealing(following)) == refused


def test_a_second_round_of_today_is_sealed_as_it_stands():
    room = Room.with_companies(3)
    election = room.prepared()
    keys = [one.pk for one in room.standing(election, 0, 1, 2)]
    room.voted(election)
    room.counted(election, dict.fromkeys(keys, 1))
    _told, following = proclaim(election, accepting={}, at=AT)

    conduct.seal(following, at=AT)

    assert rounds.open_second_round(following) is None
