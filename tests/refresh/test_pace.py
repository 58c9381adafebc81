"""INSEE allows thirty calls a minute: its gate is apart from that of the open register."""

import pytest

from members.register import gate

pytestmark = pytest.mark.django_db


def test_insee_is_asked_every_two_seconds_and_the_open_register_waits_for_none_of_it():
    assert gate.enter(gate.INSEE) == 0
    assert 0 < gate.enter(gate.INSEE) <= 2.11  # less what went by since the first call
    assert gate.enter(gate.OPEN) == 0
    with pytest.raises(gate.ShutError):  # a third would wait longer than a second caller may
        gate.enter(gate.INSEE)
    assert 60 * gate.INSEE.per_second + gate.INSEE.burst <= 30
