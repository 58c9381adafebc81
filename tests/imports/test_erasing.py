"""A file handed in and not read yet is searched when somebody is erased, and brings nobody back."""

import io
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook

from leader.shared.personal_data import erasing
from leader.shared.personal_data.subjects import subject
from tests.factories.members import PersonFactory

HEAD = "Raison sociale;Contact;E-mail\n"
NAMED = f"{HEAD}Essai;Zoé Zorglub;\n"
OTHER = f"{HEAD}Essai;Zoé Autre;\n"
CUT = 'Raison sociale;Contact\nEssai;"Zoé'  # a quotation mark that is never closed


def workbook():
    book, file = Workbook(), io.BytesIO()
    for row in (["Raison sociale", "Prénom", "Nom"], ["Essai", "ZOE", "Zorglub"]):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def list_of_erasures(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path / "data"


@pytest.mark.parametrize(
    ("content", "name", "goes"),
    [
        (NAMED, "l.csv", True), (OTHER, "l.csv", False), (NAMED.encode("cp1252"), "l.csv", True),
        (workbook(), "l.xlsx", True), (CUT, "l.csv", True),
    ],
    ids=["named", "somebody else", "old encoding", "workbook, in two cells", "unreadable"],
)  # fmt: skip
def test_a_file_not_read_yet_goes_when_it_names_somebody_erased(
    hand_in, work, staff, content, name, goes, django_capture_on_commit_callbacks
):
    company_import = hand_in(staff, content, name=name, previewed=False)
    path = Path(company_import.file.path)
    zoe = PersonFactory(given_name="Zoé", family_name="Zorglub")

    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(subject(zoe.pk), at=timezone.now())
    work()

    company_import.refresh_from_db()
    assert (path.exists(), company_import.state) == ((False, "failed") if goes else (True, "previewed"))
    assert ("effacé" in company_import.file_error) is goes
