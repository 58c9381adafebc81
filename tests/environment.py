"""What the tests need before Django reads its settings: variables, and a throw-away database cluster.

Loaded by pytest first (``-p tests.environment`` in pyproject.toml). Every run has its own cluster under the
temporary folder and drops it at the end, so that several runs never meet; the workers of pytest-xdist share
the cluster of their parent. The cluster is copied from one that is migrated once for each state of the
migrations, under .data/tests. ``DATABASE_URL`` names another server instead, and then everything is migrated
anew.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster import Cluster, make_folder, sweep

ROOT = Path(__file__).resolve().parent.parent

os.environ["ENV_FILE"] = "no-such-file"  # the developer's own .env has no say here
os.environ["SECRET_KEY"] = "only-for-the-tests-" + "x" * 40
os.environ["DEBUG"] = "off"
os.environ["DEMONSTRATION"] = "off"
os.environ["PROCESS_ROLE"] = (
    "worker"  # a slow machine gets its time; the timeouts of pages have tests of their own
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's synchronous API runs a loop

# Pages are read in French; Django keeps the catalogue that it finds at its start. Workers of xdist find it made.
if "PYTEST_XDIST_WORKER" not in os.environ:
    subprocess.run([sys.executable, "manage.py", "catalogue", "--compile"], check=True, cwd=ROOT)

_cluster: Cluster | None = None


def _fingerprint() -> str:
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("leader/*/migrations/*.py")]
    files += [ROOT / "requirements" / "run.txt", Path(__file__), ROOT / "tests" / "cluster.py"]
    return hashlib.sha256(b"".join(f.read_bytes() for f in sorted(files))).hexdigest()[:16]


def _migrated() -> Path:
    """Return an archive of a migrated cluster; make it if the migrations have changed."""
    store = ROOT / ".data" / "tests"
    store.mkdir(parents=True, exist_ok=True)
    archive = store / f"migrated-{_fingerprint()}.tar"
    with (store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            _make_archive(archive)
        return archive


def _make_archive(archive: Path) -> None:
    cluster = Cluster(make_folder())
    cluster.build()
    cluster.start()
    cluster.psql("CREATE DATABASE migrated")
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, check=True, cwd=ROOT, env={**os.environ, "DATABASE_URL": cluster.url("migrated")})
    cluster.stop()
    for old in archive.parent.glob("migrated-*.tar"):
        old.unlink()
    part = Path(f"{archive}.part")
    subprocess.run(["tar", "-C", cluster.folder, "-cf", part, "data"], check=True)
    part.rename(archive)
    shutil.rmtree(cluster.folder)


if not os.environ.get("DATABASE_URL"):
    sweep()
    _cluster = Cluster(make_folder())
    subprocess.run(["tar", "-C", _cluster.folder, "-xpf", _migrated()], check=True)
    _cluster.start()
    os.environ["DATABASE_URL"] = _cluster.url("migrated")
    os.environ["TEST_DATABASE_TEMPLATE"] = "migrated"


_temporary: Path | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Give this run temporary folders of its own.

    Each pytest that starts closes the folder that all of them share to every other account, and the servers
    that tests/faults starts run as another account.
    """
    global _temporary
    if not config.option.basetemp and "PYTEST_XDIST_WORKER" not in os.environ:
        _temporary = make_folder()
        config.option.basetemp = str(_temporary / "t")  # short: the path of a socket has 107 characters at most


def pytest_unconfigure(config):
    if _cluster:
        _cluster.stop("immediate")
        shutil.rmtree(_cluster.folder, ignore_errors=True)
    if _temporary:
        shutil.rmtree(_temporary, ignore_errors=True)
