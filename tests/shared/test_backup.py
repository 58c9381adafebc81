"""A backup is drilled: made, put into a fresh database, checked, and refused when somebody touched it."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as project

from leader.shared import backup

pytestmark = pytest.mark.faults
VISIT = """
from django.test import Client
print("answered", Client(SERVER_NAME="localhost").get("/compte/connexion/", secure=True).status_code)
"""


@pytest.fixture
def manage(tmp_path):
    """Return a function that runs a command of manage.py on a database, with files of its own."""

    def run(url, *arguments, media="media"):
        variables = {
            **os.environ,
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(tmp_path / media),
            "ALLOWED_HOSTS": "localhost",
        }
        variables.pop("TEST_DATABASE_TEMPLATE", None)
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=project.BASE_DIR, env=variables, capture_output=True, text=True, timeout=300, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_a_backup_restores_into_a_fresh_database_and_is_refused_once_touched(make_database, manage, tmp_path):
    old, new = make_database("drill_old", migrated=True), make_database("drill_new")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "carte.txt").write_text("une carte")
    add = "from members.models import Person; Person.objects.create(family_name='Œdipe', given_name='Zoé')"
    assert manage(old, "shell", "-c", add)[0] == 0

    status, said = manage(old, "backup", "--folder", tmp_path / "backups")
    assert status == 0, said
    [place] = (tmp_path / "backups").iterdir()

    status, said = manage(new, "restore", place, media="restored")
    assert status == 0, said
    assert "BROKEN" not in said
    assert said.count("ok ") == 14
    assert (tmp_path / "restored" / "carte.txt").read_text() == "une carte"
    look = "from members.models import Person; print([p.family_name for p in Person.objects.all()])"
    assert "['Œdipe']" in manage(new, "shell", "-c", look)[1]
    assert "answered 200" in manage(new, "shell", "-c", VISIT)[1]

    status, said = manage(new, "restore", place, media="restored")
    assert (status, "not empty" in said) == (1, True)
    status, said = manage(new, "restore", place, "--confirm", media="restored")
    assert status == 0, said

    dump = place / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"?")
    status, said = manage(new, "restore", place, "--confirm", media="restored")
    assert (status, "Changed since the backup was made: database.dump" in said) == (1, True)
    assert "['Œdipe']" in manage(new, "shell", "-c", look)[1]


def test_a_database_that_cannot_be_restored_leaves_the_files_as_they_were(make_database, manage, tmp_path):
    url, card = make_database("drill_broken"), tmp_path / "media" / "carte.txt"
    card.parent.mkdir()
    card.write_text("une carte")
    assert manage(url, "backup", "--folder", tmp_path / "backups")[0] == 0
    [place] = (tmp_path / "backups").iterdir()
    (place / "database.dump").write_bytes(b"PGDMP, and then nothing that pg_restore reads")
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["files"]["database.dump"] = hashlib.sha256((place / "database.dump").read_bytes()).hexdigest()
    (place / "manifest.json").write_text(json.dumps(manifest))
    card.write_text("une carte plus récente")

    status, said = manage(url, "restore", place, "--confirm")

    assert (status, "it is as it was" in said) == (1, True), said
    assert card.read_text() == "une carte plus récente"


def test_a_backup_of_programs_newer_than_ours_is_refused_and_says_so(make_database, manage, tmp_path):
    url = make_database("drill_newer")
    assert manage(url, "backup", "--folder", tmp_path / "backups")[0] == 0
    [place] = (tmp_path / "backups").iterdir()
    dump = bytearray((place / "database.dump").read_bytes())
    assert dump[:5] == b"PGDMP"
    dump[6] = 99  # the second number of the version of the format
    (place / "database.dump").write_bytes(dump)
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["files"]["database.dump"] = hashlib.sha256(dump).hexdigest()
    (place / "manifest.json").write_text(json.dumps(manifest))

    status, said = manage(url, "restore", place, "--confirm")

    assert status == 1
    assert "it is as it was. pg_restore: error: unsupported version (1.99)" in said


def test_files_that_cannot_be_put_in_place_leave_the_present_ones(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "carte.txt").write_text("une carte")

    with pytest.raises(backup.BackupError, match="the files are not"):
        backup.put_in_place(tmp_path / "absent", at=datetime(2026, 11, 23, tzinfo=UTC))

    assert (settings.MEDIA_ROOT / "carte.txt").read_text() == "une carte"


def test_a_backup_that_lacks_a_file_is_no_backup(manage, make_database, tmp_path):
    status, said = manage(make_database("drill_none"), "restore", Path(tmp_path))

    assert (status, "is no backup" in said) == (1, True)


def test_a_backup_of_a_newer_site_is_refused_before_anything_is_touched(make_database, manage, tmp_path):
    url = make_database("drill_newer_site", migrated=True)
    assert manage(url, "backup", "--folder", tmp_path / "backups")[0] == 0
    [place] = (tmp_path / "backups").iterdir()
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["migrations"].append("members.9999_of_next_year")
    (place / "manifest.json").write_text(json.dumps(manifest))

    status, said = manage(url, "restore", place, "--confirm")

    assert (status, "Made by a newer site, which knows members.9999_of_next_year" in said) == (1, True), said
