"""Which days a company belongs to a territory once it follows another one there."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from territories.succession.spells import Spell, followed

ON = date(2026, 1, 1)


def day(number):
    return ON + timedelta(days=number)


def test_a_home_goes_over_from_the_day_on_and_keeps_its_end():
    here = [Spell(day(-100), day(9), is_home=True)]
    assert followed(here, [], ON) == [Spell(ON, day(9), is_home=True)]


def test_what_begins_later_begins_later_there_too():
    assert followed([Spell(day(5), None, is_home=False)], [], ON) == [Spell(day(5), None, is_home=False)]


def test_whoever_belonged_there_beside_a_home_here_is_at_home_there():
    spells = followed([Spell(day(-9), None, is_home=True)], [Spell(day(-5), None, is_home=False)], ON)
    assert spells == [Spell(ON, None, is_home=True)]


def test_a_home_there_is_not_lost_to_a_secondary_place_here():
    spells = followed([Spell(day(-9), None, is_home=False)], [Spell(day(-5), day(4), is_home=True)], ON)
    assert spells == [Spell(ON, day(4), is_home=True), Spell(day(5), None, is_home=False)]


def test_what_ended_before_stays_where_it_was():
    assert followed([Spell(day(-9), day(-1), is_home=True)], [], ON) == []


lengths = st.integers(-20, 20)
spells = st.builds(
    lambda first, length, is_home: Spell(day(first), None if length is None else day(first + length), is_home),
    lengths, st.none() | st.integers(0, 20), st.booleans(),
)  # fmt: skip


def homes(found, at):
    return [s.is_home for s in found if s.first <= at and (s.last is None or at <= s.last)]


@given(st.lists(spells, max_size=4), st.lists(spells, max_size=4))
def test_each_day_is_told_once_and_is_a_home_if_it_was_one_on_either_side(here, there):
    found = followed(here, there, ON)
    for number in range(-5, 50):
        before, after = homes([*here, *there], day(number)), homes(found, day(number))
        assert after == ([any(before)] if before and number >= 0 else [])
