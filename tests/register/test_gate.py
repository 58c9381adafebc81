"""The gate that all processes share: five a second, counted in the database, and no wait beyond its bound."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from members.models import RegisterGate
from members.register import gate


@pytest.mark.django_db
def test_the_first_pass_at_once_and_the_next_wait_their_turn():
    waits = [gate.enter() for _number in range(5)]

    assert waits[:2] == [0, 0]
    assert waits[2:] == pytest.approx([0.2, 0.4, 0.6], abs=0.1)


def _wait():
    try:
        return gate.enter()
    except gate.ShutError:
        return None


@pytest.mark.django_db
def test_who_would_wait_too_long_is_refused_and_takes_no_place():
    waits = list(iter(_wait, None))
    before = RegisterGate.objects.get().paced_until

    with pytest.raises(gate.ShutError):
        gate.enter()

    assert max(waits) <= gate.LONGEST_WAIT + 0.01
    assert len(waits) == pytest.approx(gate.BURST + gate.PER_SECOND * gate.LONGEST_WAIT, abs=1)
    assert RegisterGate.objects.get().paced_until == before


def _pass():
    try:
        wait = _wait()
        return None if wait is None else time.monotonic() + wait
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_connections_together_ask_seven_times_in_a_second_at_most():
    with ThreadPoolExecutor(8) as pool:
        turns = sorted(turn for turn in pool.map(lambda _number: _pass(), range(40)) if turn)

    busiest = max(sum(turn <= other < turn + 1 for other in turns) for turn in turns)
    assert busiest <= gate.PER_SECOND + gate.BURST
    assert len(turns) < 20  # the others were told that it is busy
    assert RegisterGate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_that_come_after_a_pause_one_alone_tries():
    RegisterGate.objects.create(pk=1, failures=gate.FAILURES, shut_until="2026-01-01T00:00Z")

    with ThreadPoolExecutor(8) as pool:
        turns = [turn for turn in pool.map(lambda _number: _pass(), range(16)) if turn]

    assert len(turns) == 1
