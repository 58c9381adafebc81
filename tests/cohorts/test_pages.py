"""The pages of the figures: staff alone, each figure leads to its list, and the file holds the list."""

import csv
import html
import io
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse, reverse_lazy
from openpyxl import load_workbook

from members.models import ActivitySection, Company
from tests.factories import accounts
from tests.factories.members import ActivityFactory, ActivitySectionFactory, CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
FIGURES = "pages:member-figures"


@pytest.fixture(autouse=True)
def in_may():
    with time_machine.travel(date(2026, 5, 4), tick=False):
        yield


@pytest.fixture
def staff(client):
    client.force_login(accounts.staff())


@pytest.fixture
def world():
    """Two companies of Alès and one of Nîmes, which has left; the last without activity."""
    ales, nimes = (
        TerritoryFactory(slug="ales", name="LeadeR Alès"),
        TerritoryFactory(slug="nimes", name="LeadeR Nîmes"),
    )
    activity = ActivityFactory(section=ActivitySectionFactory(code="C", label="Industrie"))
    spells = [("Verrerie", ales, activity, None), ("Fabrique", ales, activity, None),
              ("Œuvre", nimes, None, date(2025, 3, 31))]  # fmt: skip
    for name, territory, its_activity, ends_on in spells:
        company = CompanyFactory(name=name, activity=its_activity)
        AffiliationFactory(company=company, territory=territory, ends_on=ends_on)
        MembershipFactory(company=company, starts_on=date(2024, 2, 1), ends_on=ends_on)


def figures_list(year, what, query=""):
    return reverse("pages:member-figures-list", args=[year, what]) + query


def names(client, *asked):
    return [m.company.name for m in client.get(figures_list(*asked)).context["page"]]


def test_each_figure_leads_to_its_list(client, staff, world):
    page = client.get(reverse(FIGURES)).content.decode()
    links = set(re.findall(r'href="(/adherents/chiffres/\d+/[a-z]+/[^"]*)"', page))

    assert len(links) >= 6
    for link in links:
        assert client.get(link.replace("&amp;", "&")).context["page"].paginator.count > 0
    assert names(client, 2024, "joined") == ["Fabrique", "Œuvre", "Verrerie"]
    assert names(client, 2025, "left") == ["Œuvre"]
    assert names(client, 2026, "members") == ["Fabrique", "Verrerie"]
    assert names(client, 2025, "members", "?cohorte=2024") == ["Fabrique", "Verrerie"]
    assert figures_list(2024, "joined", "?cohorte=2024") in links


def test_the_size_of_a_cohort_leads_to_those_that_joined_for_the_first_time(client, staff, world):
    back = Company.objects.get(name="Œuvre")
    MembershipFactory(company=back, starts_on=date(2025, 9, 1), ends_on=None)

    assert names(client, 2025, "joined") == ["Œuvre"]
    assert names(client, 2025, "joined", "?cohorte=2025") == []
    assert names(client, 2024, "joined", "?cohorte=2024") == ["Fabrique", "Œuvre", "Verrerie"]


def test_the_members_of_a_day_are_a_figure_that_leads_to_its_list(client, staff, world):
    page = client.get(reverse(FIGURES) + "?jour=2025-03-31&territory=nimes")
    link = re.search(r'href="(/adherents/chiffres/2025/members/[^"]*)">(\d+)</a></dd>', page.content.decode())
    listed = client.get(link[1].replace("&amp;", "&"))

    assert [membership.company.name for membership in listed.context["page"]] == ["Œuvre"]
    assert link[2] == "1"
    assert "Membres le 31 mars 2025" in listed.content.decode()
    assert names(client, 2025, "members", "?jour=2025-04-01") == ["Fabrique", "Verrerie"]
    # The figures of the years are not those of the day.
    links = re.findall(r'href="(/adherents/chiffres/[^"]*)"', page.content.decode())
    assert [each for each in links if "jour=" in each] == [link[1]]


@pytest.mark.parametrize("day", ["2026-05-05", "1949-12-31", "0001-01-01", "hier"])
def test_a_day_without_figure_is_refused_beside_its_field(client, staff, world, day):
    page = client.get(reverse(FIGURES), {"jour": day})

    assert page.context["form"].errors["jour"]
    assert [y.members for y in page.context["figures"].years] == [2, 2, 3]
    assert names(client, 2025, "members", f"?jour={day}") == ["Fabrique", "Verrerie"]


def test_how_long_newcomers_stay_is_a_curve_as_well_as_a_table(client, staff, world):
    MembershipFactory(company=CompanyFactory(), starts_on=date(2025, 6, 1))

    page = client.get(reverse(FIGURES))

    # Of four, three and the one that came later are members at the end of their first year, then two of three.
    assert page.context["retention"].shares == [100, 75, 67]
    assert len(page.context["retention"].lines) == 2
    assert page.content.decode().count("chart-line-thin") == 2
    assert "75 % un an plus tard" in html.unescape(page.content.decode()).replace("\xa0", " ").replace(
        "\u202f", " "
    )


def test_the_first_year_has_no_curve_yet(client, staff):
    MembershipFactory(company=CompanyFactory(), starts_on=date(2026, 2, 1))

    assert client.get(reverse(FIGURES)).context["retention"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?territory=ales", ["Fabrique", "Verrerie"]), ("?territory=nimes", ["Œuvre"]),
     ("?section=C", ["Fabrique", "Verrerie"]), ("?category=partner", []), ("?territory=nowhere", None)],
)  # fmt: skip
def test_what_is_asked_narrows_figures_and_lists_alike(client, staff, world, query, expected):
    listed = names(client, 2024, "joined", query)
    figures = client.get(reverse(FIGURES) + query).context["figures"].years

    assert listed == (["Fabrique", "Œuvre", "Verrerie"] if expected is None else expected)
    assert next((y.joined for y in figures if y.year == 2024), 0) == len(listed)


def test_a_home_that_is_still_to_come_is_none_yet(client, staff, world):
    nimes = TerritoryFactory(name="LeadeR de demain", slug="demain")
    company = Company.objects.get(name="Verrerie")
    company.affiliations.update(ends_on=date(2026, 7, 31))
    AffiliationFactory(company=company, territory=nimes, starts_on=date(2026, 8, 1))

    assert names(client, 2024, "joined", "?territory=demain") == []
    assert "Verrerie" in names(client, 2024, "joined", "?territory=ales")


def test_a_year_is_told_by_territory_size_and_activity(client, staff, world):
    def table(par):
        answer = client.get(reverse("pages:member-breakdown", args=[2025]), {"par": par})
        for link in re.findall(r'href="(/adherents/chiffres/\d+/[a-z]+/[^"]*)">(\d+)', answer.content.decode()):
            page = client.get(link[0].replace("&amp;", "&")).context["page"]
            assert page.paginator.count == int(link[1])
        figures = ["joined", "renewed", "left", "members"]
        return {row["label"]: {name: row[name] for name in figures} for row in answer.context["rows"]}

    assert table("territory") == {
        "LeadeR Alès": {"joined": 0, "renewed": 0, "left": 0, "members": 2},
        "LeadeR Nîmes": {"joined": 0, "renewed": 0, "left": 1, "members": 0},
    }
    assert set(table("section")) == {"Industrie", "non renseigné"}
    assert table("size") == {"non renseigné": {"joined": 0, "renewed": 0, "left": 1, "members": 2}}
    assert sum(row["members"] for row in table("size").values()) == 2


def test_the_file_holds_the_list_and_no_formula(client, staff, world):
    MembershipFactory(company=CompanyFactory(name="=1+1"), starts_on=date(2024, 5, 1))

    answer = client.get(figures_list(2024, "joined", "?format=csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))

    assert sorted(row["entreprise"] for row in rows) == ["'=1+1", "Fabrique", "Verrerie", "Œuvre"]
    assert {row["territoire"] for row in rows} == {"LeadeR Alès", "LeadeR Nîmes", ""}


FILES = {
    "years": (f"{reverse_lazy(FIGURES)}?territory=ales", [
        ["année", "arrivés", "renouvelés", "partis", "membres à la fin"],
        [2026, 0, 0, 0, 2], [2025, 0, 0, 0, 2], [2024, 2, 0, 0, 2],
    ]),
    "cohorts": (f"{reverse_lazy(FIGURES)}?table=cohorts&territory=nimes", [
        ["arrivés en", "entreprises", "2024", "2025", "2026"], [2024, 1, 1, 0, 0],
    ]),
    "breakdown": (f"{reverse_lazy('pages:member-breakdown', args=[2025])}?par=section&section=C", [
        ["Activité", "arrivés", "renouvelés", "partis", "membres à la fin"], ["'=Industrie", 0, 0, 0, 2],
    ]),
}  # fmt: skip


@pytest.mark.parametrize("table", FILES)
def test_each_table_is_a_file_of_both_kinds_narrowed_as_the_page_and_without_formula(client, staff, world, table):
    ActivitySection.objects.update(label="=Industrie")
    address, expected = FILES[table]

    written = client.get(f"{address}&format=csv")
    lines = list(csv.reader(io.StringIO(b"".join(written.streaming_content).decode("utf-8-sig")), delimiter=";"))
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{address}&format=xlsx").streaming_content)))

    assert lines == [[str(cell) for cell in row] for row in expected]
    assert [[cell.value for cell in row] for row in book.active] == expected
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}


def test_every_day_is_in_its_file(client, staff, world):
    answer = client.get(reverse(FIGURES), {"table": "jours", "format": "csv"})
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert rows[1] == "01/02/2024;3"
    assert rows[rows.index("31/03/2025;3") + 1] == "01/04/2025;2"
    assert rows[-1] == "04/05/2026;2"
    assert len(rows) == 1 + (date(2026, 5, 4) - date(2024, 1, 31)).days


@pytest.mark.parametrize("who", ["guest", "member", "lead_of"])
def test_nobody_but_staff_finds_them(client, who, world):
    client.force_login(getattr(accounts, who)())
    urls = [
        reverse(FIGURES),
        reverse("pages:member-breakdown", args=[2024]),
        figures_list(2024, "joined", "?format=csv"),
    ]

    assert [client.get(url).status_code for url in urls] == [404] * 3


@pytest.mark.parametrize(
    ("year", "what"), [(1800, "joined"), (2027, "joined"), (99999, "members"), (2024, "password")]
)
def test_a_figure_that_there_is_not_is_not_found(client, staff, year, what):
    assert client.get(figures_list(year, what)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [("figures", 7), ("breakdown", 7), ("list", 8)])
def test_a_page_of_figures_costs_the_same_for_one_company_and_for_three(
    client, staff, count, url, queries, django_assert_num_queries
):
    for _ in range(count):
        company = CompanyFactory(activity=ActivityFactory())
        AffiliationFactory(company=company, territory=TerritoryFactory())
        MembershipFactory(company=company, starts_on=date(2024, 2, 1))
    urls = {
        "figures": reverse(FIGURES),
        "breakdown": reverse("pages:member-breakdown", args=[2024]),
        "list": reverse("pages:member-figures-list", args=[2024, "joined"]),
    }

    # the transaction (2), session, user, territories and activities to choose, then the figures
    with django_assert_num_queries(queries):
        client.get(urls[url])
