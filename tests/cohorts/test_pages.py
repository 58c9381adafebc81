"""The pages of the figures: staff alone, each figure leads to its list, and the file holds the list."""

import csv
import io
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from members.models import Company
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
    assert names(client, 2024, "joined") == ["Fabrique", "Verrerie", "Œuvre"]
    assert names(client, 2025, "left") == ["Œuvre"]
    assert names(client, 2026, "members") == ["Fabrique", "Verrerie"]
    assert names(client, 2025, "members", "?cohorte=2024") == ["Fabrique", "Verrerie"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?territory=ales", ["Fabrique", "Verrerie"]), ("?territory=nimes", ["Œuvre"]),
     ("?section=C", ["Fabrique", "Verrerie"]), ("?category=partner", []), ("?territory=nowhere", None)],
)  # fmt: skip
def test_what_is_asked_narrows_figures_and_lists_alike(client, staff, world, query, expected):
    listed = names(client, 2024, "joined", query)
    figures = client.get(reverse(FIGURES) + query).context["years"]

    assert listed == (["Fabrique", "Verrerie", "Œuvre"] if expected is None else expected)
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
    assert sum(row["members"] for row in table("size").values()) == 2


def test_the_file_holds_the_list_and_no_formula(client, staff, world):
    MembershipFactory(company=CompanyFactory(name="=1+1"), starts_on=date(2024, 5, 1))

    answer = client.get(figures_list(2024, "joined", "?format=csv"))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";"))

    assert sorted(row["entreprise"] for row in rows) == ["'=1+1", "Fabrique", "Verrerie", "Œuvre"]
    assert {row["territoire"] for row in rows} == {"LeadeR Alès", "LeadeR Nîmes", ""}


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
@pytest.mark.parametrize(("url", "queries"), [("figures", 8), ("breakdown", 10), ("list", 8)])
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
