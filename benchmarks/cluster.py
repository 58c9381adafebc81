"""A throw-away PostgreSQL for one benchmark: an empty database, or one with tables, communes and activities."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.cluster import Cluster, make_folder, sweep

ROOT = Path(__file__).resolve().parent.parent
# What a small server gives its database, and durable: only the folder is thrown away.
MEMORY = ["shared_buffers=512MB", "effective_cache_size=2GB", "work_mem=16MB", "maintenance_work_mem=256MB"]


@contextmanager
def throw_away_database() -> Iterator[str]:
    """Start a cluster of its own, give the address of an empty database in it, and remove it all."""
    sweep()
    cluster = Cluster(make_folder())
    try:
        cluster.build()
        with (cluster.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{line}\n" for line in MEMORY)
        cluster.start()
        cluster.psql("CREATE DATABASE benchmark")
        yield cluster.url("benchmark")
    finally:
        cluster.kill()
        shutil.rmtree(cluster.folder, ignore_errors=True)


@contextmanager
def prepared_database() -> Iterator[dict[str, str]]:
    """Give the environment of a database of its own that is migrated and knows the communes and activities."""
    with throw_away_database() as url:
        environment = {
            **os.environ, "DATABASE_URL": url, "SECRET_KEY": "b" * 50, "DEBUG": "off", "ENV_FILE": "none",
            "PROCESS_ROLE": "worker",  # to write so many rows takes longer than a page may
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        }  # fmt: skip
        for command in (["migrate", "-v0"], ["load_geography"], ["load_naf"]):
            words = [sys.executable, "manage.py", *command]
            subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
        yield environment


def measured_apart(module: str, *size: int) -> Any:
    """Return what ``module --inside SIZE`` prints last, as JSON, with a database and a process of its own."""
    with prepared_database() as environment:
        inside = [sys.executable, "-m", module, "--inside", ",".join(map(str, size))]
        done = subprocess.run(inside, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
