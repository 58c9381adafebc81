"""What the cells of a file may hold without harm, and what a large import leaves behind."""

import pytest
from django.db import connection

from members.models import Activity, Activity2025, ActivitySection, Company, CompanyFigures
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


@pytest.fixture
def activity():
    section = ActivitySection.objects.create(code="J", label="Information et communication")
    return Activity.objects.create(code="62.01Z", label="Programmation informatique", section=section)


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


@pytest.mark.parametrize("name", ["\u0301\u0308", "\ufe0f", "\u20dd"])
def test_a_name_of_accents_alone_is_none(previewed, name):
    assert [row.refusal for row in rows(previewed(f"nom;ville\n{name};Alès\n"))] == [["name:blank"]]


@pytest.mark.parametrize(
    ("headings", "cells", "codes"),
    [
        ("naf", "62.01Z", ("62.01Z", None)),
        ("naf", "6210y", (None, "62.10Y")),
        ("ape;naf 2025", "6201Z;6210Y", ("62.01Z", "62.10Y")),
        ("activite_principale_naf25", "62.10Y", (None, "62.10Y")),
        ("naf;naf25", "62.10Y;", (None, "62.10Y")),
        ("naf 2025", "6201Z", ("62.01Z", None)),
        ("naf;naf25", "6210Y;6201Z", ("62.01Z", "62.10Y")),
        ("naf;naf25", "6210Y;informatique", (None, "62.10Y")),
    ],
)
def test_the_last_letter_of_an_activity_tells_its_nomenclature(previewed, headings, cells, codes):
    [row] = rows(previewed(f"nom;{headings}\nEssai;{cells}\n"))

    assert ((row.naf, row.naf_2025), row.warnings) == (codes, ["naf:unknown"] if codes[0] else [])


def test_a_code_of_naf_2025_is_stored_beside_the_older_and_read_back_unchanged(previewed, activity):
    Company.objects.create(name="Ancienne", siren="356000000", activity=activity)
    text = "nom;siren;naf;naf 2025\nNeuve;732829320;62.01Z;62.10Y\nAncienne;356000000;62.10Y;\n"

    confirm(previewed(text))

    told = Company.objects.order_by("name").values_list("name", "activity_id", "activity_2025")
    assert list(told) == [("Ancienne", "62.01Z", "62.10Y"), ("Neuve", "62.01Z", "62.10Y")]
    assert [row.outcome for row in rows(previewed(text))] == ["unchanged", "unchanged"]


@pytest.mark.parametrize("cell", ["99.99Y", "62.10M", "informatique"])
def test_what_is_no_code_of_naf_2025_is_left_out_and_said(previewed, cell):
    Activity2025.objects.create(code="62.10Y", label="Programmation informatique", section="K")
    company_import = previewed(f"nom;naf 2025\nEssai;{cell}\n")

    [line] = told(company_import, rows(company_import))
    confirm(company_import)

    assert [(objection.label, objection.value) for objection in line.objections] == [("code NAF 2025", cell)]
    assert line.changes == []
    assert Company.objects.get().activity_2025 == ""


@pytest.mark.parametrize(("heading", "cell"), [("ape", "9999Y"), ("naf 2025", "9999Z")])
def test_an_unknown_code_under_the_other_heading_is_shown_as_it_was_typed(previewed, heading, cell):
    Activity2025.objects.create(code="62.10Y", label="Programmation informatique", section="K")
    company_import = previewed(f"nom;{heading}\nEssai;{cell}\n")

    [line] = told(company_import, rows(company_import))

    assert [objection.value for objection in line.objections] == [cell]


def test_a_listed_code_of_another_form_is_left_out_as_the_database_would_refuse_it(previewed):
    Activity2025.objects.create(code="62.10M", label="D’une autre liste", section="K")
    company_import = previewed("nom;naf 2025\nEssai;62.10M\n")

    assert confirm(company_import) is True
    assert [row.warnings for row in rows(company_import)] == [["naf_2025:unknown"]]


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
