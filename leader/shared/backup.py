"""A backup: the database and the uploaded files in one folder, with a manifest that can be checked."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo

from leader.database import binaries
from leader.shared.personal_data import remembering

DATABASE, MEDIA, MANIFEST = "database.dump", "media.tar", "manifest.json"
CONNECTION_WORDS = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"}
NEWER_SETTING = b"SET transaction_timeout = 0;"  # PostgreSQL 15 and 16 do not know it


class BackupError(Exception):
    """The backup cannot be made, or is not what it was when it was made."""


def make(folder: Path, *, at: datetime) -> Path:
    """Write a backup into ``folder``/<time>, all of it at one moment of the database, and return its place."""
    place = folder / at.strftime("%Y-%m-%dT%H-%M-%SZ")
    part = place.with_name(f"{place.name}.part")
    part.mkdir(parents=True, mode=0o700)
    with _one_moment() as snapshot:
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={part / DATABASE}")
        rows = count_rows()
    _pack_media(part / MEDIA)
    manifest = {
        "made_at": at.isoformat(),
        "server": _server_version(),
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        "rows": rows,
        "files": {name: _sha256(part / name) for name in (DATABASE, MEDIA)},
    }
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1))
    part.rename(place)
    return place


def check(place: Path) -> dict[str, Any]:
    """Return the manifest of the backup in ``place``; raise BackupError if a file is not what it was."""
    try:
        manifest = json.loads((place / MANIFEST).read_text())
        changed = [name for name, sha256 in manifest["files"].items() if _sha256(place / name) != sha256]
    except (OSError, ValueError, KeyError) as error:
        raise BackupError(f"{place} is no backup, or not a whole one: {error}") from error
    if changed:
        raise BackupError(f"Changed since the backup was made: {', '.join(changed)}. Nothing was restored.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if newer := set(manifest.get("migrations", [])) - known:
        raise BackupError(f"Made by a newer site, which knows {', '.join(sorted(newer))}. Nothing was restored.")
    return manifest


def restore(place: Path, *, at: datetime) -> list[str]:
    """Put the backup of ``place`` in the place of all that is there; return the tables whose row count differs.

    The files are unpacked beside the present ones first, then the database changes in one transaction, then the
    files change places: a restore that fails before that leaves all as it was. Files that were there are moved
    aside, not erased.
    """
    manifest = check(place)
    remembering.write_down(remembering.remembered())  # the database that knows them is about to be replaced
    staged = _unpack_media(place / MEDIA)
    _load(place / DATABASE)
    put_in_place(staged, at=at)
    found = count_rows()
    return [table for table, count in manifest["rows"].items() if found.get(table) != count]


def made_at(place: Path) -> datetime:
    """Return the moment of the backup."""
    return datetime.fromisoformat(json.loads((place / MANIFEST).read_text())["made_at"])


def is_empty() -> bool:
    """Say whether the database has no table at all."""
    return not _tables()


def count_rows() -> dict[str, int]:
    """Return the exact number of rows of each table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in _tables():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name we read
            counts[table] = cursor.fetchone()[0]
        return counts


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _one_moment() -> Iterator[str]:
    """Hold a snapshot of the database that pg_dump can share; yield its name."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _server_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def _conninfo() -> str:
    parameters = connection.get_connection_params()
    return make_conninfo(**{word: parameters[word] for word in CONNECTION_WORDS & parameters.keys()})


def _run(program: str, *arguments: str) -> None:
    command = [str(binaries() / program), *arguments, f"--dbname={_conninfo()}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own programs
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr}")


def _load(dump: Path) -> None:
    """Replace the whole schema by the dump's, in one transaction."""
    knows_the_setting = _server_version() >= 170000
    connection.close()
    read = [str(binaries() / "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(dump)]
    write = [
        str(binaries() / "psql"),
        "-X",
        "-q",
        "-1",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        "-",
        f"--dbname={_conninfo()}",
    ]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with (
        subprocess.Popen(read, stdout=pipe, stderr=pipe) as source,  # noqa: S603 - our own programs
        subprocess.Popen(write, stdin=pipe, stdout=nothing, stderr=pipe) as target,  # noqa: S603
    ):
        failed = not _copy(source, target, knows_the_setting=knows_the_setting)
        if failed:
            target.kill()  # the connection breaks, and PostgreSQL takes everything back
        words = " ".join([_finish(source), _finish(target)]).strip()
    if failed or target.returncode:
        raise BackupError(f"The database was not restored; it is as it was. {words}")


def _copy(source: subprocess.Popen[bytes], target: subprocess.Popen[bytes], *, knows_the_setting: bool) -> bool:
    """Hand every line over; say whether the source came to its proper end."""
    if not (source.stdout and target.stdin):
        return False
    try:
        target.stdin.write(b"SET lock_timeout = '10s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        target.stdin.writelines(_lines(source.stdout, knows_the_setting=knows_the_setting))
    except BrokenPipeError:
        source.kill()
        return False
    return source.wait() == 0


def _lines(dump: Iterable[bytes], *, knows_the_setting: bool) -> Iterator[bytes]:
    """Yield the lines of ``dump`` that this server understands; rows are never looked at."""
    lines = iter(dump)
    for line in lines:
        if knows_the_setting or line.strip() != NEWER_SETTING:
            yield line
        if line.startswith(b"COPY "):
            break
    yield from lines


def _finish(program: subprocess.Popen[bytes]) -> str:
    """Return what ``program`` has to complain about, once it has ended."""
    return program.communicate()[1].decode(errors="replace").strip()


def _pack_media(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        if settings.MEDIA_ROOT.exists():
            archive.add(settings.MEDIA_ROOT, arcname=".")


def _unpack_media(path: Path) -> Path:
    """Unpack the files beside the present ones and return their place."""
    staged = settings.MEDIA_ROOT.with_name(f"{settings.MEDIA_ROOT.name}.restored")
    try:
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        with tarfile.open(path) as archive:
            archive.extractall(staged, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"The files cannot be unpacked into {staged}: {error}. Nothing was restored.") from error
    return staged


def put_in_place(staged: Path, *, at: datetime) -> None:
    """Let the ``staged`` files and the present ones change places; on failure put the present ones back."""
    present, aside = settings.MEDIA_ROOT, Path(f"{settings.MEDIA_ROOT}.before-{at:%Y-%m-%dT%H-%M-%SZ}")
    try:
        if present.exists():
            present.rename(aside)
        staged.rename(present)
    except OSError as error:
        if aside.exists() and not present.exists():
            aside.rename(present)
        raise BackupError(
            f"The database is restored, the files are not ({error}): move {staged} to {present} by hand."
        ) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
