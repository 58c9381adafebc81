"""All territories side by side on a day: every figure counted by hand, the map, the files, for staff alone."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pgtrigger
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leader.pages.overview import counting, views
from territories.models import Prospect, StageKind
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory, CompanyFiguresFactory, MembershipFactory
from tests.factories.territories import (
    AffiliationFactory,
    AreaPartFactory,
    DeclaredFigureFactory,
    ProspectFactory,
    StageFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 15)
QUERIES = 15


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


def page(client, **query):
    return client.get(reverse("pages:territory-overview"), query)


def row_of(client, territory, **query):
    rows = page(client, **query).context["page"].object_list
    return next(row for row in rows if row.territory == territory)


def belongs(territory, *, since=date(2020, 1, 1), until=None, is_home=True, company=None, member=True):
    company = company or CompanyFactory()
    AffiliationFactory(company=company, territory=territory, starts_on=since, ends_on=until, is_home=is_home)
    if member and not company.memberships.exists():
        MembershipFactory(company=company, starts_on=since, ends_on=until)
    return company


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_members_are_those_of_the_day_with_those_a_year_before(client, clerk):
    territory, other = TerritoryFactory(), TerritoryFactory()
    belongs(territory)
    belongs(territory, since=date(2030, 1, 1))
    belongs(territory, since=date(2029, 1, 1), until=date(2029, 12, 31))
    belongs(territory, member=False)
    belongs(territory, is_home=False, company=belongs(other))

    row = row_of(client, territory)

    assert (row.members, row.home, row.year_before, row.growth) == (3, 2, 3, 0)
    assert row_of(client, other).members == 1
    assert page(client).context["members"] == 3  # in two territories, once in the federation


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2028-12-31", 1), ("2029-01-01", 2), ("2029-12-31", 2), ("2030-01-01", 2), ("2019-12-31", 0),
     ("2099-01-01", 2), ("nonsense", 2)],
)  # fmt: skip
def test_any_past_day_has_its_own_members_and_a_day_to_come_is_today(client, clerk, day, expected):
    territory = TerritoryFactory()
    belongs(territory)
    belongs(territory, since=date(2029, 1, 1), until=date(2029, 12, 31))
    belongs(territory, since=date(2030, 1, 1))

    assert row_of(client, territory, jour=day).members == expected


def test_days_of_grace_prolong_rights_not_figures(client, clerk):
    territory = TerritoryFactory()
    company = CompanyFactory()
    AffiliationFactory(company=company, territory=territory, starts_on=date(2020, 1, 1))
    MembershipFactory(company=company, starts_on=date(2029, 1, 1), ends_on=date(2030, 5, 31), grace_days=60)

    assert row_of(client, territory).members == 0


def test_the_trend_has_a_point_every_three_months_the_day_itself_the_last():
    days = counting.points_until(date(2030, 5, 31))
    assert (len(days), days[-1], days[-2], days[0]) == (
        13, date(2030, 5, 31), date(2030, 2, 28), date(2027, 5, 31),
    )  # fmt: skip
    assert days[counting.A_YEAR_BEFORE] == date(2029, 5, 31)


def test_the_trend_follows_who_came_and_went(client, clerk):
    territory = TerritoryFactory()
    belongs(territory, since=date(2028, 1, 1))
    belongs(territory, since=date(2029, 1, 1), until=date(2029, 12, 31))

    row = row_of(client, territory)

    assert row.trend == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 1, 1]
    assert row.line.count(",") == 13


def test_the_stage_and_the_time_from_announcement_to_bureau_are_those_of_the_day(client, clerk):
    territory = TerritoryFactory()
    for kind, day in [("announced", date(2030, 1, 10)), ("open", date(2030, 2, 1)),
                      ("bureau_elected", date(2030, 3, 1))]:  # fmt: skip
        StageFactory(territory=territory, kind=kind, planned_for=None, done_on=day)

    today = row_of(client, territory)
    before = row_of(client, territory, jour="2030-02-09")

    assert (today.territory.stage, today.days_to_bureau, today.days_waiting) == (
        StageKind.BUREAU_ELECTED,
        50,
        None,
    )
    assert (before.territory.stage, before.days_to_bureau, before.days_waiting) == (StageKind.OPEN, None, 30)


def test_prospects_of_a_past_day_come_from_the_history(client, clerk):
    territory = TerritoryFactory()
    prospect = ProspectFactory(territory=territory, state="identified")
    gone = ProspectFactory(territory=territory, state="met")
    Prospect.objects.filter(pk=prospect.pk).update(state="met")
    gone.delete()
    history = Prospect._meta.get_field("changes").related_model
    moments = [datetime(2030, 1, 10, tzinfo=UTC), datetime(2030, 2, 10, tzinfo=UTC),
               datetime(2030, 3, 10, tzinfo=UTC), datetime(2030, 4, 10, tzinfo=UTC)]  # fmt: skip
    with pgtrigger.ignore("territories.ProspectChange:append_only"):
        for change, moment in zip(history.objects.order_by("pgh_id"), moments, strict=True):
            history.objects.filter(pk=change.pk).update(pgh_created_at=moment)

    told = {day: row_of(client, territory, jour=day).prospects
            for day in ["2030-01-09", "2030-01-10", "2030-02-10", "2030-03-10", "2030-04-10"]}  # fmt: skip

    assert list(told.values()) == [
        {}, {"identified": 1}, {"identified": 1, "met": 1}, {"met": 2}, {"met": 1},
    ]  # fmt: skip
    assert row_of(client, territory).prospects == {"met": 1}


def test_whose_membership_is_over_on_the_day_is_counted_apart(client, clerk):
    territory, today = TerritoryFactory(), timezone.localdate()
    prospect = ProspectFactory(territory=territory, state="member")
    MembershipFactory(company=prospect.company, starts_on=today - timedelta(days=9), ends_on=today)

    tomorrow = today + timedelta(days=1)
    told = [counting.prospects_by_territory(day)[territory.pk] for day in (today, tomorrow)]

    assert told == [{"member": 1}, {"former": 1}]


def test_coverage_counts_the_companies_seated_in_the_area_by_size(client, clerk):
    territory, wide = TerritoryFactory(), TerritoryFactory()
    epci = EpciFactory()
    inside = CommuneFactory(epci=epci)
    AreaPartFactory(territory=territory, of_epci=True, epci=epci)
    AreaPartFactory(territory=wide, of_departement=True, departement=inside.departement)
    AreaPartFactory(territory=wide, commune=inside)  # told twice, counted once
    elsewhere = CommuneFactory(epci=None, departement=inside.departement)
    small = CompanyFactory(commune=inside)
    CompanyFiguresFactory(company=small, year=2028, headcount=20, turnover=2_000_000, balance_total=2_000_000)
    large = CompanyFactory(commune=inside)
    CompanyFiguresFactory(company=large, year=2028, headcount=400, turnover=90_000_000, balance_total=90_000_000)
    MembershipFactory(company=large, starts_on=date(2029, 1, 1), ends_on=None)
    CompanyFactory(commune=elsewhere)

    assert row_of(client, territory).sizes == {"pme": (0, 1), "eti": (1, 1)}
    assert row_of(client, territory).coverage == 50
    assert row_of(client, wide).sizes == {"pme": (0, 1), "eti": (1, 1), "": (0, 1)}
    assert row_of(client, territory, jour="2028-12-31").sizes == {"pme": (0, 1), "eti": (0, 1)}
    assert row_of(client, territory, jour="2027-12-31").sizes == {"": (0, 2)}  # no figures yet


def test_an_area_counts_from_its_first_day(client, clerk):
    territory = TerritoryFactory()
    company = CompanyFactory(commune=CommuneFactory())
    AreaPartFactory(territory=territory, commune=company.commune, starts_on=date(2030, 1, 1))

    assert row_of(client, territory).known == 1
    assert row_of(client, territory, jour="2029-12-31").known == 0


def test_declared_figures_stand_apart_until_their_day(client, clerk):
    territory = TerritoryFactory()
    DeclaredFigureFactory(territory=territory, value=45, told_on=date(2017, 1, 31), source="Gazette")
    DeclaredFigureFactory(of_federation=True, value=130, told_on=date(2017, 1, 31))

    shown = page(client)
    before = page(client, jour="2017-01-30")

    assert [figure.value for figure in shown.context["declared"]] == [130, 45]
    assert before.context["declared"] == []
    assert row_of(client, territory).members == 0
    told = table(page(client, table="declared", format="csv"))
    assert [(row["chiffre"], row["source"]) for row in told][1] == ("environ 45", "Gazette")


def test_the_map_is_coloured_by_the_figure_asked_for(client, clerk):
    commune = CommuneFactory(departement__code="30", epci=EpciFactory(), population=1000)
    one, two = TerritoryFactory(), TerritoryFactory()
    for territory, number in [(one, 2), (two, 1)]:
        AreaPartFactory(territory=territory, commune=commune)
        for _number in range(number):
            belongs(territory)
    beside = TerritoryFactory(abroad=True)
    belongs(beside)
    for territory, day in [(one, date(2030, 1, 31)), (two, date(2030, 1, 11))]:
        StageFactory(territory=territory, kind="announced", planned_for=None, done_on=date(2030, 1, 1))
        StageFactory(territory=territory, kind="bureau_elected", planned_for=None, done_on=day)

    def gard(**query):
        drawn = page(client, **query).context["map"]
        return next(shade for shade in drawn.shades if shade.outline.code == "30"), drawn.beside

    shade, elsewhere = gard(carte="membres")
    assert (shade.value, shade.shade, elsewhere) == (3, 4, [(beside, 1)])
    assert gard(carte="delai")[0].value == 20  # the mean of 30 and 10
    assert gard(carte="couverture")[0].value is None
    assert gard(carte="nonsense")[0].value == 3
    ProspectFactory(territory=two)
    belongs(one, since=date(2030, 1, 1))
    assert gard(carte="pressenties")[0].value == 1
    assert gard(carte="croissance")[0].value == 1


def test_the_order_is_by_name_or_by_a_figure_the_most_first(client, clerk):
    few, many, none = TerritoryFactory(name="A peu"), TerritoryFactory(name="B trop"), TerritoryFactory(name="C")
    belongs(few)
    belongs(many)
    belongs(many)

    def names(**query):
        return [row.territory for row in page(client, **query).context["page"]]

    assert names() == [few, many, none]
    assert names(tri="membres") == [many, few, none]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_holds_every_territory_with_the_figures_of_the_day(client, clerk, form):
    territory = TerritoryFactory(name="LeadeR Alès")
    belongs(territory, since=date(2028, 1, 1))
    ProspectFactory(territory=territory, state="met")

    answer = page(client, format=form, jour="2030-06-15")

    assert answer.headers["Content-Disposition"].endswith(f'2030-06-15.{form}"')
    if form == "csv":
        (row,) = table(answer)
        assert (row["territoire"], row["membres"], row["rencontrée"]) == ("LeadeR Alès", "1", "1")
        assert (row["membres le 15/06/2029"], row["membres le 15/06/2027"]) == ("1", "0")


@pytest.mark.parametrize("order", ["", "membres", "croissance", "couverture"])
def test_whatever_the_order_each_row_shown_is_whole(client, clerk, monkeypatch, order):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    commune = CommuneFactory(epci=EpciFactory())
    territories = [TerritoryFactory(name=f"LeadeR {number}") for number in range(5)]
    for number, territory in enumerate(territories):
        AreaPartFactory(territory=territory, commune=commune)
        belongs(territory, since=date(2030, 1, 1))
        for _number in range(number):
            belongs(territory)
    belongs(territories[0], company=CompanyFactory(commune=commune))

    found = {}
    for number in (1, 2, 3):
        for row in page(client, tri=order, page=number).context["page"].object_list:
            found[row.territory.name] = (row.members, row.growth, row.trend[-1], row.home, row.coverage)

    assert found == {
        "LeadeR 0": (2, 1, 2, 2, 100),
        **{f"LeadeR {n}": (n + 1, 1, n + 1, n + 1, 100) for n in range(1, 5)},
    }


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", [{}, {"jour": "2029-01-01", "carte": "couverture", "tri": "delai"}])
def test_it_costs_the_same_for_one_territory_and_for_three(client, clerk, count, query):
    for _number in range(count):
        territory = TerritoryFactory()
        belongs(territory)
        ProspectFactory(territory=territory)
        AreaPartFactory(territory=territory)
        DeclaredFigureFactory(territory=territory)
        StageFactory(territory=territory, done=True)
    page(client)

    with CaptureQueriesContext(connection) as queries:
        page(client, **query)
    # session, user, the transaction begun and ended, what was declared, territories, members, prospects, trends of
    # those shown, areas, companies by commune, members of the federation, parts and people of the map
    assert len(queries) == 14 <= QUERIES


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_nobody_but_staff_finds_it(client, role):
    client.force_login(role())
    assert page(client).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client):
    assert page(client)["Location"].startswith(reverse("account_login"))
