"""Run a command with DATABASE_URL naming a throw-away PostgreSQL, as a plain database owner.

    python -m tools.with_postgresql [--programs FOLDER] [--pgbouncer] -- COMMAND...

``--programs`` is the folder of another PostgreSQL's programs; ``--pgbouncer`` puts PgBouncer in transaction mode
before it.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cluster import AS_POSTGRES, Cluster, make_folder, sweep

PGBOUNCER = """
[databases]
* = host={folder} user=owner
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
server_login_retry = 1
server_idle_timeout = 1
ignore_startup_parameters = extra_float_digits
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


def main() -> int:
    """Start what was asked for, run the command, end everything; return the command's status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path)
    parser.add_argument("--pgbouncer", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    sweep()
    cluster = Cluster(make_folder(), options.programs)
    cluster.build()
    cluster.start()
    pool: subprocess.Popen[bytes] | None = None
    try:
        cluster.psql("CREATE ROLE owner LOGIN CREATEDB")
        cluster.psql("CREATE DATABASE site OWNER owner")
        url = f"postgres://owner@/site?host={cluster.folder}"
        if options.pgbouncer:
            pool = start_pgbouncer(cluster.folder)
            url = f"postgres://owner@/site?host={cluster.folder}&port=6432"
        print(f"PostgreSQL {cluster.version}{', through PgBouncer' if pool else ''}: {url}", flush=True)
        pooled = {"CONN_MAX_AGE": "0", "DATABASE_POOLED": "on"} if pool else {}
        variables = {**os.environ, "DATABASE_URL": url, **pooled}
        return subprocess.run(options.command, check=False, env=variables).returncode
    finally:
        if pool:
            pool.send_signal(signal.SIGINT)
            pool.wait(10)
        cluster.stop("immediate")
        shutil.rmtree(cluster.folder, ignore_errors=True)


def start_pgbouncer(folder: Path) -> subprocess.Popen[bytes]:
    """Start PgBouncer in ``folder`` and wait for its socket."""
    settings = folder / "pgbouncer.ini"
    settings.write_text(PGBOUNCER.format(folder=folder))
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    command = [program, "-q", str(settings)]
    pool = subprocess.Popen(command, **AS_POSTGRES)
    for _ in range(100):
        if (folder / ".s.PGSQL.6432").exists():
            return pool
        time.sleep(0.05)
    sys.exit("PgBouncer does not start.")


if __name__ == "__main__":
    sys.exit(main())
