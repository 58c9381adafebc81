"""How often a register may be asked, and whether it may be asked at all: one row each that all processes share.

Each passage is one statement, committed at once, so that a pool of connections and many processes bear it: never
call this within a transaction that then waits for the register, for the row would stay locked.
"""

from dataclasses import dataclass

from django.db import connection

from members.models import RegisterGate

PER_SECOND = 5  # the register allows seven to one address
BURST = 2  # with the five of the same second that makes seven
LONGEST_WAIT = 2.0  # seconds: who would wait longer is told that the register is busy
FAILURES = 5  # in a row: then it is left alone
PAUSE = 30  # seconds until one request tries it again
LONGEST_PAUSE = 3600  # seconds: whatever the register asks for


@dataclass(frozen=True)
class Pace:
    """A register: the row that paces it, how often it may be asked, and how many times at once."""

    row: int
    per_second: float
    burst: int


OPEN = Pace(1, PER_SECOND, BURST)
INSEE = Pace(2, 1 / 2.1, 1)  # thirty calls a minute, the first and the last one included

# Virtual scheduling: "paced_until" runs ahead of the clock by one step for each passage. One that would have to
# wait too long, or that finds the gate shut, changes nothing. Of all that come after a pause one alone passes:
# it puts the end of the pause off, and its success opens the gate for everybody.
_ENTER = """
    INSERT INTO members_registergate AS gate (id, paced_until, failures, shut_until)
    VALUES (%(row)s, clock_timestamp() + %(step)s * interval '1 second', 0, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET
        paced_until = greatest(gate.paced_until, clock_timestamp()) + %(step)s * interval '1 second',
        shut_until = CASE WHEN gate.failures >= %(failures)s
            THEN clock_timestamp() + %(pause)s * interval '1 second' ELSE gate.shut_until END
    WHERE (gate.failures < %(failures)s OR gate.shut_until <= clock_timestamp())
        AND gate.paced_until <= clock_timestamp() + (%(longest)s + %(ahead)s) * interval '1 second'
    RETURNING extract(epoch FROM paced_until - clock_timestamp())::float8
"""


class ShutError(Exception):
    """The register has failed too often, or too many want to ask it."""


def enter(pace: Pace = OPEN) -> float:
    """Take a passage; return the seconds to wait before one may ask, or raise ShutError."""
    step = 1 / pace.per_second
    values = {
        "row": pace.row, "step": step, "ahead": (pace.burst - 1) * step, "longest": max(LONGEST_WAIT, step),
        "failures": FAILURES, "pause": PAUSE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, values)
        row = cursor.fetchone()
    if row is None:
        raise ShutError
    return max(0.0, row[0] - pace.burst * step)


def succeeded(pace: Pace = OPEN) -> None:
    """Open the gate: the register answered."""
    RegisterGate.objects.filter(pk=pace.row, failures__gt=0).update(failures=0)


_POSTPONE = """
    UPDATE members_registergate SET failures = greatest(failures, %s),
        shut_until = clock_timestamp() + %s * interval '1 second' WHERE id = %s
"""


def postpone(seconds: int, pace: Pace = OPEN) -> None:
    """Shut the gate for all processes: the register asked to be left alone for ``seconds``."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTPONE, [FAILURES, min(seconds, LONGEST_PAUSE), pace.row])


_COUNT = """
    UPDATE members_registergate SET failures = least(failures + 1, 1000),
        shut_until = greatest(shut_until, clock_timestamp() + %s * interval '1 second') WHERE id = %s
"""


def failed(pace: Pace = OPEN) -> None:
    """Note that the register did not answer, or not rightly; too many of these in a row shut the gate."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [PAUSE, pace.row])
