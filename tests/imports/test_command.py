"""The import as scripts run it: the files at hand, every bad file, twice the same."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from members.models import Company, CompanyFigures, Membership
from tests.factories.members import CompanyFactory
from tests.factories.territories import ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="NOT TESTED: no ../shared/data")
HEAD = "name;siren;email;phone;postal_code;city;headcount;turnover\n"


@pytest.fixture
def imported(tmp_path):
    def run(content, *options, name="f.csv"):
        source, target = tmp_path / name, tmp_path / "report.json"
        if isinstance(content, Path):
            source = content
        else:
            source.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            call_command("import_companies", str(source), "--report", str(target), *options)
            status = 0
        except SystemExit as end:
            status = end.code
        return status, json.loads(target.read_text())

    return run


def counts(report):
    return [report[k] for k in ("lines", "created", "updated", "unchanged")] + [len(report["refused"])]


@needs_data
def test_the_sample_of_a_french_excel_gives_the_expected_outcome_line_by_line(imported):
    for name in ("Aveyron", "Tarn", "LeadeR Toulouse", "Nîmes", "Montpellier", "Perpignan"):
        TerritoryFactory(name=name)
    expected = json.loads((DATA / "import_excel_fr.expected.json").read_text())["rows"]
    bad = [r["line"] for r in expected if "error" in r["expected"] or "duplicate" in r["expected"]]

    status, report = imported(DATA / "import_excel_fr.csv", "--confirm")

    assert status == 1
    assert [r["line"] for r in report["refused"]] == bad
    assert [r["column"] for r in report["refused"]] == ["siren"] * 5 + ["name", "member_since", "email"]
    assert counts(report) == [50, 40, 2, 0, 8]
    assert Membership.objects.get(company__siren="304352768").starts_on == date(2024, 3, 5)
    assert CompanyFigures.objects.get(company__siren="006380042").turnover == 62_931_772


@needs_data
def test_a_second_run_changes_nothing(imported):
    imported(DATA / "import_excel_fr.csv", "--confirm")
    before = list(Company.objects.order_by("pk").values_list("pk", "version"))

    _status, report = imported(DATA / "import_excel_fr.csv", "--confirm")

    assert counts(report) == [50, 0, 0, 42, 8]
    assert list(Company.objects.order_by("pk").values_list("pk", "version")) == before
    assert [c.changes.count() for c in Company.objects.all()] == [1] * 40


@needs_data
def test_the_real_companies_of_occitanie_load_whole(imported):
    status, report = imported(DATA / "entreprises_occitanie_reelles.csv", "--confirm")

    assert (status, counts(report)) == (0, [395, 395, 0, 0, 0])
    assert Company.objects.count() == 395


def test_without_confirmation_nothing_is_written(imported):
    assert counts(imported(HEAD + "Essai;732829320;;;;;;\n")[1]) == [1, 1, 0, 0, 0]
    assert not Company.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_every_usual_encoding_and_separator_is_read(imported, encoding, sign):
    text = 'Raison sociale;Ville;Effectif\r\n"Été\net fils";Alès;120\r\n'.replace(";", sign)

    status, _report = imported(text.encode(encoding), "--confirm")

    assert status == 0
    assert Company.objects.get().name == "Été et fils"
    assert CompanyFigures.objects.get().headcount == 120


def test_a_value_that_the_file_lacks_erases_nothing_and_another_one_replaces(imported):
    imported(HEAD + "Essai;732829320;a@example.org;+33466000000;30100;Alès;12;1 234,60 €\n", "--confirm")

    status, report = imported("siren;nom;ville\n732829320;Essai;Nîmes\n", "--confirm")

    company = Company.objects.get()
    assert (status, counts(report)) == (0, [1, 0, 1, 0, 0])
    assert (company.email, company.phone, company.city) == ("a@example.org", "+33466000000", "Nîmes")
    assert company.figures.get().turnover == 1235


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";732829320;;;;;;", "name"), ("x;732829321;;;;;;", "siren"), ("x;3,09E+08;;;;;;", "siren"),
        ("x;73282932000012;;;;;;", "siren"), ("x;000000000;;;;;;", "siren"), ("x;٧٣٢٨٢٩٣٢٠;;;;;;", "siren"),
        ("x;;a(at)b.fr;;;;;", "email"), ("x;;;appeler;;;;", "phone"), ("x;;;;ABCDE;;;", "postal_code"),
        ("x;;;;;;12,5;", "headcount"), ("x;;;;;;-1;", "headcount"), ("x;;;;;;;beaucoup", "turnover"),
        ("x;;;;;;;1,234", "turnover"), (f"{'x' * 201};;;;;;;", "name"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_refused_with_its_line_and_column(imported, row, column):
    status, report = imported(f"{HEAD}{row}\nBien;356000000;;;9000;;;\n", "--confirm")

    assert status == 1
    assert [(r["line"], r["column"]) for r in report["refused"]] == [(2, column)]
    assert Company.objects.get().postal_code == "09000"


def test_a_company_without_siren_is_known_by_name_and_town_and_doubt_is_not_settled(imported):
    Company.objects.create(name="Œnologie d'Été", city="Alès")

    _status, same = imported("nom;ville;tel\nOENOLOGIE D ETE;ALES;0466000000\n", "--confirm")
    _status, doubt = imported("nom;tel\nOenologie d’été;0466000001\n", "--confirm")

    assert (counts(same), counts(doubt)) == ([1, 0, 1, 0, 0], [1, 0, 0, 0, 1])
    assert Company.objects.get().phone == "0466000000"


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(5):
            archive.writestr(f"{part}.bin", bytes(100_000_000))
    return file.getvalue()


BAD_FILES = {
    "empty": b"", "blank": b"\n\n;;\n", "headings only": b"name;siren\n", "nothing known": b"couleur\nbleu\n",
    "web page": b"<html><table><tr><td>name</td></table>", "same heading twice": b"name;name\na;b\n",
    "open quote": b'name;siren\n"abc;1\nx;2\n', "NUL": b"name;siren\na\x00b;1\n", "image": b"\x89PNG\r\n",
    "old Excel": b"\xd0\xcf\x11\xe0" + b"x" * 99, "damaged workbook": b"PK\x03\x04 damaged",
    "no encoding": b"name;siren\nE\x81;\n",
}  # fmt: skip


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_hostile_file_is_refused_by_a_sentence(imported, content):
    status, report = imported(content, "--confirm")

    assert status == 2
    assert report["file_error"]
    assert not Company.objects.exists()


def test_a_workbook_that_unpacks_to_half_a_gigabyte_is_refused(imported):
    assert imported(bomb(), name="f.xlsx")[0] == 2


def test_ragged_lines_are_read_as_far_as_they_go(imported):
    assert counts(imported("name;city\nun\ndeux;Alès;trop;long\n\n", "--confirm")[1]) == [2, 2, 0, 0, 0]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_importing_an_export_changes_nothing(imported, tmp_path, file_format):
    TerritoryFactory(slug="ales", name="Alès")
    rows = "Essai;006380042;a@example.org;+33466000000;09000;Foix;12;-5\n=1+1;;;;30100;Alès;;\n"
    imported(HEAD + rows, "--confirm", "--territory", "ales")
    target = tmp_path / f"export.{file_format}"

    call_command("export_companies", "--territory", "ales", "--format", file_format, "--output", str(target))
    status, report = imported(target, "--confirm")

    assert (status, counts(report)) == (0, [2, 0, 0, 2, 0])


def test_a_workbook_with_numbers_and_days_is_read(imported):
    book = Workbook()
    book.active.append(["Nom", "SIREN", "Date d'adhésion"])
    book.active.append(["Essai", 6380042, date(2024, 2, 1)])
    file = io.BytesIO()
    book.save(file)

    assert imported(file.getvalue(), "--confirm", name="f.xlsx")[0] == 0
    assert Company.objects.get().siren == "006380042"
    assert Membership.objects.get().starts_on == date(2024, 2, 1)


def test_nobody_courts_whoever_a_file_makes_a_member(imported):
    company, stranger = CompanyFactory(siren="732829320"), CompanyFactory()
    courted = ProspectFactory(company=company, state="met", next_action="Appeler", next_action_on=date(2026, 1, 1))
    stopped = ProspectFactory(company=company, state="declined", reason="Trop loin")
    other = ProspectFactory(company=stranger, state="met")

    imported("name;siren;membre depuis\nVerrerie;732829320;05/03/2024\n", "--confirm")

    for each in (courted, stopped, other):
        each.refresh_from_db()
    assert [each.state for each in (courted, stopped, other)] == ["member", "declined", "met"]
    assert (courted.next_action, courted.next_action_on) == ("", None)
    assert courted.exchanges.get().summary == "Membre à compter du 05/03/2024, par un import d’entreprises."
    assert not stopped.exchanges.exists()
