"""The embedded PostgreSQL, killed in every way: each row that was acknowledged is there at the next start."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from leader.database.processes import runs
from leader.database.server import SOCKET, EmbeddedServer

pytestmark = pytest.mark.faults
ROOT = Path(__file__).resolve().parent.parent.parent

HOLDER = """
import signal, sys
from pathlib import Path
from leader.database import EmbeddedServer, _leave
signal.signal(signal.SIGTERM, _leave)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it starts in the background ignore it
with EmbeddedServer(Path(sys.argv[1])).held():
    print("up", flush=True)
    sys.stdin.read()
"""
WRITER = """
import sys
from pathlib import Path
import psycopg
from leader.database import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
with server.held(), psycopg.connect(server.url, autocommit=True) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS acknowledged (id int PRIMARY KEY)")
    for number in range(1_000_000):
        connection.execute("INSERT INTO acknowledged VALUES (%s)", [number])
        print(number, flush=True)
"""


def start(program, folder):
    """Start one of the programs above on the server of ``folder``."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    return subprocess.Popen([sys.executable, "-c", program, folder], cwd=ROOT, **pipes)


def postmaster(folder):
    """Return the process number in the server's own file."""
    return int((folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def is_up(folder):
    """Say whether a postmaster of ``folder`` lives."""
    return (folder / "data" / "postmaster.pid").exists() and runs(postmaster(folder), str(folder / "data"))


def wait_until(condition, seconds=60):
    """Wait for ``condition``; fail if it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a server's folder that was built, started and stopped once."""
    folder = tmp_path_factory.mktemp("built") / "pg18"
    with EmbeddedServer(folder).held():
        pass
    return folder


@pytest.fixture
def folder(built, tmp_path):
    """Return a copy of the built server of one's own; whatever runs there ends with the test."""
    copy = tmp_path / "site" / ".data" / "pg18"
    copy.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", built, copy], check=True)
    yield copy
    if is_up(copy):
        os.kill(postmaster(copy), signal.SIGQUIT)


def kill_app(writer, folder):
    """Kill the program that writes."""
    writer.kill()


def kill_postmaster(writer, folder):
    """Kill the head of the server alone."""
    os.kill(postmaster(folder), signal.SIGKILL)


def kill_backend(writer, folder):
    """Kill one process of the server: the others are ended by their head, which starts them anew."""
    [pid] = [row[0] for row in ask(folder, "SELECT pid FROM pg_stat_activity WHERE query LIKE 'INSERT%'")]
    os.kill(pid, signal.SIGKILL)


def kill_both(writer, folder):
    """Kill the program and the head of the server."""
    writer.kill()
    os.kill(postmaster(folder), signal.SIGKILL)


def ask(folder, sql):
    """Return the rows of a query to the running server."""
    with psycopg.connect(EmbeddedServer(folder).url) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("kill", [kill_app, kill_postmaster, kill_backend, kill_both])
def test_every_acknowledged_row_is_there_at_the_next_start(folder, kill):
    writer = start(WRITER, folder)
    acknowledged = [int(writer.stdout.readline()) for _ in range(200)]

    kill(writer, folder)
    acknowledged += [int(line) for line in writer.stdout]  # what it still said before its end
    writer.wait(60)

    server = EmbeddedServer(folder)
    with server.held():
        kept = {row[0] for row in ask(folder, "SELECT id FROM acknowledged")}
    assert len(acknowledged) >= 200
    assert set(acknowledged) - kept == set()
    assert not is_up(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_that_leaves_does_not_stop_the_server_for_another_and_the_last_one_does(folder, number):
    first, second = start(HOLDER, folder), start(HOLDER, folder)
    assert (first.stdout.readline(), second.stdout.readline()) == ("up\n", "up\n")

    first.send_signal(number)
    first.wait(60)
    assert ask(folder, "SELECT 1") == [(1,)]

    second.send_signal(number)
    second.wait(60)
    assert not is_up(folder)


def test_a_holder_that_was_killed_is_forgotten_by_the_next_one_that_leaves(folder):
    killed = start(HOLDER, folder)
    killed.stdout.readline()
    killed.kill()
    killed.wait(60)
    assert is_up(folder)

    with EmbeddedServer(folder).held():
        assert ask(folder, "SELECT 1") == [(1,)]

    assert not is_up(folder)


def test_many_that_race_on_a_fresh_folder_share_one_server_and_leave_none(tmp_path):
    folder = tmp_path / "site" / ".data" / "pg18"
    holders = [start(HOLDER, folder) for _ in range(6)]

    assert [holder.stdout.readline() for holder in holders] == ["up\n"] * 6
    assert ask(folder, "SELECT 1") == [(1,)]
    for holder in holders:
        holder.stdin.close()
    assert [holder.wait(60) for holder in holders] == [0] * 6
    assert not is_up(folder)


def test_a_stale_process_number_of_somebody_else_does_not_stop_a_start(folder):
    stale = f"{os.getpid()}\n{folder / 'data'}\n1\n5432\n"
    (folder / "data" / "postmaster.pid").write_text(stale)
    (folder / "run" / f"{SOCKET}.lock").write_text(stale)

    with EmbeddedServer(folder).held():
        assert ask(folder, "SELECT 1") == [(1,)]


def test_a_server_that_died_as_a_zombie_is_started_again(folder):
    server = EmbeddedServer(folder)
    with server.held():
        os.kill(postmaster(folder), signal.SIGKILL)  # our own child, which nobody has buried
        wait_until(lambda: not is_up(folder))
        server.ensure()
        assert ask(folder, "SELECT 1") == [(1,)]


def test_a_build_that_was_killed_half_way_is_begun_anew(tmp_path):
    folder = tmp_path / "site" / ".data" / "pg18"
    (folder / "building-1" / "base").mkdir(parents=True)

    with EmbeddedServer(folder).held():
        assert ask(folder, "SELECT 1") == [(1,)]

    assert list(folder.glob("building-*")) == []


@pytest.mark.parametrize("name", ["une fédération à l’essai", "a,b", "$HOME `x` \"y\" 'z' %20", "long" * 30])
def test_a_server_starts_under_any_path(built, tmp_path, name):
    folder = tmp_path / name / ".data" / "pg18"
    folder.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", built, folder], check=True)
    server = EmbeddedServer(folder)

    with server.held():
        assert ask(folder, "SELECT 1") == [(1,)]
        assert stat.S_IMODE(server.socket_folder.stat().st_mode) == 0o700
        assert len(os.fsencode(server.socket_folder / SOCKET)) <= 107

    if server.socket_folder.parent != folder:
        shutil.rmtree(server.socket_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone runs the server as another account")
def test_closed_parents_are_opened_to_pass_and_not_to_list(built, tmp_path):
    folder = tmp_path / "closed" / ".data" / "pg18"
    folder.parent.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    subprocess.run(["cp", "-a", built, folder], check=True)

    with EmbeddedServer(folder).held():
        assert os.stat(f"/proc/{postmaster(folder)}").st_uid != 0  # noqa: PTH116

    assert stat.S_IMODE((tmp_path / "closed").stat().st_mode) == 0o701
