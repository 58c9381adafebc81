"""What the tests need before Django reads its settings: variables, and a throw-away database cluster.

Loaded by pytest first (``-p tests.environment`` in pyproject.toml). Every run has its own cluster under the
temporary folder and drops it at the end, so that several runs never meet; the workers of pytest-xdist share
the cluster of their parent. The cluster is copied from one that is migrated once for each state of the
migrations, under .data/tests; a new migration is applied to the one that is there. ``DATABASE_URL`` names
another server instead, and then everything is migrated anew.
"""

import fcntl
import hashlib
import json
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


def _digests() -> dict[str, str]:
    """Return the digest of each file that makes the migrated cluster what it is."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("leader/*/migrations/*.py")]
    files += [ROOT / "requirements" / "run.txt", Path(__file__), ROOT / "tests" / "cluster.py"]
    return {str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(files)}


def _migrated() -> Path:
    """Return an archive of a migrated cluster; make it if the migrations have changed."""
    store = ROOT / ".data" / "tests"
    store.mkdir(parents=True, exist_ok=True)
    digests = json.dumps(_digests())
    archive = store / f"migrated-{hashlib.sha256(digests.encode()).hexdigest()[:16]}.tar"
    with (store / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            _make_archive(archive)
            archive.with_suffix(".json").write_text(digests)
        return archive


def _make_archive(archive: Path) -> None:
    """Migrate a cluster and pack it: one with fewer migrations if there is one, else a new one."""
    before = _archive_to_go_on_from(archive.parent)
    try:
        cluster = _migrate(before)
    except subprocess.CalledProcessError:
        if before is None:
            raise
        cluster = _migrate(None)  # a migration was put between two that had been applied
    cluster.stop()
    for old in archive.parent.glob("migrated-*"):
        old.unlink()
    part = Path(f"{archive}.part")
    subprocess.run(["tar", "-C", cluster.folder, "-cf", part, "data"], check=True)
    part.rename(archive)
    shutil.rmtree(cluster.folder)


def _archive_to_go_on_from(store: Path) -> Path | None:
    now = _digests().items()
    for listed in store.glob("migrated-*.json"):
        if json.loads(listed.read_text()).items() <= now and listed.with_suffix(".tar").exists():
            return listed.with_suffix(".tar")
    return None


def _migrate(before: Path | None) -> Cluster:
    cluster = Cluster(make_folder())
    if before:
        subprocess.run(["tar", "-C", cluster.folder, "-xpf", before], check=True)
    else:
        cluster.build()
    cluster.start()
    if not before:
        cluster.psql("CREATE DATABASE migrated")
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, check=True, cwd=ROOT, env={**os.environ, "DATABASE_URL": cluster.url("migrated")})
    return cluster


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
