"""How often the register may be asked, and whether it may be asked at all: one row that all processes share.

Each passage is one statement, committed at once, so that a pool of connections and many processes bear it: never
call this within a transaction that then waits for the register, for the row would stay locked.
"""

from django.db import connection

from members.models import RegisterGate

PER_SECOND = 5  # the register allows seven to one address
BURST = 2  # with the five of the same second that makes seven
LONGEST_WAIT = 2.0  # seconds: who would wait longer is told that the register is busy
FAILURES = 5  # in a row: then it is left alone
PAUSE = 30  # seconds until one request tries it again
LONGEST_PAUSE = 3600  # seconds: whatever the register asks for

# Virtual scheduling: "paced_until" runs ahead of the clock by one step for each passage. One that would have to
# wait too long, or that finds the gate shut, changes nothing. Of all that come after a pause one alone passes:
# it puts the end of the pause off, and its success opens the gate for everybody.
_ENTER = """
    INSERT INTO members_registergate AS gate (id, paced_until, failures, shut_until)
    VALUES (1, clock_timestamp() + %(step)s * interval '1 second', 0, clock_timestamp())
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


def enter() -> float:
    """Take a passage; return the seconds to wait before one may ask, or raise ShutError."""
    step = 1 / PER_SECOND
    ahead = (BURST - 1) * step
    values = {"step": step, "failures": FAILURES, "pause": PAUSE, "longest": LONGEST_WAIT, "ahead": ahead}
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, values)
        row = cursor.fetchone()
    if row is None:
        raise ShutError
    return max(0.0, row[0] - BURST * step)


def succeeded() -> None:
    """Open the gate: the register answered."""
    RegisterGate.objects.filter(failures__gt=0).update(failures=0)


_POSTPONE = """
    UPDATE members_registergate SET failures = greatest(failures, %s),
        shut_until = clock_timestamp() + %s * interval '1 second'
"""


def postpone(seconds: int) -> None:
    """Shut the gate for all processes: the register asked to be left alone for ``seconds``."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTPONE, [FAILURES, min(seconds, LONGEST_PAUSE)])


_COUNT = """
    UPDATE members_registergate SET failures = least(failures + 1, 1000),
        shut_until = greatest(shut_until, clock_timestamp() + %s * interval '1 second')
"""


def failed() -> None:
    """Note that the register did not answer, or not rightly; too many of these in a row shut the gate."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [PAUSE])
