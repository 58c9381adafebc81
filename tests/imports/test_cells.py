"""What the cells of a file may hold without harm, and what a large import leaves behind."""

import pytest
from django.db import connection

from members.models import Company, CompanyFigures
from territories.imports.applying import confirm, preview
from territories.imports.lines import told
from territories.models import CompanyImport, ImportRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def previewed(tmp_path):
    def run(text):
        path = tmp_path / "f.csv"
        path.write_text(text, encoding="utf-8")
        company_import = CompanyImport.objects.create(file_name="f.csv")
        preview(company_import, path)
        return company_import

    return run


def rows(company_import):
    return ImportRow.objects.filter(import_id=company_import.pk).order_by("number")


def test_letters_after_the_number_of_the_post_office_are_refused_like_any_others(previewed):
    [row] = rows(previewed("nom;siren\nPoste;356000000ABCDE\n"))

    assert (row.outcome, row.refusal) == ("refused", ["siren:digits"])


def test_the_sign_that_parts_the_cells_within_may_stand_in_one(previewed):
    [row] = rows(previewed("nom;ville\nUn\x1fdeux;Alès\n"))

    assert (row.name, row.city) == ("Un deux", "Alès")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " "])
def test_the_spaces_of_french_numbers_part_their_digits(previewed, space):
    [row] = rows(previewed(f"nom;ca;effectif\nEssai;62{space}931{space}772{space}€;1{space}200\n"))

    assert (row.turnover, row.headcount) == (62_931_772, 1200)


def test_a_file_without_names_refuses_each_line(previewed):
    assert [row.refusal for row in rows(previewed("siren;ville\n732829320;Alès\n"))] == [["name:blank"]]


def test_a_new_line_tells_what_it_says_beside_its_name(previewed):
    company_import = previewed("nom;siren;ville;cp;effectif;naf\nEssai;732829320;Alès;30100;12;9999Z\n")

    [line] = told(company_import, rows(company_import))

    assert [change.after for change in line.changes] == ["30100", "12"]


def test_a_company_that_appears_after_the_preview_is_not_made_twice(previewed):
    company_import = previewed("nom;siren;effectif\nEssai;732829320;12\nAutre;356000000;5\n")
    Company.objects.create(name="Essai", siren="732829320")

    assert confirm(company_import) is False
    assert not CompanyFigures.objects.exists()
    assert list(rows(company_import).values_list("outcome", flat=True)) == ["updated", "new"]
    assert confirm(company_import) is True
    assert list(Company.objects.order_by("siren").values_list("siren", "figures__headcount")) == [
        ("356000000", 5),
        ("732829320", 12),
    ]


@pytest.mark.django_db(transaction=True)
def test_an_import_of_many_lines_keeps_nothing_of_its_settings_in_the_session(previewed):
    names = ("work_mem", "hash_mem_multiplier", "enable_nestloop", "jit")

    def settings():
        with connection.cursor() as cursor:
            return [cursor.execute(f"SHOW {name}").fetchone()[0] for name in names]

    before = settings()
    company_import = previewed("nom;ville\n" + "".join(f"Essai {n};Alès\n" for n in range(1200)))
    assert confirm(company_import)

    assert settings() == before
    assert Company.objects.count() == 1200
