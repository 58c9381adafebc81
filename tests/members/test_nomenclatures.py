"""INSEE's lists loaded from a CSV that the user downloaded: whole or not at all, and twice like once."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from members.models import Activity2025, LegalCategory, StaffBand
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.django_db
MODELS = {"naf-2025": Activity2025, "legal-categories": LegalCategory, "staff-bands": StaffBand}
LISTS = {
    "naf-2025": "code,libelle,section,division\n62.10Y,Programmation informatique,K,62\n"
    '01.11Y,"Céréales, à l\'exception du riz",A,01\n',
    "legal-categories": "niveau,code,libelle,parent\n1,5,Société commerciale,\n3,5710,SAS,57\n2,00,OPCVM,0\n",
    "staff-bands": "code,libelle,min,max\nNN,Non employeuse,,\n00,0 salarié,0,0\n53,10 000 et plus,10000,\n",
}
# Where the whole lists of INSEE lie beside the repository, they are loaded too; they may not be carried here.
DOWNLOADED = Path(__file__).resolve().parents[3] / "shared" / "data"
WHOLE = {
    "naf-2025": ("naf_2025.csv", 747),
    "legal-categories": ("categories_juridiques.csv", 308),
    "staff-bands": ("tranches_effectifs.csv", 16),
}


def load(listing, path):
    said = StringIO()
    call_command("load_nomenclature", listing, str(path), stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize("listing", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_list_is_loaded_and_a_second_run_changes_nothing(tmp_path, listing, encoding):
    path = tmp_path / "list.csv"
    path.write_text(LISTS[listing], encoding=encoding)
    lines = LISTS[listing].count("\n") - 1

    assert load(listing, path) == f"{listing}: {lines} new, 0 changed, 0 unchanged"
    assert load(listing, path) == f"{listing}: 0 new, 0 changed, {lines} unchanged"


def test_what_a_list_tells_is_stored(tmp_path):
    for listing, text in LISTS.items():
        (tmp_path / listing).write_text(text)
        load(listing, tmp_path / listing)

    assert Activity2025.objects.get(code="01.11Y").label == "Céréales, à l'exception du riz"
    assert Activity2025.objects.get(code="62.10Y").section == "K"
    assert LegalCategory.objects.get(code="5710").label == "SAS"
    bands = dict(StaffBand.objects.values_list("code", "at_least"))
    assert bands == {"NN": None, "00": 0, "53": 10_000}


@pytest.mark.parametrize(
    ("listing", "text", "reason"),
    [
        ("naf-2025", "code,libelle\n62.10Y,Programmation\n", "no column section"),
        ("naf-2025", "code,libelle,section\n", "no line"),
        ("naf-2025", "code,libelle,section\n62.10Y,Oui,K\n6210Z,Non,K\n", "line 3: “6210Z”"),
        ("naf-2025", "code,libelle,section\n62.10Y,Oui,K\n62.10Y,Encore,K\n", "stands twice"),
        ("naf-2025", "code,libelle,section\n62.10Y,,K\n", "libelle is empty"),
        ("naf-2025", "code,libelle,section\n62.10Y,Oui,KK\n", "section is empty or too long"),
        ("staff-bands", "code,libelle,min,max\n01,Un,un,2\n", "“un” is no number"),
        ("legal-categories", LISTS["staff-bands"].replace("00,", "XX,"), "no code of this list"),
    ],
)
def test_a_file_that_is_another_one_is_refused_whole_and_says_where(tmp_path, listing, text, reason):
    path = tmp_path / "list.csv"
    path.write_text(text)

    with pytest.raises(CommandError, match=reason):
        load(listing, path)
    assert not MODELS[listing].objects.exists()


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"PK\x03\x04 a workbook"])
def test_what_is_no_csv_is_refused_in_words(tmp_path, content):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError, match=r"list\.csv"):
        load("naf-2025", path)


@pytest.mark.skipif(not DOWNLOADED.is_dir(), reason="the lists of INSEE are downloaded by their user")
@pytest.mark.parametrize("listing", WHOLE)
def test_the_whole_list_as_downloaded_is_loaded(listing):
    name, count = WHOLE[listing]

    load(listing, DOWNLOADED / name)

    assert MODELS[listing].objects.count() == count


def test_the_page_of_a_company_says_what_its_codes_mean_once_the_lists_are_loaded(client, tmp_path):
    company = CompanyFactory(legal_category="5710", activity_2025="62.10Y")
    client.force_login(staff())
    bare = client.get(company.get_absolute_url()).content.decode()
    for listing in ["naf-2025", "legal-categories"]:
        (tmp_path / listing).write_text(LISTS[listing])
        load(listing, tmp_path / listing)

    told = client.get(company.get_absolute_url()).content.decode()

    assert "<dd>5710</dd>" in bare
    assert "<dd>62.10Y</dd>" in bare
    assert "<dd>SAS</dd>" in told
    assert "<dd>62.10Y – Programmation informatique</dd>" in told
