"""A throw-away PostgreSQL cluster: fast, and safe for nobody's data."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from leader.database.processes import runs
from leader.database.server import binaries

AS_POSTGRES: dict[str, Any] = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
PREFIX = "leader-tests-"
SPEED = "fsync=off synchronous_commit=off full_page_writes=off max_connections=300"


def run_as_postgres(*command: str | Path, **kwargs: Any) -> "subprocess.CompletedProcess[Any]":
    """Run a program as the account that PostgreSQL accepts."""
    return subprocess.run(command, check=True, **{"capture_output": True, "cwd": "/", **AS_POSTGRES, **kwargs})


def make_folder() -> Path:
    """Return a new folder; its ``alive`` file stays locked as long as this process lives."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    if AS_POSTGRES:
        shutil.chown(folder, **AS_POSTGRES)
    alive = (folder / "alive").open("w")
    fcntl.flock(alive, fcntl.LOCK_EX)
    _kept_open.append(alive)
    return folder


def sweep() -> None:
    """End the clusters and remove the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / "alive").open("r+") as alive:
                fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
                Cluster(folder).kill()
                shutil.rmtree(folder, ignore_errors=True)
        except (BlockingIOError, FileNotFoundError, PermissionError):
            continue  # in use, just being made or removed, or another user's


_kept_open: list = []


class Cluster:
    """A cluster in ``folder``; ``programs`` is the folder of its PostgreSQL, the embedded one if none."""

    def __init__(self, folder: Path, programs: Path | None = None) -> None:
        self.folder = folder
        self.programs = programs or binaries()

    @property
    def version(self) -> int:
        """Return the major version."""
        line = run_as_postgres(self.programs / "postgres", "-V", text=True).stdout
        return int(line.split()[2].split(".")[0])

    def build(self) -> None:
        """Run initdb, with the locale that sorts by code points."""
        locale = ["--locale=C.UTF-8"]
        if self.version >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        run_as_postgres(
            self.programs / "initdb", "-D", self.folder / "data", "-U", "leader", "-A", "trust", "-E", "UTF8",
            "--no-sync", *locale,
        )  # fmt: skip

    def start(self) -> None:
        """Start without any care for crashes."""
        settings = f"listen_addresses= {SPEED}"
        options = " ".join(f"-c {setting}" for setting in settings.split())
        run_as_postgres(
            self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-s", "-l", self.folder / "log",
            "-o", f"-k {self.folder} {options}", "start", capture_output=False,
        )  # fmt: skip

    def psql(self, sql: str, database: str = "postgres") -> str:
        """Run ``sql`` and return what it prints."""
        command = [
            str(binaries() / "psql"),
            "-X",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.folder),
            "-U",
            "leader",
        ]
        done = subprocess.run([*command, "-d", database, "-c", sql], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def url(self, database: str) -> str:
        """Return the address of ``database``."""
        return f"postgres://leader@/{database}?host={self.folder}"

    def stop(self, mode: str = "fast") -> None:
        """Stop with pg_ctl's mode."""
        run_as_postgres(self.programs / "pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "-s", "stop")

    def kill(self) -> None:
        """End what still runs here, if anything does."""
        try:
            pid = int((self.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if runs(pid, str(self.folder / "data")):
            os.kill(pid, signal.SIGQUIT)
            deadline = time.monotonic() + 10
            while runs(pid, str(self.folder / "data")) and time.monotonic() < deadline:
                time.sleep(0.05)
