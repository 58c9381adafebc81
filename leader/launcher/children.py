"""A child process that is started again when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from leader import lifeline

LONG_ENOUGH = 30  # seconds: a child that lived longer was well, so the next pause is short again
LONGEST_PAUSE = 30  # seconds


class Child:
    """A command of manage.py, kept running with growing pauses between attempts."""

    def __init__(self, name: str, *arguments: str, say: Callable[[str], None]) -> None:
        self.name = name
        self.arguments = arguments
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self._pause = 0.5
        self._started = 0.0
        self._due = 0.0

    def tend(self) -> None:
        """Start the child if it is due; note its death if it died. Returns at once."""
        if self.process is None:
            if time.monotonic() >= self._due:
                self._start()
        elif (status := self.process.poll()) is not None:
            self._note_death(status)

    def ask_to_end(self, number: int = signal.SIGTERM) -> None:
        """Send the child and all that it started a signal."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def wait(self, seconds: float) -> bool:
        """Return whether the child has ended within ``seconds``."""
        if self.process is None:
            return True
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _start(self) -> None:
        self._started = time.monotonic()
        # A session of its own: on Ctrl-C the launcher alone decides who ends when.
        self.process = subprocess.Popen(
            [sys.executable, sys.argv[0], *self.arguments],
            env={**os.environ, lifeline.VARIABLE: str(os.getpid())},
            start_new_session=True,
        )

    def _note_death(self, status: int) -> None:
        lived = time.monotonic() - self._started
        self._pause = 0.5 if lived > LONG_ENOUGH else min(self._pause * 2, LONGEST_PAUSE)
        self._due = time.monotonic() + self._pause
        self.process = None
        self.say(f"The {self.name} ended (status {status}); it starts again in {self._pause:.0f} s.")
