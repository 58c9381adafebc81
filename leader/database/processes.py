"""What a process number means at this moment: the one we look for, another one, or a dead one."""

import os
import subprocess
from pathlib import Path


def runs(pid: int, argument: str) -> bool:
    """Say whether process ``pid`` is alive (a zombie is not) and was started with ``argument``.

    A number read from a file may by now belong to anybody: after a restart of the machine or of a container
    it often does.
    """
    _reap(pid)
    if Path("/proc/self/stat").exists():
        return _runs_by_proc(Path("/proc") / str(pid), argument)
    found = subprocess.run(
        ["/bin/ps", "-ww", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return argument in found.stdout and not found.stdout.startswith("Z")


def _runs_by_proc(folder: Path, argument: str) -> bool:
    try:
        state = (folder / "stat").read_bytes().rpartition(b")")[2].split()[0]
        arguments = (folder / "cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in b"ZX" and os.fsencode(argument) in arguments


def _reap(pid: int) -> None:
    """Bury ``pid`` if it is our own dead child, so that it does not look alive."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except (ChildProcessError, ProcessLookupError):
        return
