"""A majority of the first round that is counted of those present or represented, in each way of voting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elections import conduct, presences, proxies, results, rolls, rounds
from elections.holding import RefusedActError
from elections.minutes import contents
from elections.models import Election, Minutes, SignOff
from elections.presets import begin
from elections.proclamation import proclaim
from elections.results import Counted, results_of, turnout
from tests.elections import online
from tests.elections.rooms import AT, DAY, Room
from tests.elections.test_rooms import texts
from tests.factories.accounts import lead_of

pytestmark = pytest.mark.django_db
NOBODY_NOTED = "Personne n’est noté présent"
IN_THE_ROOM = ["paper", "hands", "roll_call"]


@pytest.fixture
def room():
    return Room.with_companies(9)


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def opened(room, **rules):
    """Return an open vote in the room with its two candidates."""
    election = room.prepared(**{"majority_base": "present"} | rules)
    room.standing(election, 0, 1)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    return election


def closed(election, *, voting, present=()):
    """Let the companies of these numbers sign off and be ticked as present; close the vote."""
    keys = list(election.roll.by_name().values_list("pk", flat=True))
    presences.record(election, [keys[number] for number in present])
    conduct.sign_off(election, [keys[number] for number in voting])
    conduct.close_vote(election, at=AT)
    election.refresh_from_db()


def counted(election, votes, *, blank=0):
    """Record ``votes`` for the first candidate and none for the others, in the way of the election."""
    contest = election.contests.get()
    first, *others = contest.candidacies.order_by("rank", "pk")
    if election.way == "roll_call":
        signed = election.roll.by_name().filter(sign_off__isnull=False).values_list("pk", flat=True)
        answers = {(key, contest.pk): [first.pk if number < votes else None] for number, key in enumerate(signed)}
        results.record_roll_call(election, answers, at=AT)
    else:
        voices = {first.pk: votes} | dict.fromkeys([other.pk for other in others], 0)
        results.record(election, [Counted(contest, voices, blank, 0)], at=AT)
    return results_of(election)[0]


@pytest.mark.parametrize(("base", "needed"), [("expressed", 2), ("cast", 3), ("present", 4), ("registered", 5)])
@pytest.mark.parametrize("way", IN_THE_ROOM)
def test_each_base_asks_for_another_majority_in_each_way_of_voting(room, way, base, needed):
    election = opened(room, way=way, majority_base=base)
    closed(election, voting=range(5), present=[0, 5, 6])  # 5 vote, 2 are there and abstain, 2 are absent

    result = counted(election, 3, blank=2)

    assert result.needed == needed
    assert bool(result.elected) == (needed <= 3)


@pytest.mark.parametrize(
    ("present", "votes", "is_elected"), [([0, 5], 3, True), ([0, 5, 6], 3, False), ([0, 5, 6], 4, True)]
)
def test_half_of_who_is_there_does_not_suffice(room, present, votes, is_elected):
    election = opened(room)
    closed(election, voting=range(4), present=present)  # 5 are there, or 6

    assert bool(counted(election, votes, blank=4 - votes).elected) == is_elected


def test_presence_has_the_weight_of_the_voices(room):
    election = room.prepared(majority_base="present")
    room.standing(election, 0)
    lines = list(election.roll.by_name())
    rolls.correct(lines[0], representative=room.voters[0].person, weight=4)
    rolls.correct(lines[8], representative=room.voters[8].person, weight=5)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    closed(election, voting=[0, 1], present=[8])

    result = counted(election, 5)

    assert (result.count.cast, result.there, result.needed) == (5, 10, 6)
    assert not result.elected


def test_who_is_represented_by_somebody_there_counts_and_by_somebody_absent_does_not(room):
    election = room.prepared(majority_base="present")
    room.standing(election, 0)
    lines = list(election.roll.by_name())
    for giver, holder in [(3, 2), (5, 4), (7, 6)]:
        proxies.give(lines[giver], lines[holder], at=AT)
    conduct.seal(election, at=AT)
    conduct.open_vote(election, at=AT)
    closed(election, voting=[0, 1, 4, 5], present=[2])  # 2 abstains for both; 4 votes for both; 6 is absent

    assert (counted(election, 3, blank=1).there, results_of(election)[0].needed) == (6, 4)


def test_a_sheet_with_fewer_than_voted_never_makes_it_easier_than_the_votes_cast(room):
    election = opened(room)
    closed(election, voting=range(7), present=[0])

    result = counted(election, 3, blank=4)

    assert (result.count.expressed, result.count.cast, result.there, result.needed) == (3, 7, 7, 4)
    assert not result.elected


@pytest.mark.parametrize("way", IN_THE_ROOM)
def test_without_a_sheet_of_presence_the_vote_is_not_closed_and_the_page_says_so_before(client, room, way):
    election = opened(room, way=way)
    keys = list(election.roll.by_name().values_list("pk", flat=True))
    client.force_login(room.lead)
    client.post(page("sign-offs", election), {"signe": keys[:5]})

    shown = client.get(page("conduct", election)).text
    assert NOBODY_NOTED in shown
    assert 'value="clore"' not in shown
    assert f'class="button button-primary" href="{page("presence", election)}"' in shown
    assert NOBODY_NOTED in client.post(page("conduct", election), {"act": "clore"}).text
    assert Election.objects.get().state == "open"

    client.post(page("presence", election), {"present": keys[:6]})
    shown = client.get(page("conduct", election)).text
    assert NOBODY_NOTED not in shown
    assert "Majorité : plus de la moitié des voix présentes ou représentées (6)." in plain(shown)
    client.post(page("conduct", election), {"act": "clore"})
    assert Election.objects.get().state == "closed"


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("base", ["expressed", "cast", "registered"])
def test_the_other_bases_ask_for_no_sheet_of_presence(client, room, base):
    election = opened(room, majority_base=base)
    client.force_login(room.lead)

    shown = client.get(page("conduct", election)).text

    assert NOBODY_NOTED not in shown
    assert 'value="clore"' in shown
    closed(election, voting=range(3))
    assert election.state == "closed"


def test_one_round_asks_for_the_most_votes_and_so_for_no_presence(room):
    election = opened(room, rounds=1)
    closed(election, voting=range(5))

    result = counted(election, 2, blank=3)

    assert (result.needed, result.there, len(result.elected)) == (None, None, 1)


def test_nothing_is_counted_without_a_sheet_of_presence_even_where_the_vote_is_closed(client, room):
    election = opened(room)
    conduct.sign_off(election, election.roll.values_list("pk", flat=True)[:5])
    Election.objects.filter(pk=election.pk).update(state="closed", closed_at=AT)  # as by another way in
    election.refresh_from_db()

    with pytest.raises(RefusedActError, match=NOBODY_NOTED):
        counted(election, 5)

    client.force_login(room.lead)
    for name in ["conduct", "count"]:
        shown = client.get(page(name, election)).text
        assert NOBODY_NOTED in shown, name
        assert "Le quorum n’est pas atteint" not in shown, name
    assert "contest" not in client.get(page("count", election)).text


def test_to_which_nobody_comes_it_is_closed_all_the_same_and_called_again(room):
    election = opened(room, quorum_percent=20)

    conduct.close_vote(election, at=AT, nobody_came=True)

    assert rounds.call_again(election, at=AT).majority_base == "present"


def over(vote, *, voting, present=()):
    """Return the vote online, closed, in which the companies of these numbers took part; without its ballots."""
    entries = vote.entries
    presences.record(vote.election, [entries[number].pk for number in present])
    row = Election.objects.filter(pk=vote.election.pk)
    row.update(state="open", opened_at=AT, closes_at=timezone.now() + timedelta(hours=1))
    SignOff.objects.bulk_create(SignOff(roll_entry=entries[number]) for number in voting)
    row.update(state="closed", closed_at=AT)
    vote.election.refresh_from_db()
    return vote.election


@pytest.mark.parametrize(("present", "there"), [([], 5), ([0, 6, 7], 7)])
def test_online_from_afar_who_votes_is_present_and_whoever_is_ticked_besides(present, there):
    election = over(online.sealed(9, majority_base="present"), voting=range(5), present=present)

    result = counted(election, 3, blank=2)

    assert (result.there, result.needed) == (there, there // 2 + 1)
    assert bool(result.elected) == (there == 5)


def test_online_in_the_room_who_is_ticked_and_casts_no_ballot_counts():
    rules = {"from_afar": False, "remote_article": "", "majority_base": "present", "proxies": {8: 7}}
    election = over(online.sealed(9, **rules), voting=range(5), present=range(8))

    result = counted(election, 4, blank=1)

    assert (result.there, result.needed, result.elected) == (9, 5, [])


def test_online_the_page_says_whom_the_majority_counts_while_one_votes(client):
    vote = online.sealed(3, majority_base="present")
    said = "que s’il est coché sur la feuille de présence avant la fin du vote"
    client.force_login(vote.room.lead)
    assert said not in client.get(page("conduct", vote.election)).text
    Election.objects.filter(pk=vote.election.pk).update(
        state="open", opened_at=AT, closes_at=timezone.now() + timedelta(hours=1)
    )

    assert said in client.get(page("conduct", vote.election)).text


def test_the_minutes_say_what_was_counted_and_the_second_round_needs_no_presence(room):
    election = opened(room)
    closed(election, voting=range(5), present=[5, 6])
    counted(election, 3, blank=2)

    _told, following = proclaim(election, accepting={}, at=AT)

    minutes = texts(Minutes.objects.get())
    for item in [
        "plus de la moitié voix présentes ou représentées, votantes ou non",
        "Qui est présent ou représenté les entreprises cochées comme présentes dans la salle, celles qui ont voté",
        "Voix présentes ou représentées 7", "Voix présentes ou représentées : 7.", "Majorité requise : 4 voix.",
    ]:  # fmt: skip
        assert item in minutes, minutes
    assert (following.majority_base, following.is_majority_of_present) == ("present", False)
    room.voted(following, absent=6)
    result = counted(following, 2, blank=1)
    assert (result.needed, result.there, len(result.elected)) == (None, None, 1)
    proclaim(following, accepting={result.elected[0].candidacy_id: True}, at=AT)
    assert "suffit." in texts(Minutes.objects.get(election=following))
    typed = {"held_on": DAY, "place": "", "way": "paper"}
    assert begin(room.territory, Election.Kind.RENEWAL, typed=typed, offices=[]).majority_base == "present"


@pytest.mark.parametrize(
    ("rules", "said"),
    [({}, "qui ont voté, à distance ou non"), ({"from_afar": False, "remote_article": ""}, "cochées comme")],
)
def test_the_minutes_of_a_vote_online_say_who_counts_as_present(rules, said):
    election = online.sealed(2, majority_base="present", **rules).election

    lines = contents(election, [], "", None, AT)["sections"][1]["lines"]

    assert dict(lines)["Qui est présent ou représenté"].startswith(f"les entreprises {said}")


def test_the_minutes_under_another_base_say_nothing_of_it(room):
    election = opened(room, majority_base="cast")
    closed(election, voting=range(5), present=[5, 6])
    counted(election, 5)
    first = election.contests.get().candidacies.order_by("rank").first()

    proclaim(election, accepting={first.pk: True}, at=AT)

    minutes = texts(Minutes.objects.get())
    assert "Qui est présent ou représenté" not in minutes
    assert "Voix présentes ou représentées :" not in minutes


def test_everybody_reads_of_how_many_voices_the_majority_was_counted(client, room):
    election = opened(room)
    closed(election, voting=range(5), present=[5, 6])
    counted(election, 3, blank=2)
    said = "Voix présentes ou représentées : 7. Majorité requise : 4 voix."
    assert said not in plain(client.get(election.get_absolute_url()).text)  # not proclaimed yet
    client.force_login(room.lead)
    assert said in plain(client.get(page("proclaim", election)).text)
    proclaim(election, accepting={}, at=AT)
    client.logout()

    shown = plain(client.get(election.get_absolute_url()).text)

    assert said in shown
    assert "plus de la moitié (voix présentes ou représentées, votantes ou non)" in shown


def test_the_sheet_of_presence_says_that_the_majority_rests_on_it(client, room):
    client.force_login(room.lead)
    assert "Pour la majorité, comme pour un quorum" in client.get(page("presence", opened(room))).text
    other = opened(room, majority_base="cast")
    assert "Pour la majorité" not in client.get(page("presence", other)).text


def with_base(client, election, base):
    form = client.get(page("rules", election)).context["form"]
    kept = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in kept.items() if value is not None and value is not False}
    return client.post(page("rules", election), typed | {"majority_base": base})


def test_who_prepares_the_election_chooses_the_base_among_the_rules(client, room):
    election = room.prepared()
    client.force_login(room.lead)
    shown = client.get(page("rules", election)).text
    assert "voix présentes ou représentées, votantes ou non" in shown
    assert "rend alors la majorité plus difficile à atteindre" in shown
    assert (
        "si vos statuts comptent les présents et représentés"
        in client.get(reverse("elections:election-begin")).text
    )

    assert with_base(client, election, "attending").status_code == 200  # there is no such base
    assert with_base(client, election, "present").status_code == 302

    assert Election.objects.get().majority_base == "present"


def test_neither_a_member_nor_the_lead_of_another_territory_chooses_ticks_or_closes(client, room):
    draft, running = room.prepared(), opened(room)
    keys = list(running.roll.values_list("pk", flat=True))
    conduct.sign_off(running, keys[:3])
    for account in [room.voters[0], lead_of()]:
        client.force_login(account)
        assert client.post(page("rules", draft), {"majority_base": "present"}).status_code == 404
        assert client.post(page("presence", running), {"present": keys}).status_code == 404
        assert client.post(page("conduct", running), {"act": "clore"}).status_code == 404
        assert client.get(page("conduct", running)).status_code == 404

    draft.refresh_from_db()
    running.refresh_from_db()
    assert (draft.majority_base, running.state, turnout(running).companies_ticked) == ("expressed", "open", 0)
