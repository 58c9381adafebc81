"""The gate that all processes share: five a second, counted in the database, and no wait beyond its bound."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from members.models import RegisterGate
from members.register import gate

TURNS = [0.2, 0.4, 0.6]  # seconds from the first call


@pytest.mark.django_db
def test_the_first_pass_at_once_and_the_next_wait_their_turn():
    started = time.monotonic()
    waits = [gate.enter() for _number in range(5)]
    passed = time.monotonic() - started  # what went by meanwhile need not be waited for

    assert waits[:2] == [0, 0]
    assert all(turn - passed - 0.01 <= wait <= turn + 0.01 for wait, turn in zip(waits[2:], TURNS, strict=True))


def _wait():
    try:
        return gate.enter()
    except gate.ShutError:
        return None


@pytest.mark.django_db
def test_who_would_wait_too_long_is_refused_and_takes_no_place():
    started = time.monotonic()
    waits = list(iter(_wait, None))
    admitted = gate.BURST + gate.PER_SECOND * gate.LONGEST_WAIT
    assert admitted - 1 <= len(waits) <= admitted + 1 + gate.PER_SECOND * (time.monotonic() - started)

    before = timezone.now() + timedelta(hours=1)
    RegisterGate.objects.update(paced_until=before)
    with pytest.raises(gate.ShutError):
        gate.enter()

    assert max(waits) <= gate.LONGEST_WAIT + 0.01
    assert RegisterGate.objects.get().paced_until == before


def _pass():
    try:
        return _wait()
    finally:
        connection.close()


def _passages(callers):
    """Return the waits of those of ``callers`` connections that the gate let in, eight at a time."""
    with ThreadPoolExecutor(8) as pool:
        return [wait for wait in pool.map(lambda _number: _pass(), range(callers)) if wait is not None]


@pytest.mark.django_db(transaction=True)
def test_many_connections_together_ask_no_more_often_than_one_may():
    started = time.monotonic()
    waits = _passages(40)
    seconds = gate.LONGEST_WAIT + time.monotonic() - started

    assert gate.BURST < len(waits) <= gate.BURST + 1 + gate.PER_SECOND * seconds  # the others were told: busy
    assert RegisterGate.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_that_come_after_a_pause_one_alone_tries():
    RegisterGate.objects.create(pk=1, failures=gate.FAILURES, shut_until="2026-01-01T00:00Z")

    assert len(_passages(16)) == 1
