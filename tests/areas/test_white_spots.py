"""Where to open next: what lies in no area on a day, ranked, as a file and on the map, for staff alone."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.geography import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.members import ActivityFactory, CompanyFactory, CompanyFiguresFactory
from tests.factories.territories import AreaPartFactory, StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 15)
SPOTS, COMPANIES = "territories:white-spot-list", "territories:white-company-list"


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


def spots(client, **query):
    page = client.get(reverse(SPOTS), query)
    return [(spot.name, spot.known, spot.population) for spot in page.context["page"]]


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def seated(commune, number=1, *, size=None, **told):
    made = CompanyFactory.create_batch(number, commune=commune, **told)
    for company in made if size else []:
        CompanyFiguresFactory(company=company, year=2029, **size)
    return made


PME = {"headcount": 60, "turnover": 9_000_000, "balance_total": 5_000_000}


def test_what_no_living_territory_holds_is_white_and_the_most_companies_stand_first(client, clerk):
    held, closed = TerritoryFactory(), TerritoryFactory()
    StageFactory(territory=closed, kind="closed", planned_for=None, done_on=date(2029, 1, 1))
    few, many = EpciFactory(name="CC Peu"), EpciFactory(name="CC Beaucoup")
    poor = CommuneFactory(epci=few, population=900)
    rich, inside = CommuneFactory(epci=many, population=300), CommuneFactory(epci=many)
    alone = CommuneFactory(name="Sans EPCI", population=50)
    AreaPartFactory(territory=held, commune=inside)
    AreaPartFactory(territory=closed, commune=poor)
    seated(poor), seated(rich, 3), seated(inside, 5)

    assert spots(client) == [("CC Beaucoup", 3, 300), ("CC Peu", 1, 900), (alone.departement.name, 0, 50)]
    assert spots(client, tri="habitants")[0] == ("CC Peu", 1, 900)
    assert spots(client, par="departement") == [("Gard", 4, 1250)]


@pytest.mark.parametrize(
    ("day", "white"), [("2030-06-14", 1), ("2030-06-15", 0), ("2030-12-31", 0), ("2031-01-01", 1)]
)
def test_any_day_has_its_own_white_spots(client, clerk, day, white):
    AreaPartFactory(commune=CommuneFactory(), starts_on=TODAY, ends_on=date(2030, 12, 31))

    assert len(spots(client, jour=day)) == white


def test_a_departement_beyond_the_border_is_no_white_spot(client, clerk):
    CommuneFactory(code="84007", departement=DepartementFactory(code="84", name="Vaucluse", is_whole=False))

    assert spots(client) == []


def test_size_and_activity_narrow_and_rank(client, clerk):
    north, south = CommuneFactory(epci=EpciFactory(name="N")), CommuneFactory(epci=EpciFactory(name="S"))
    activity = ActivityFactory()
    seated(north, 3), seated(south, 2, size=PME, activity=activity)

    assert [name for name, *_rest in spots(client)] == ["N", "S"]
    assert [name for name, *_rest in spots(client, tri="taille")] == ["S", "N"]
    assert spots(client, taille="pme") == [("S", 2, 1000), ("N", 0, 1000)]
    assert spots(client, section=activity.section_id)[0] == ("S", 2, 1000)
    page = client.get(reverse(SPOTS), {"tri": "taille"})
    assert page.context["page"][0].leading == [(activity.section_id, 2)]
    assert page.context["larger"] == 2


def test_the_files_hold_sizes_activities_and_the_companies(client, clerk):
    commune = CommuneFactory(epci=EpciFactory(name="CC Nord"))
    activity = ActivityFactory()
    seated(commune, 2, size=PME, activity=activity)
    seated(commune, 1, member=True)

    [row] = table(client.get(reverse(SPOTS), {"format": "csv"}))
    companies = table(client.get(reverse(COMPANIES), {"epci": commune.epci_id, "format": "csv"}))

    assert (row["entreprises connues"], row["PME"], row["membres"]) == ("3", "2", "1")
    assert row[f"{activity.section_id} – {activity.section.label}"] == "2"
    assert len(companies) == 3
    assert {line["EPCI"] for line in companies} == {"CC Nord"}
    assert client.get(reverse(SPOTS), {"format": "xlsx"}).status_code == 200


def test_a_spot_leads_to_its_companies_alone(client, clerk):
    north, south = CommuneFactory(epci=EpciFactory(name="N")), CommuneFactory(epci=EpciFactory(name="S"))
    [wanted], _other = seated(north), seated(south)
    page = client.get(reverse(SPOTS)).content.decode()

    shown = client.get(reverse(COMPANIES), {"epci": north.epci_id, "departement": "30"})

    assert f"epci={north.epci_id}" in page
    assert list(shown.context["page"]) == [wanted]


def test_the_map_tells_each_departement(client, clerk):
    seated(CommuneFactory(), 2)

    shades = {shade.outline.code: shade for shade in client.get(reverse(SPOTS)).context["shades"]}

    assert (shades["30"].known, shades["30"].population, shades["30"].shade) == (2, 1000, 4)
    assert shades["48"].shade == 0


@pytest.mark.parametrize("who", ["lead", "member", "guest", "stranger"])
@pytest.mark.parametrize("name", [SPOTS, COMPANIES])
def test_white_spots_are_for_staff_alone(client, who, name):
    if who != "stranger":
        client.force_login({"lead": lead_of, "member": member, "guest": guest}[who]())

    assert client.get(reverse(name)).status_code == (302 if who == "stranger" else 404)
    assert client.get(reverse(name), {"format": "csv"}).status_code == (302 if who == "stranger" else 404)


@pytest.mark.parametrize("name", [SPOTS, COMPANIES])
def test_the_lists_cost_the_same_for_one_spot_and_for_three(client, clerk, name):
    counts = []
    for number in [1, 2]:
        for _each in range(number):
            seated(CommuneFactory(epci=EpciFactory()), activity=ActivityFactory())
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12
