"""``manage.py run``: its children come back when they die, and never outlive it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from leader.database.processes import runs

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.faults, pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")]


def children(pid):
    """Return the process numbers of the children of ``pid``, by the command of manage.py that they run."""
    found = {}
    for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        if len(words) > 2:
            found[words[2]] = int(number)
    return found


def answers(port):
    """Say whether something listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition, seconds=60):
    """Wait for ``condition``; fail if it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.1)


@pytest.fixture
def port():
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def launch(port, make_database, tmp_path):
    """Return a function that starts the launcher on a database of its own, for it loads the communes."""
    url, started = make_database("launched", migrated=True), []

    def start(**more):
        log = (tmp_path / "log").open("w")
        variables = {**os.environ, "DATABASE_URL": url, "DEBUG": "on", **more}
        command = [sys.executable, "manage.py", "run", "--port", str(port)]
        started.append(subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log))
        return started[-1]

    yield start
    for launcher in started:
        if launcher.poll() is None:
            launcher.terminate()
            launcher.wait(60)


def test_children_come_back_and_never_outlive_the_launcher(launch, port):
    launcher = launch()
    wait_until(lambda: answers(port))

    worker = children(launcher.pid)["procrastinate"]
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: children(launcher.pid).get("procrastinate", worker) != worker)

    orphans = children(launcher.pid).values()
    launcher.kill()
    launcher.wait(60)
    wait_until(lambda: not answers(port))
    wait_until(lambda: not any(runs(pid, "manage.py") for pid in orphans))

    again = launch()
    wait_until(lambda: answers(port))
    again.send_signal(signal.SIGINT)
    assert again.wait(60) == 0
    assert not answers(port)


def test_the_demonstration_has_an_invented_register_that_ends_with_it(launch, port):
    launcher = launch(DEMONSTRATION="on", COMPANY_REGISTER_URL="")
    wait_until(lambda: answers(port), seconds=120)
    wait_until(lambda: "serve_register" in children(launcher.pid))
    address = f"http://127.0.0.1:{port}/devenir-membre/?q=pixel+cevenol"

    def tells_the_company():
        try:
            return b"PIXEL CEVENOL (SOCIETE FICTIVE)" in urllib.request.urlopen(address, timeout=30).read()
        except OSError:  # it is starting
            return False

    wait_until(tells_the_company)

    register = children(launcher.pid)["serve_register"]
    launcher.send_signal(signal.SIGINT)
    assert launcher.wait(60) == 0
    assert not runs(register, "manage.py")
