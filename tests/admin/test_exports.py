"""The exports of the desk give what the list shows, to each what they administer."""

import csv
import io

import pytest
from openpyxl import load_workbook

from members.models import Company
from tests.factories import accounts, members

from .test_rights import url

pytestmark = pytest.mark.django_db


def rows_of(answer):
    """Return the lines of an exported file, CSV or XLSX, without its heading."""
    content = b"".join(answer.streaming_content)
    if "spreadsheetml" in answer["Content-Type"]:
        sheet = load_workbook(io.BytesIO(content)).active
        return [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(2, values_only=True)
        ]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]


def exported(client, action, chosen, query=""):
    """Export the rows ``chosen`` (keys), or the whole list when none are named."""
    typed = {"action": action, "index": "0", "select_across": "0" if chosen else "1",
             "_selected_action": chosen or ["1"]}  # fmt: skip
    return rows_of(client.post(url(Company, "changelist") + query, typed))


def listed(client, query=""):
    rows = client.get(url(Company, "changelist") + query).context["cl"].result_list
    return sorted((company.pk, company.siren or "", company.name) for company in rows)


def key_siren_and_name(rows):
    return sorted((int(row[0]), row[1], row[2]) for row in rows)


@pytest.mark.parametrize("action", ["export_csv", "export_xlsx"])
@pytest.mark.parametrize("who", ["staff", "lead"])
def test_the_export_of_the_whole_list_gives_what_the_list_shows(client, staff, sides, who, action):
    client.force_login(staff if who == "staff" else sides.ours.lead)

    rows = exported(client, action, [])

    assert key_siren_and_name(rows) == listed(client)
    assert {row[2] for row in rows} >= {"Atelier Nord", "Fabrique Nord"}
    assert ("Atelier Sud" in {row[2] for row in rows}) == (who == "staff")


@pytest.mark.parametrize("action", ["export_csv", "export_xlsx"])
def test_a_lead_who_names_a_company_of_the_neighbour_gets_no_line_of_it(client, sides, action):
    client.force_login(sides.ours.lead)

    rows = exported(client, action, [sides.ours.company.pk, sides.theirs.company.pk])

    assert [row[2] for row in rows] == ["Atelier Nord"]


def test_the_export_follows_the_search_and_the_filters_of_the_list(client, staff):
    client.force_login(staff)
    members.CompanyFactory(name="Tonnellerie d'Été", member=True)
    members.CompanyFactory(name="Tonnellerie d'hiver")
    members.CompanyFactory(name="Fonderie", member=True)

    rows = exported(client, "export_csv", [], "?q=tonnell&status=member")

    assert [row[2] for row in rows] == ["Tonnellerie d'Été"]
    assert key_siren_and_name(rows) == listed(client, "?q=tonnell&status=member")


def test_only_the_rows_chosen_are_exported(client, staff):
    client.force_login(staff)
    chosen = members.CompanyFactory(name="Choisie")
    members.CompanyFactory(name="Laissée")

    assert [row[2] for row in exported(client, "export_csv", [chosen.pk])] == ["Choisie"]


@pytest.mark.parametrize("who", ["member", "guest"])
def test_somebody_without_a_desk_exports_nothing(client, sides, who):
    client.force_login(getattr(accounts, who)())
    typed = {"action": "export_csv", "index": "0", "_selected_action": [sides.ours.company.pk]}

    assert client.post(url(Company, "changelist"), typed).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_costs_the_same_for_one_company_and_for_three(client, staff, count, django_assert_num_queries):
    client.force_login(staff)
    members.CompanyFactory.create_batch(count, member=True, pme=True)

    # Session, user, who acts (twice), three filters (twice: for the list and for the act), count, and the
    # rows: one page and the empty one after it.
    with django_assert_num_queries(13):
        assert len(exported(client, "export_csv", [])) == count
