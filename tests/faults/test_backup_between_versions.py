"""A backup goes from PostgreSQL 15 to the embedded one and back, whole."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.cluster import Cluster, make_folder

pytestmark = pytest.mark.faults
OLDER = Path("/usr/lib/postgresql/15/bin")
ADD = "from members.models import Person; Person.objects.create(family_name='Œdipe', given_name='Zoé')"
LOOK = "from members.models import Person; print(list(Person.objects.values_list('family_name', flat=True)))"


@pytest.fixture
def database():
    """Return a function that gives the address of an empty database of a plain owner, on those programs."""
    clusters = []

    def make(programs):
        cluster = Cluster(make_folder(), programs)
        cluster.build()
        cluster.start()
        clusters.append(cluster)
        cluster.psql("CREATE ROLE owner LOGIN")
        cluster.psql("CREATE DATABASE site OWNER owner")
        return f"postgres://owner@/site?host={cluster.folder}"

    yield make
    for cluster in clusters:
        cluster.stop("immediate")
        shutil.rmtree(cluster.folder, ignore_errors=True)


def manage(url, media, *arguments):
    variables = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(media)}
    variables.pop("TEST_DATABASE_TEMPLATE", None)
    command = [sys.executable, "manage.py", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=variables, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not OLDER.is_dir(), reason="PostgreSQL 15 is not installed")
@pytest.mark.parametrize(("old", "new"), [(OLDER, None), (None, OLDER)], ids=["15 to embedded", "embedded to 15"])
def test_a_backup_is_restored_on_the_other_version(database, tmp_path, old, new):
    source, target = database(old), database(new)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "carte.txt").write_text("une carte")
    manage(source, tmp_path / "media", "migrate", "--verbosity=0")
    manage(source, tmp_path / "media", "shell", "-c", ADD)
    manage(source, tmp_path / "media", "backup", "--folder", tmp_path / "backups")
    [place] = (tmp_path / "backups").iterdir()

    said = manage(target, tmp_path / "restored", "restore", place)

    assert "every table has as many rows as in the backup" in said
    assert said.count("ok ") == 14
    assert "BROKEN" not in said
    manage(target, tmp_path / "restored", "migrate", "--check")
    assert "['Œdipe']" in manage(target, tmp_path / "restored", "shell", "-c", LOOK)
    assert (tmp_path / "restored" / "carte.txt").read_text() == "une carte"
