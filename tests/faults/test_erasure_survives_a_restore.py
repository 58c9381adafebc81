"""Who was erased after a backup is erased again when it is put back, with the doubles merged meanwhile."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project

pytestmark = pytest.mark.faults
ADD = """
from members.models import Person
Person.objects.create(family_name="Zorglubette", given_name="Zoé", email="zoe@zorglubette.example")
Person.objects.create(family_name="Zorglubette-Double", given_name="Zoé")
Person.objects.create(family_name="Autre", given_name="Ève")
"""
ADD_PROSPECT = """
from members.models import Company
from territories.models import Prospect, Territory
Prospect.objects.create(
    company=Company.objects.create(name="Essai"), contact_name="Ida Zorglubette",
    contact_email="ida@zorglubette.example", territory=Territory.objects.create(slug="essai", name="Essai"),
)
"""
MERGE = """
from django.utils import timezone
from members.duplicates.merging import foresee, merge
from members.models import Person, User
clerk = User.objects.create_user("clerk@leader.example", is_staff=True)
kept, removed = Person.objects.filter(family_name__startswith="Z").order_by("pk")
merge(
    "person", kept.pk, removed.pk, {}, by=clerk, at=timezone.now(),
    versions=(kept.version, removed.version), promised=foresee("person", kept.pk, removed.pk).digest(),
)
"""
ERASE = """
from django.utils import timezone
from leader.shared.personal_data import erasing
from leader.shared.personal_data.subjects import subject
from members.models import Person
erasing.erase(subject(Person.objects.get(given_name="Zoé").pk), at=timezone.now())
erasing.erase(subject(address="ida@zorglubette.example"), at=timezone.now())
"""
LOOK = """
from members.models import Person
from territories.models import Prospect
contacts = [p.contact_name + p.contact_email for p in Prospect.objects.all()]
print(sorted(p.family_name for p in Person.objects.all()), contacts)
"""


@pytest.mark.parametrize("version", ["this version", "an older one"])
def test_an_erasure_survives_the_restore_of_a_backup(make_database, tmp_path, version):
    url, data = make_database("drill_erasure", migrated=True), tmp_path / "data"
    (tmp_path / "media").mkdir()
    variables = {
        **os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(tmp_path / "media"), "DATA_FOLDER": str(data),
    }  # fmt: skip
    variables.pop("TEST_DATABASE_TEMPLATE", None)

    def manage(*arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=project.BASE_DIR, env=variables, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    manage("shell", "-c", ADD)
    manage("shell", "-c", ADD_PROSPECT)
    if version == "an older one":
        manage("migrate", "members", "0016", "--verbosity=0")  # before the first period of a company was marked
    manage("backup", "--folder", tmp_path / "backups")
    manage("migrate", "--verbosity=0")
    [place] = (tmp_path / "backups").iterdir()
    manage("shell", "-c", MERGE)
    manage("shell", "-c", ERASE)

    said = manage("restore", place, "--confirm")

    assert "Erased again, as before the restore: 3." in said
    assert "BROKEN" not in said
    assert ("bringing its tables up to date" in said) == (version == "an older one")
    manage("migrate", "--check")
    assert "['Autre', 'Personne effacée', 'Personne effacée'] ['']" in manage("shell", "-c", LOOK)
    assert "orglubette" not in (data / "erasures.jsonl").read_text().lower()
