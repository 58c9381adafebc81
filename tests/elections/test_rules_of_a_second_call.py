"""By which rules a second call is held: its delay, quorum and convocation, none of which a lead walks round."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.urls import reverse
from django.utils.formats import date_format

from elections import conduct, days, minutes, rounds
from elections.forms.preparing import RulesForm
from elections.holding import RefusedActError
from elections.models import Election, Minutes
from elections.proclamation import proclaim
from tests.elections import online
from tests.elections.rooms import ARTICLE, AT, DAY, Room
from tests.elections.test_decrypting import verified
from tests.elections.test_ended_in_vain import close
from tests.elections.test_rooms import texts
from tests.elections.test_rules_of_a_second_round import typed

pytestmark = pytest.mark.django_db
FIVE = timedelta(days=5)


def page(name, election):
    return reverse(f"elections:{name}", args=[election.pk])


def in_vain(room, **rules):
    """Return an election of half of the companies, closed with one of five."""
    election = room.prepared(**{"quorum_percent": 50, **rules})
    room.standing(election, 0, 1)
    room.voted(election, absent=4)
    return election


def missing(election):
    return " ".join(conduct.missing_before_sealing(election))


def test_a_missing_quorum_is_not_walked_round_in_a_few_minutes(client):
    room = Room.with_companies(5)
    election = room.prepared(quorum_percent=50)
    room.standing(election, 0)
    client.force_login(room.lead)
    for act in ["sceller", "ouvrir", "personne", "convoquer"]:
        client.post(page("election-conduct", election), {"act": act})
    following = Election.objects.get(in_place_of=election)

    shown = client.post(page("election-conduct", following), {"act": "sceller"}).content.decode()

    following.refresh_from_db()
    assert following.state == "draft"
    assert "envoyée à nouveau" in shown
    assert "article des statuts" in shown
    assert 'value="sceller"' not in shown
    form = client.get(page("election-rules", following)).context["form"]
    given = typed(form) | {"convened_on": DAY.isoformat(), "second_call_article": ARTICLE}
    client.post(page("election-rules", following), given | {"quorum_percent": 1, "second_call_days": 9})
    client.post(page("election-conduct", following), {"act": "sceller"})
    following.refresh_from_db()
    assert (following.state, following.quorum_percent, following.second_call_days) == ("sealed", 0, 0)


@pytest.mark.parametrize("acts", [["abandonner"], ["convoquer", "abandonner"]])
def test_a_missing_quorum_is_not_walked_round_on_paper(client, acts):
    vote = online.opened(3, quorum_percent=50, second_call_quorum=20, second_call_days=5, convened_on=DAY)
    close(vote)
    verified(vote.election)
    client.force_login(vote.room.lead)
    given_up = vote.election
    for act in acts:
        client.post(page("election-conduct", given_up), {"act": act, "reason": "Report"})
        given_up = Election.objects.order_by("pk").last()  # or its second call
    assert "sur papier, c’est la seconde convocation" in client.get(page("election-conduct", vote.election)).text

    answer = client.post(page("election-conduct", vote.election), {"act": "papier"})

    following = Election.objects.get(in_place_of=vote.election, state="draft")
    assert answer.url == page("election-rules", following)
    told = [str(one) for one in messages.get_messages(answer.wsgi_request)]
    assert told[-2:] == days.to_settle(following)  # convened anew, and five days later
    rules = {"quorum_percent": 0, "second_call_days": 0, "second_call_quorum": 0, "place": "Salle des fêtes"}
    form = client.get(page("election-rules", following)).context["form"]
    client.post(page("election-rules", following), typed(form) | rules)
    following.refresh_from_db()
    assert (following.place, following.way, following.is_second_call) == ("Salle des fêtes", "paper", True)
    assert (following.quorum_percent, following.second_call_days, following.convened_on) == (20, 5, None)
    shown = client.post(page("election-conduct", following), {"act": "sceller"}).text
    for said in ["envoyée à nouveau", f"à partir du {date_format(DAY + FIVE)}"]:
        assert said in shown.replace("\xa0", " ")
    assert Election.objects.get(pk=following.pk).is_draft
    assert "quorum de la première" in " ".join(map(str, minutes._rules(following)))


def test_a_vote_held_again_on_paper_is_no_second_call_and_keeps_the_quorum(client):
    vote = online.opened(3, quorum_percent=50)
    conduct.give_up(vote.election, reason="Le réseau est tombé.")
    client.force_login(vote.room.lead)
    client.post(page("election-conduct", vote.election), {"act": "papier"})
    following = Election.objects.get(in_place_of=vote.election)
    shown = client.get(page("election-rules", following))
    assert "à la place d’un autre" in shown.text

    sent = typed(shown.context["form"]) | {"is_second_call": "on", "quorum_percent": 0, "second_call_days": 9}
    assert client.post(page("election-rules", following), sent).status_code == 302

    following.refresh_from_db()
    assert (following.is_second_call, following.quorum_percent, following.second_call_days) == (False, 50, 0)


def test_a_second_call_waits_for_the_days_of_the_rules_and_asks_no_article_then():
    room = Room.with_companies(5)
    following = rounds.call_again(in_vain(room, second_call_days=5), at=AT)
    Election.objects.filter(pk=following.pk).update(convened_on=DAY, held_on=DAY + FIVE - timedelta(days=1))
    following.refresh_from_db()
    assert f"5 jours après le vote sans quorum, à partir du {date_format(DAY + FIVE)}" in missing(following)
    with pytest.raises(RefusedActError, match="5 jours"):
        conduct.seal(following, at=AT)

    Election.objects.filter(pk=following.pk).update(held_on=DAY + FIVE)
    conduct.seal(following, at=AT)


def test_a_second_call_has_its_own_quorum_and_may_miss_it_too():
    room = Room.with_companies(5)
    election = in_vain(room, second_call_quorum=40)
    following = room.called_again(election)
    assert following.quorum_percent == 40
    room.voted(following, absent=4)

    third = room.called_again(following)

    assert (third.quorum_percent, third.is_second_call, third.in_place_of) == (40, True, following)
    room.voted(third, absent=3)
    first, second = third.contests.get().candidacies.order_by("rank")
    room.counted(third, {first.pk: 2, second.pk: 0})
    proclaim(third, accepting={first.pk: True}, at=AT)
    told = texts(Minutes.objects.get(election=third))
    for said in [f"Délai d’une seconde convocation aucun ({ARTICLE})", "Quorum d’une seconde convocation 40 %"]:
        assert said in told
    again = room.prepared()
    assert (again.quorum_percent, again.second_call_quorum, again.second_call_article) == (50, 40, ARTICLE)


@pytest.mark.parametrize(
    ("delay", "asked", "recorded"),
    [
        (
            0,
            "ne se tient pas avant le jour où le vote sans quorum a pris fin, le",
            "Délai d’une seconde convocation aucun",
        ),
        (1, "se tient au moins 1 jour après le vote sans quorum, à partir du", "au plus tôt 1 jour après"),
        (2, "se tient au moins 2 jours après le vote sans quorum, à partir du", "au plus tôt 2 jours après"),
    ],
)
def test_the_delay_of_a_second_call_is_told_as_one_says_it(delay, asked, recorded):
    room = Room.with_companies(5)
    following = rounds.call_again(in_vain(room, second_call_days=delay), at=AT)
    following.held_on = DAY - timedelta(days=1)

    assert f"{asked} {date_format(DAY + timedelta(days=delay))}" in missing(following)
    assert recorded in texts(Minutes.objects.get())


def test_minutes_of_a_missing_quorum_tell_how_soon_a_second_call_may_be_held():
    room = Room.with_companies(5)
    election = in_vain(room, second_call_days=15, second_call_article=ARTICLE)

    rounds.call_again(election, at=AT)

    told = texts(Minutes.objects.get(election=election))
    assert f"au plus tôt 15 jours après le vote sans quorum ({ARTICLE})" in told
    assert "Quorum d’une seconde convocation aucun" in told


def test_the_days_count_from_the_vote_without_a_quorum_when_the_second_call_goes_on_with_paper():
    room = Room.with_companies(5)
    rules = {"is_second_call": True, "convened_on": DAY, "second_call_days": 5, "held_on": DAY + FIVE}
    online = room.prepared(way="online", in_place_of=in_vain(room), **rules)
    room.standing(online, 0)
    conduct.seal(online, at=AT)
    conduct.give_up(online, reason="Le réseau est tombé.")

    following = rounds.hold_on_paper(online)

    assert missing(following) == ""
    following.held_on = DAY
    assert "5 jours après" in missing(following)


def test_a_convocation_after_the_vote_is_refused_beside_its_field_and_at_the_sealing(client):
    room = Room.with_companies(3)
    election = room.prepared()
    room.standing(election, 0)
    client.force_login(room.lead)
    late = (DAY + timedelta(days=1)).isoformat()
    given = typed(client.get(page("election-rules", election)).context["form"]) | {"convened_on": late}

    answer = client.post(page("election-rules", election), given)

    assert list(answer.context["form"].errors) == ["convened_on"]
    assert f'value="{late}"' in answer.content.decode()
    election.convened_on = DAY
    assert missing(election) == ""
    election.held_on = DAY - timedelta(days=1)
    assert "postérieure au jour du vote" in missing(election)


def test_a_second_call_keeps_the_article_that_was_sealed_and_a_first_one_settles_all():
    room = Room.with_companies(5)
    first = room.prepared()
    settled = {"second_call_days", "second_call_quorum", "second_call_article", "quorum_percent", "is_second_call"}
    assert settled <= RulesForm(instance=first).fields.keys()
    following = rounds.call_again(in_vain(room, second_call_article=ARTICLE), at=AT)

    assert settled & RulesForm(instance=following).fields.keys() == set()


def test_a_quorum_or_a_delay_that_cannot_be_is_refused_in_words():
    election = Room.with_companies(1).prepared()
    for wrong in [{"second_call_quorum": 101}, {"second_call_days": 367}]:
        form = RulesForm(typed(RulesForm(instance=election)) | wrong, instance=election)
        assert "100 pour cent, dans les 366 jours" in str(form.errors)
