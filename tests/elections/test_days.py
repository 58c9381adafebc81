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
from tests.elections.rooms import ARTICLE, AT, DAY, Room
from tests.elections.test_decrypting import FIRST, cast, verified, with_trustees
from tests.elections.test_rooms import texts
from tests.elections.test_rules_of_a_second_round import typed
from tests.factories.territories import MandateFactory

pytestmark = pytest.mark.django_db
FORTNIGHT = timedelta(days=14)
YESTERDAY = DAY - timedelta(days=1)


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


def held_yesterday(room, *, present=3, **rules):
    """Return an election of yesterday that was recorded while it went on, of three candidates."""
    election = room.prepared(held_on=YESTERDAY, **rules)
    keys = [one.pk for one in room.standing(election, 0, 1, 2)]
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    conduct.sign_off(election, list(election.roll.values_list("pk", flat=True)[:present]))
    conduct.close_vote(election, at=AT - timedelta(days=1))
    return election, keys


def second_round():
    room = Room.with_companies(3)
    election, keys = held_yesterday(room)
    room.counted(election, dict.fromkeys(keys, 1))
    return room, proclaim(election, accepting={}, at=AT)[1]


def second_call():
    room = Room.with_companies(3)
    election, _keys = held_yesterday(room, present=1, quorum_percent=50)
    return room, rounds.call_again(election, at=AT)


def on_paper():
    vote = online.opened(3)
    held_since(vote.election, YESTERDAY)
    conduct.give_up(vote.election, reason="Le réseau est tombé.")
    return vote.room, rounds.hold_on_paper(vote.election)


@pytest.mark.parametrize("prepared", [second_round, second_call, on_paper])
def test_what_was_held_on_the_day_of_the_vote_before_is_typed_in_the_next_day(client, prepared):
    room, following = prepared()
    client.force_login(room.lead)
    conduct_page, rules = address("election-conduct", following), address("election-rules", following)
    assert "est passé" in client.get(conduct_page).content.decode()
    convened = {"convened_on": YESTERDAY.isoformat(), "second_call_article": ARTICLE}
    given = typed(client.get(rules).context["form"]) | (convened if following.is_second_call else {})
    day_before = (YESTERDAY - timedelta(days=1)).isoformat()
    client.post(rules, given | {"held_on": day_before, "convened_on": day_before})
    refused = client.get(conduct_page).content.decode()
    assert 'value="sceller"' not in refused
    assert date_format(YESTERDAY) in refused

    given |= {"version": typed(client.get(rules).context["form"])["version"]}
    client.post(rules, given)  # as it stood
    client.post(conduct_page, {"act": "sceller"})

    following.refresh_from_db()
    assert (following.state, following.held_on) == ("sealed", YESTERDAY)


def test_saving_the_day_that_was_copied_settles_it_and_not_for_a_vote_online(client):
    room, following = second_round()
    client.force_login(room.lead)
    rules = address("election-rules", following)
    client.post(rules, typed(client.get(rules).context["form"]))
    following.refresh_from_db()
    assert conduct.missing_before_sealing(following) == []

    following.way = "online"  # the site itself records when one votes

    assert "est passé" in " ".join(conduct.missing_before_sealing(following))


def test_a_vote_online_that_was_given_up_before_its_day_does_not_hold_up_the_one_on_paper():
    vote = online.sealed(3, held_on=DAY + FORTNIGHT)
    conduct.give_up(vote.election, reason="Aucun réseau dans la salle.")
    following = rounds.hold_on_paper(vote.election)
    for day, refused in [(DAY, False), (YESTERDAY, True)]:
        Election.objects.filter(pk=following.pk).update(held_on=day)
        following.refresh_from_db()
        assert ("ne se tient pas avant" in " ".join(conduct.missing_before_sealing(following))) == refused


def test_a_second_round_of_today_is_sealed_as_it_stands():
    room = Room.with_companies(3)
    election = room.prepared()
    keys = [one.pk for one in room.standing(election, 0, 1, 2)]
    room.voted(election)
    room.counted(election, dict.fromkeys(keys, 1))
    _told, following = proclaim(election, accepting={}, at=AT)

    conduct.seal(following, at=AT)

    assert rounds.open_second_round(following) is None
