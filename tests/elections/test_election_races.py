"""Two who conduct the same election at the same moment, on two real connections."""

import pytest
from django.urls import reverse

from elections.models import Count, Elected, Election, Minutes, Proxy, SignOff
from elections.rolls import hash_of
from territories.models import Mandate, Task
from tests.elections.rooms import Room
from tests.factories.accounts import staff
from tests.team.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room():
    return Room.with_companies(4)


def page(name, election):
    return reverse(f"elections:election-{name}", args=[election.pk])


def test_a_result_is_proclaimed_once_and_gives_each_mandate_once(room):
    election = room.prepared()
    winner = room.standing(election, 0)[0]
    room.voted(election)
    room.counted(election, {winner.pk: 4})
    typed = {"act": "proclamer", f"accepts_{winner.pk}": "yes", "incidents": ""}

    answers = at_once(*[(user, page("proclaim", election), typed) for user in (room.lead, staff(), staff())])

    assert sorted(status for status, _page in answers) == [200, 200, 302]
    assert (Mandate.objects.count(), Minutes.objects.count(), Task.objects.filter(kind="registry").count()) == (
        1,
        1,
        1,
    )


def test_a_sealed_roll_is_the_one_whose_hash_was_kept(room):
    election = room.prepared()
    room.standing(election, 0)
    entry = election.roll.by_name()[3]

    at_once(
        (room.lead, page("conduct", election), {"act": "sceller"}),
        (staff(), page("roll", election), {"act": "rayer", "target": entry.pk}),
    )

    election.refresh_from_db()
    assert election.state == "sealed"
    assert election.roll_sha256 == hash_of(election)


def test_of_two_proxies_for_the_same_company_one_is_given(room):
    election = room.prepared(proxies_per_holder=1)
    one, two, three, _four = election.roll.by_name()

    answers = at_once(
        *[
            (user, page("proxies", election), {"act": "donner", "giver": giver.pk, "holder": three.pk})
            for user, giver in [(room.voters[0], one), (room.voters[1], two)]
        ]
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    assert Proxy.objects.count() == 1


def test_two_companies_never_vote_for_each_other(room):
    election = room.prepared()
    one, two, *_others = election.roll.by_name()

    at_once(
        (room.voters[0], page("proxies", election), {"act": "donner", "giver": one.pk, "holder": two.pk}),
        (room.voters[1], page("proxies", election), {"act": "donner", "giver": two.pk, "holder": one.pk}),
    )

    assert Proxy.objects.count() == 1


def test_a_count_is_recorded_once_when_two_type_it(room):
    election = room.prepared()
    winner, other = room.standing(election, 0, 1)
    room.voted(election)
    name = f"contest{election.contests.get().pk}"
    first = {f"{name}-voices_{winner.pk}": 3, f"{name}-voices_{other.pk}": 1}
    second = {f"{name}-voices_{winner.pk}": 1, f"{name}-voices_{other.pk}": 3}
    common = {f"{name}-blank": 0, f"{name}-spoilt": 0}

    answers = at_once(
        (room.lead, page("count", election), first | common), (staff(), page("count", election), second | common)
    )

    assert sorted(status for status, _page in answers) == [200, 302]
    assert (Count.objects.count(), Elected.objects.count()) == (1, 1)


def test_nobody_signs_off_after_the_vote_was_closed(room):
    election = room.prepared()
    room.standing(election, 0)
    Election.objects.filter(pk=election.pk).update(state="sealed")
    Election.objects.filter(pk=election.pk).update(state="open")
    entries = list(election.roll.by_name())
    SignOff.objects.create(roll_entry=entries[0])

    answers = at_once(
        (room.lead, page("conduct", election), {"act": "clore"}),
        (staff(), page("sign-offs", election), {"signe": [entry.pk for entry in entries]}),
    )

    election.refresh_from_db()
    signed = SignOff.objects.count()
    refused = [status for status, _page in answers if status == 200]
    assert election.state == "closed"
    assert (signed, len(refused)) in {(4, 0), (1, 1)}
