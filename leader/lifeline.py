"""A process that must not outlive the one that started it, however that one dies."""

import os
import signal
import threading
import time

from leader.database.processes import runs

VARIABLE = "END_WITH_PARENT"  # the process number of the launcher
PAUSE = 0.5  # seconds between two looks at the parent
GRACE = 15  # seconds from the polite request to the end


def end_with_parent() -> None:
    """End this process soon after its parent's death, if the launcher asked for it by END_WITH_PARENT.

    A launcher killed by ``kill -9`` cannot end its children: left alone they would hold the port for ever.
    """
    if launcher := os.environ.get(VARIABLE):
        threading.Thread(target=_watch, args=[os.getppid(), int(launcher)], daemon=True).start()


def _watch(parent: int, launcher: int) -> None:
    # A launcher that died before this line has left us another parent, which would live for ever.
    lives = runs(launcher, "run")
    while lives and os.getppid() == parent:
        time.sleep(PAUSE)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
