"""What may change between two rounds: when and where one votes, never by which rules one is elected."""

import pytest
from django.urls import reverse

from elections import proxies, rounds
from elections.forms.preparing import RulesForm
from elections.models import Election, Proxy
from elections.proclamation import proclaim
from elections.results import results_of
from tests.elections import online
from tests.elections.rooms import AT, Room

pytestmark = pytest.mark.django_db
KEPT = {
    "codes_by": "officer", "rounds": 1, "majority_base": "registered", "second_round": "all", "tie_rule": "lot",
    "term_years": 6, "thirds_by_lot": "on", "proxies_per_holder": 5, "is_second_call": "on",
    "second_call_days": 3, "second_call_quorum": 20, "roll_on": "2020-01-01", "cooptation_allowed": "on",
}  # fmt: skip


def second_round_of(election, **rules):
    """Return what a proclamation opens."""
    return rounds._copy(election, round=2, first_round=election, **rules)


def typed(form):
    kept = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in kept.items() if value is not None and value is not False}


@pytest.mark.parametrize("way", ["online", "paper"])
def test_whatever_is_sent_a_second_round_keeps_the_rules_of_the_first(client, way):
    room = Room.with_companies(2)
    following = second_round_of(room.prepared(way=way, cooptation_allowed=False))
    before = {name: getattr(following, name) for name in KEPT}
    client.force_login(room.lead)
    address = reverse("elections:election-rules", args=[following.pk])
    form = client.get(address).context["form"]
    assert KEPT.keys() & form.fields.keys() == set()

    answer = client.post(address, typed(form) | KEPT | {"place": "Salle du conseil"})

    assert answer.status_code == 302
    following.refresh_from_db()
    assert following.place == "Salle du conseil"
    assert {name: getattr(following, name) for name in KEPT} == before


def test_a_second_round_online_stays_online_and_one_in_the_room_in_the_room():
    room = Room.with_companies(2)
    there = second_round_of(room.prepared(way="online"))
    form = RulesForm(typed(RulesForm(instance=there)) | {"way": "paper"}, instance=there)
    assert form.is_valid(), form.errors
    assert form.save().way == "online"

    by_hands = second_round_of(room.prepared(way="hands"))
    secret = RulesForm(typed(RulesForm(instance=by_hands)) | {"way": "paper"}, instance=by_hands)
    assert secret.is_valid(), secret.errors  # the room may ask for a secret ballot
    later = RulesForm(typed(RulesForm(instance=by_hands)) | {"way": "online"}, instance=by_hands)
    assert list(later.errors) == ["way"]


def test_a_second_round_from_afar_names_its_article():
    following = second_round_of(Room.with_companies(2).prepared(way="online"))
    form = RulesForm(typed(RulesForm(instance=following)) | {"from_afar": "on"}, instance=following)

    assert "statuts" in str(form.errors)


def test_the_most_votes_suffice_in_a_second_round_whatever_its_rules_say():
    room = Room.with_companies(5)
    election = room.prepared()
    first, second, third = room.standing(election, 0, 1, 2)
    room.voted(election)
    room.counted(election, {first.pk: 2, second.pk: 2, third.pk: 1})
    _told, following = proclaim(election, accepting={}, at=AT)
    Election.objects.filter(pk=following.pk).update(rounds=1)  # as it could be ruled once
    following.refresh_from_db()
    leading, behind = following.contests.get().candidacies.order_by("rank")
    room.voted(following)

    room.counted(following, {leading.pk: 2, behind.pk: 1}, blank=2)

    assert results_of(following)[0].needed is None
    assert [one.candidacy for one in results_of(following)[0].elected] == [leading]


def test_proxies_stay_where_the_codes_of_the_first_round_serve_again(client):
    vote = online.ready(4, proxies={3: 2})
    following = second_round_of(vote.election)
    one, two, _holder, _giver = following.roll.by_name()
    address = reverse("elections:election-proxies", args=[following.pk])
    client.force_login(vote.room.lead)
    shown = client.get(address).content.decode()
    assert "Les codes du premier tour servent encore" in shown
    assert 'value="retirer"' not in shown
    assert 'value="donner"' not in shown

    client.post(address, {"act": "donner", "giver": one.pk, "holder": two.pk})
    client.post(address, {"act": "retirer", "target": Proxy.objects.get(giver__election=following).pk})

    assert Proxy.objects.get(giver__election=following).holder.company == vote.entries[2].company


def test_in_the_room_proxies_are_given_between_two_rounds():
    following = second_round_of(Room.with_companies(2).prepared())
    one, two = following.roll.by_name()

    assert proxies.give(one, two, at=AT).holder == two
