"""The launcher: children started, watched, and ended together."""

import signal
import socket
import time
from collections.abc import Callable, Sequence
from types import FrameType

from leader.database import EmbeddedServer
from leader.launcher.children import Child

GRACE = 10  # seconds that a child gets to finish its work
PAUSE = 0.3  # seconds between two looks at the children


class Launcher:
    """Keeps ``children`` and the embedded ``server`` running until a signal says stop."""

    def __init__(self, children: Sequence[Child], server: EmbeddedServer | None) -> None:
        self.children = children
        self.server = server
        self.stopping = False

    def run(self, *, port: int, when_ready: Callable[[], None]) -> None:
        """Run until SIGINT or SIGTERM; call ``when_ready`` once something answers on ``port``."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        ready = False
        try:
            while not self.stopping:
                self._tend()
                if not ready and (ready := is_taken(port)):
                    when_ready()
                time.sleep(PAUSE)
        finally:
            self._end_children()

    def _tend(self) -> None:
        if self.server:
            self.server.ensure()
        for child in self.children:
            child.tend()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: no more patience
            for child in self.children:
                child.ask_to_end(signal.SIGKILL)
        self.stopping = True

    def _end_children(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if not child.wait(max(deadline - time.monotonic(), 0)):
                child.ask_to_end(signal.SIGKILL)
                child.wait(GRACE)


def is_taken(port: int) -> bool:
    """Say whether something listens on ``port`` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
