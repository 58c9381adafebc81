"""Files for a spreadsheet: read as written, and nothing in them runs."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from leader.shared.exports import Column, by_key, csv_chunks, export_response, write_xlsx
from members.models import Company

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＠x", " =1", "'=1", "−1+1"]
ONE = [Column("A", lambda row: row)]


def csv_cells(rows):
    text = b"".join(csv_chunks(ONE, rows)).decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")][1:]


def xlsx_cells(rows):
    file = io.BytesIO()
    write_xlsx(ONE, rows, file)
    return [row[0] for row in load_workbook(file).active.iter_rows(min_row=2)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_run_as_a_formula(text):
    assert csv_cells([text]) == [f"'{text}"]
    assert xlsx_cells([text])[0].data_type == "s"
    assert xlsx_cells([text])[0].value[0] == "'"


def test_ordinary_texts_numbers_and_days_stay_what_they_are():
    assert csv_cells(["Œuvre; « été »", -5, date(2024, 3, 5), None, True]) == [
        "Œuvre; « été »", "-5", "05/03/2024", "", "oui",
    ]  # fmt: skip
    assert [c.value for c in xlsx_cells([-5, "006380042"])] == [-5, "006380042"]


@pytest.mark.parametrize("day", [date(1500, 1, 1), date(1899, 12, 31), date(1900, 2, 28)])
def test_a_day_that_excel_cannot_count_is_text(day):
    cell = xlsx_cells([day])[0]

    assert (cell.data_type, [cell.value]) == ("s", csv_cells([day]))


def test_the_first_day_that_excel_counts_as_we_do_is_a_day():
    cell = xlsx_cells([date(1900, 3, 1)])[0]

    assert cell.is_date
    assert cell.value.date() == date(1900, 3, 1)


def test_a_phone_number_stays_usable():
    assert csv_cells(["+33 4 66 00 00 00"]) == ["'+33 4 66 00 00 00"]
    assert xlsx_cells(["+33 4 66 00 00 00"])[0].value == "+33 4 66 00 00 00"


@pytest.mark.django_db
def test_rows_come_in_batches_each_once(django_assert_num_queries):
    for name in "abcde":
        Company.objects.create(name=name)

    with django_assert_num_queries(4):  # two, two, one, none
        assert [c.name for c in by_key(Company.objects.all(), size=2)] == list("abcde")


def test_the_answer_is_a_file_to_download():
    response = export_response("entreprises", ONE, ["x"])

    assert response.headers["Content-Disposition"].startswith('attachment; filename="entreprises-')
    assert b"".join(response.streaming_content) == "\ufeffA\r\nx\r\n".encode()
