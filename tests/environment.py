"""What the tests need before Django reads its settings: variables, and a throw-away database cluster.

Loaded by pytest first (``-p tests.environment`` in pyproject.toml). Every run has its own cluster under the
temporary folder and drops it at the end, so that several runs never meet. The cluster is copied from one
that is migrated once for each state of the migrations, under .data/tests. ``DATABASE_URL`` names another
server instead, and then everything is migrated anew.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

os.environ["ENV_FILE"] = "no-such-file"  # the developer's own .env has no say here
os.environ["SECRET_KEY"] = "only-for-the-tests-" + "x" * 40
os.environ["DEBUG"] = "off"
os.environ["DEMONSTRATION"] = "off"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's synchronous API runs a loop

_as_postgres = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
_folder: Path | None = None


def _run(*command: str | Path, **kwargs) -> None:
    subprocess.run(command, check=True, **{"capture_output": True, "cwd": "/", **_as_postgres, **kwargs})


def _start(folder: Path) -> str:
    """Start the cluster of ``folder`` without any care for crashes, and return its address."""
    from leader.database import binaries

    settings = "listen_addresses= fsync=off synchronous_commit=off full_page_writes=off max_connections=300"
    options = " ".join(f"-c {setting}" for setting in settings.split())
    _run(binaries() / "pg_ctl", "-D", folder / "data", "-w", "-s", "-l", folder / "log", "-o",
         f"-k {folder} {options}", "start", capture_output=False)  # fmt: skip
    return f"postgres://leader@/migrated?host={folder}"


def _stop(folder: Path, mode: str) -> None:
    from leader.database import binaries

    _run(binaries() / "pg_ctl", "-D", folder / "data", "-m", mode, "-w", "-s", "stop")


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="leader-tests-"))
    folder.chmod(0o755)
    if _as_postgres:
        shutil.chown(folder, **_as_postgres)
    return folder


def _fingerprint() -> str:
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("leader/*/migrations/*.py")]
    files += [ROOT / "requirements" / "run.txt", Path(__file__)]
    return hashlib.sha256(b"".join(f.read_bytes() for f in sorted(files))).hexdigest()[:16]


def _migrated() -> Path:
    """Return an archive of a migrated cluster; make it if the migrations have changed."""
    from leader.database import binaries

    store = ROOT / ".data" / "tests"
    store.mkdir(parents=True, exist_ok=True)
    archive = store / f"migrated-{_fingerprint()}.tar"
    with (store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if archive.exists():
            return archive
        folder = _make_folder()
        _run(binaries() / "initdb", "-D", folder / "data", "-U", "leader", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")  # fmt: skip
        url = _start(folder)
        _run(binaries() / "createdb", "-h", folder, "-U", "leader", "migrated")
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, check=True, cwd=ROOT, env={**os.environ, "DATABASE_URL": url})
        _stop(folder, "fast")
        for old in store.glob("migrated-*.tar"):
            old.unlink()
        subprocess.run(["tar", "-C", folder, "-cf", f"{archive}.part", "data"], check=True)
        Path(f"{archive}.part").rename(archive)
        shutil.rmtree(folder)
        return archive


if not os.environ.get("DATABASE_URL"):
    _folder = _make_folder()
    subprocess.run(["tar", "-C", _folder, "-xpf", _migrated()], check=True)
    os.environ["DATABASE_URL"] = _start(_folder)
    os.environ["TEST_DATABASE_TEMPLATE"] = "migrated"


def pytest_unconfigure(config):
    if _folder:
        _stop(_folder, "immediate")
        shutil.rmtree(_folder, ignore_errors=True)
