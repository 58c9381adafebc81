"""Whose mandate ends when an election is proclaimed: who goes out, and nobody whose mandate goes on."""

from datetime import timedelta

import pytest

from elections import conduct
from elections.forms.counting import ProclaimForm
from elections.models import Contest, Election
from elections.proclamation import outgoing, proclaim
from elections.results import results_of
from territories.models import Mandate
from tests.elections.rooms import AT, DAY, Room
from tests.factories.territories import MandateFactory, OfficeFactory

pytestmark = pytest.mark.django_db
LATER, OVER = DAY + timedelta(days=400), DAY


@pytest.fixture
def room():
    return Room.with_companies(6)


@pytest.fixture
def vice(room):
    return OfficeFactory(code="vice-president", name="vice-présidence", is_presidency=False, rank=20)


def running(room, office, *ends):
    """Return mandates in ``office`` of a person each, with these ends of their terms."""
    return [
        MandateFactory(territory=room.territory, office=office, person=room.voters[n].person, expected_end_on=end)
        for n, end in enumerate(ends)
    ]


def counted(room, office, *elected, seats=1, **rules):
    """Return an election counted, in which those of the numbers ``elected`` are so."""
    election = room.prepared(offices=[office], rounds=1, **rules)
    Contest.objects.filter(election=election).update(seats=seats)
    standing = room.standing(election, *elected)
    room.voted(election)
    room.counted(election, {one.pk: 6 for one in standing})
    return election


def ticked(election):
    """Return (listed, ticked): the mandates that the page of the proclamation offers, and those ticked on it."""
    field = ProclaimForm(election=election, results=results_of(election)).fields.get("ending")
    return (set(field.queryset), set(field.initial)) if field else (set(), set())


def keys(*mandates):
    return {mandate.pk for mandate in mandates}


def test_by_thirds_the_two_other_thirds_go_on(room, vice):
    over, second, third = running(room, vice, OVER, LATER, LATER)
    election = counted(room, vice, 3, kind="renewal")

    assert ticked(election) == ({over, second, third}, keys(over))


def test_at_a_by_election_the_colleagues_go_on(room, vice):
    colleagues = running(room, vice, LATER, None)
    election = counted(room, vice, 2, kind="by_election")

    assert ticked(election) == (set(colleagues), set())


def test_an_office_that_is_elected_anew_has_all_its_mandates_ticked_though_they_are_not_over(room, vice):
    going = running(room, vice, LATER, None)
    election = counted(room, vice, 2, 3, seats=2, kind="renewal")

    assert ticked(election) == (set(going), keys(*going))


def test_who_is_elected_again_before_the_end_of_the_term_does_not_hold_the_office_twice(room, vice):
    own, colleague, other = running(room, vice, LATER, LATER, LATER)
    election = counted(room, vice, 0, kind="renewal")

    assert ticked(election) == ({own, colleague, other}, keys(own))


def test_mandates_drawn_by_lot_end_with_their_third_even_where_few_are_left(room, vice):
    first = counted(room, vice, 0, kind="renewal", thirds_by_lot=True)
    [only] = results_of(first)
    [seat] = [f"{one.candidacy_id}_{one.candidacy.person_id}_{vice.pk}" for one in only.elected]
    proclaim(first, accepting={only.elected[0].candidacy_id: True}, drawn={seat: 3}, at=AT)
    Mandate.objects.update(starts_on=DAY - timedelta(days=365))
    election = counted(room, vice, 1, kind="renewal")

    assert ticked(election) == (set(Mandate.objects.all()), set())


def test_a_second_round_on_a_later_day_leaves_the_elected_of_the_first_in_office(room, vice):
    old = running(room, vice, LATER, LATER)
    election = room.prepared(offices=[vice], kind="renewal", held_on=DAY - timedelta(days=7))
    Contest.objects.update(seats=2)
    first, second, third = room.standing(election, 2, 3, 4)
    room.voted(election)
    room.counted(election, {first.pk: 6, second.pk: 2, third.pk: 1})
    assert ticked(election) == (set(old), set())  # one is elected, two hold the office
    _told, following = proclaim(election, accepting={first.pk: True}, at=AT)
    begun = Mandate.objects.get(person=first.person)
    Election.objects.filter(pk=following.pk).update(held_on=DAY)
    following.refresh_from_db()
    conduct.seal(following, at=AT)
    conduct.open_vote(following, at=AT)
    conduct.sign_off(following, list(following.roll.values_list("pk", flat=True)))
    conduct.close_vote(following, at=AT)
    leading, behind = following.contests.get().candidacies.order_by("rank")
    room.counted(following, {leading.pk: 4, behind.pk: 2})

    assert ticked(following) == (set(old), keys(*old))  # with the first round's, both seats are filled
    proclaim(following, accepting={leading.pk: True}, ending=[begun.pk, *keys(*old)], at=AT)
    begun.refresh_from_db()
    assert begun.ends_on is None
    assert begun not in outgoing(following)
