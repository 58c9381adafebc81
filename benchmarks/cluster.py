"""A throw-away PostgreSQL with an empty database, for one benchmark."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster import Cluster, make_folder, sweep

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
