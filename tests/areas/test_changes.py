"""A change of an area: what is foreseen, what is recorded, what follows on its day, once; for staff alone."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from territories.area import communes_of
from territories.models import Affiliation, AreaChange, AreaPart, HomeQuestion
from territories.tasks import follow_areas
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.geography import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2030, 6, 15)
LATER = date(2030, 9, 1)
QUERIES = 22  # of the page of a change, BEGIN and COMMIT included; measured below to be constant


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def clerk(client):
    user = staff()
    client.force_login(user)
    return user


@pytest.fixture
def sides():
    """Two territories, Nord with the EPCI of the north and Sud with that of the south, and their communes."""
    north, south = EpciFactory(name="CC Nord"), EpciFactory(name="CC Sud")
    nord, sud = TerritoryFactory(name="LeadeR Nord"), TerritoryFactory(name="LeadeR Sud")
    AreaPartFactory(territory=nord, commune=None, epci=north)
    AreaPartFactory(territory=sud, commune=None, epci=south)
    return {
        "nord": nord, "sud": sud, "north": CommuneFactory(name="Nordville", epci=north),
        "south": CommuneFactory(name="Sudville", epci=south),
    }  # fmt: skip


def at_home(territory, commune, **told):
    company = CompanyFactory(commune=commune, member=True, **told)
    AffiliationFactory(company=company, territory=territory)
    return company


def home_of(company, day=TODAY):
    spell = Affiliation.objects.running_on(day).filter(company=company, is_home=True).first()
    return spell and spell.territory


def choose(client, territory, *, starts_on=TODAY, communes=(), epcis=(), departements=(), **more):
    return client.post(
        reverse("territories:territory-area", args=[territory.slug]),
        {
            "starts_on": f"{starts_on:%Y-%m-%d}", "reason": "Décision du bureau", "communes": list(communes),
            "epcis": list(epcis), "departements": list(departements), **more,
        },
    )  # fmt: skip


def record(client, change):
    page = client.get(change.get_absolute_url())
    sent = {name: page.context["form"][name].value() for name in ("version", "shown")}
    return client.post(reverse("territories:area-change-record", args=[change.pk]), sent)


def changed(client, territory, **area):
    choose(client, territory, **area)
    change = AreaChange.objects.get(territory=territory, state="draft")
    record(client, change)
    change.refresh_from_db()
    return change


def only(commune):
    return {"communes": [commune.code]}


def test_a_commune_that_goes_over_takes_its_companies_along(client, clerk, sides):
    nord, sud, south = sides["nord"], sides["sud"], sides["south"]
    company, other = at_home(sud, south), at_home(nord, sides["north"])
    changed(client, sud)  # nothing is left: nobody holds Sudville, so its company stays at home
    assert home_of(company) == sud

    change = changed(client, nord, epcis=[sides["north"].epci_id], communes=[south.code])

    assert (change.state, change.moved_count, change.settled_on) == ("settled", 1, TODAY)
    assert (home_of(company), home_of(other)) == (nord, nord)
    assert home_of(company, TODAY - timedelta(days=1)) == sud
    assert set(communes_of(nord, TODAY)) == {sides["north"], south}
    assert not communes_of(sud, TODAY).exists()
    assert list(communes_of(sud, TODAY - timedelta(days=1))) == [south]


def test_the_page_tells_before_anything_changes_who_moves_who_is_asked_and_who_stays(client, clerk, sides):
    nord, sud = sides["nord"], sides["sud"]
    lonely = CompanyFactory(name="Sans toit", commune=CommuneFactory(name="Vide"), member=True)
    asked = at_home(sud, sides["south"], name="Deux zones")
    stays = at_home(nord, sides["north"], name="Restera")
    CompanyFactory(name="Seulement connue", commune=lonely.commune)

    choose(client, nord, communes=[lonely.commune.code, sides["south"].code])
    change = AreaChange.objects.get()
    page = client.get(change.get_absolute_url())

    assert [(x.company, x.outcome.value, x.target) for x in page.context["page"]] == [
        (asked, "asked", None), (stays, "stays", None), (lonely, "moves", nord),
    ]  # fmt: skip
    assert [(outcome.value, n) for outcome, n in page.context["found"].counts] == [
        ("moves", 1), ("asked", 1), ("stays", 1),
    ]  # fmt: skip
    assert page.context["found"].ways == [(None, nord, 1)]
    assert [overlap.territory for overlap in page.context["area"].overlaps] == [sud]  # allowed, and shown
    assert not Affiliation.objects.filter(company=lonely).exists()
    assert AreaPart.objects.count() == 2
    told = client.get(change.get_absolute_url(), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(told.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Deux zones", "Restera", "Sans toit"]
    assert rows[1][4] == "LeadeR Sud"
    assert rows[1][7] == "LeadeR Nord, LeadeR Sud"


def test_a_change_to_come_takes_effect_on_its_day_and_once(client, clerk, sides):
    nord, sud = sides["nord"], sides["sud"]
    company = at_home(sud, sides["south"])
    changed(client, sud)
    change = changed(client, nord, starts_on=LATER, **only(sides["south"]))

    follow_areas(timestamp=0)
    change.refresh_from_db()
    assert (change.state, home_of(company)) == ("planned", sud)
    assert list(communes_of(nord, TODAY)) == [sides["north"]]
    assert list(communes_of(nord, LATER)) == [sides["south"]]

    late = at_home(sud, sides["south"])  # who joined meanwhile counts
    with time_machine.travel(LATER, tick=False):
        follow_areas(timestamp=0)
        before = Affiliation.objects.count()
        follow_areas(timestamp=0)
    change.refresh_from_db()
    assert (change.state, change.settled_on, change.moved_count) == ("settled", LATER, 2)
    assert Affiliation.objects.count() == before
    assert (home_of(company, LATER), home_of(late, LATER)) == (nord, nord)
    assert home_of(company, LATER - timedelta(days=1)) == sud


def test_a_past_day_dates_the_area_and_leaves_past_homes_alone(client, clerk, sides):
    nord, sud = sides["nord"], sides["sud"]
    company = at_home(sud, sides["south"])
    past = TODAY - timedelta(days=400)
    changed(client, sud, starts_on=past)

    changed(client, nord, starts_on=past, epcis=[sides["north"].epci_id, sides["south"].epci_id])

    assert set(communes_of(nord, past)) == {sides["north"], sides["south"]}
    assert home_of(company) == nord
    assert home_of(company, TODAY - timedelta(days=1)) == sud


def test_a_planned_change_is_cancelled_before_its_day_and_leaves_the_area_as_it_was(client, clerk, sides):
    nord = sides["nord"]
    change = changed(client, nord, starts_on=LATER, **only(sides["south"]))
    address = reverse("territories:area-change-cancel", args=[change.pk])

    client.post(address)

    change.refresh_from_db()
    assert change.state == "cancelled"
    assert list(communes_of(nord, LATER)) == [sides["north"]]
    assert AreaPart.objects.filter(territory=nord).count() == 1
    assert "avancé entre-temps" in client.post(address, follow=True).content.decode()


def test_the_same_day_is_chosen_again_and_a_day_before_another_change_is_refused(client, clerk, sides):
    nord = sides["nord"]
    changed(client, nord, starts_on=LATER, **only(sides["south"]))

    changed(client, nord, starts_on=LATER, communes=[sides["south"].code, sides["north"].code])
    refused = choose(client, nord, starts_on=TODAY, **only(sides["south"]))

    assert set(communes_of(nord, LATER)) == {sides["north"], sides["south"]}
    assert sorted(nord.area_changes.values_list("state", flat=True)) == ["cancelled", "planned"]
    assert "01/09/2030" in refused.context["form"].errors["starts_on"][0]
    assert "Décision du bureau" in refused.content.decode()  # nothing typed is lost


def test_what_was_not_read_is_not_confirmed(client, clerk, sides):
    nord = sides["nord"]
    choose(client, nord, **only(sides["south"]))
    change = AreaChange.objects.get()
    page = client.get(change.get_absolute_url())
    sent = {name: page.context["form"][name].value() for name in ("version", "shown")}
    at_home(sides["sud"], sides["south"])  # meanwhile

    answer = client.post(reverse("territories:area-change-record", args=[change.pk]), sent, follow=True)

    assert "relisez, puis confirmez" in answer.content.decode()
    change.refresh_from_db()
    assert change.state == "draft"
    assert list(communes_of(nord, TODAY)) == [sides["north"]]


def test_recording_twice_does_it_once(client, clerk, sides):
    choose(client, sides["nord"], **only(sides["south"]))
    change = AreaChange.objects.get()
    page = client.get(change.get_absolute_url())
    sent = {name: page.context["form"][name].value() for name in ("version", "shown")}
    address = reverse("territories:area-change-record", args=[change.pk])
    client.post(address, sent)
    parts = list(AreaPart.objects.order_by("pk").values())

    again = client.post(address, sent, follow=True)

    assert "avancé entre-temps" in again.content.decode()
    assert list(AreaPart.objects.order_by("pk").values()) == parts


def test_a_closed_territory_is_nobodys_home(client, clerk, sides):
    company = CompanyFactory(commune=sides["south"], member=True)
    AffiliationFactory(company=company, territory=sides["sud"], ends_on=date(2029, 1, 1))
    StageFactory(territory=sides["sud"], kind="closed", planned_for=None, done_on=date(2029, 1, 1))

    changed(client, sides["nord"], **only(sides["south"]))

    assert home_of(company) == sides["nord"]


def test_a_home_planned_for_later_and_a_second_territory_stay_consistent(client, clerk, sides):
    nord, sud, third = sides["nord"], sides["sud"], TerritoryFactory()
    company = CompanyFactory(commune=sides["south"], member=True)
    AffiliationFactory(company=company, territory=sud, ends_on=date(2030, 12, 31))
    AffiliationFactory(company=company, territory=third, starts_on=date(2031, 1, 1))
    AffiliationFactory(company=company, territory=nord, secondary=True)
    changed(client, sud)

    changed(client, nord, **only(sides["south"]))

    rows = company.affiliations.order_by("starts_on", "pk").values_list(
        "territory", "is_home", "starts_on", "ends_on"
    )
    assert sorted(rows, key=lambda row: (row[2], row[0])) == sorted(
        [
            (sud.pk, True, rows[0][2], date(2030, 6, 14)),
            (nord.pk, False, rows[0][2], date(2030, 6, 14)),
            (nord.pk, True, TODAY, date(2030, 12, 31)),
            (nord.pk, False, date(2031, 1, 1), None),
            (third.pk, True, date(2031, 1, 1), None),
        ],
        key=lambda row: (row[2], row[0]),
    )


def test_the_form_finds_communes_refuses_the_same_area_and_unknown_days(client, clerk, sides):
    nord = sides["nord"]
    found = choose(client, nord, commune_search="Sudville", then="search", epcis=[sides["north"].epci_id])
    same = choose(client, nord, epcis=[sides["north"].epci_id])
    year = client.post(reverse("territories:territory-area", args=[nord.slug]), {"starts_on": "0203-01-01"})

    assert list(found.context["form"].found_communes()) == [sides["south"]]
    assert "rien ne changerait" in same.content.decode()
    assert set(year.context["form"].errors) == {"starts_on", "reason"}
    assert not AreaChange.objects.exists()


def test_the_history_of_the_area_stands_on_its_page(client, clerk, sides):
    changed(client, sides["nord"], **only(sides["south"]))

    page = client.get(reverse("territories:territory-area", args=[sides["nord"].slug]))

    assert [(str(p), p.ends_on) for p in page.context["parts"]] == [
        ("Sudville (30)", None), ("CC Nord", TODAY - timedelta(days=1)),
    ]  # fmt: skip
    assert "Décision du bureau" in page.content.decode()


@pytest.mark.parametrize("who", ["lead", "neighbour", "member", "guest", "stranger"])
def test_the_area_is_changed_by_staff_alone(client, sides, who):
    change = AreaChange.objects.create(
        territory=sides["nord"], starts_on=LATER, reason="Essai", author=staff(), communes=[sides["south"].code]
    )
    users = {
        "lead": lambda: lead_of(sides["nord"]), "neighbour": lambda: lead_of(sides["sud"]), "member": member,
        "guest": guest,
    }  # fmt: skip
    if who in users:
        client.force_login(users[who]())
    answers = [
        client.get(reverse("territories:territory-area", args=[sides["nord"].slug])),
        choose(client, sides["nord"], **only(sides["south"])),
        client.get(change.get_absolute_url()),
        client.get(change.get_absolute_url(), {"format": "csv"}),
        client.post(reverse("territories:area-change-record", args=[change.pk])),
        client.post(reverse("territories:area-change-cancel", args=[change.pk])),
    ]

    assert {answer.status_code for answer in answers} == {302 if who == "stranger" else 404}
    change.refresh_from_db()
    assert change.state == "draft"


def test_the_page_of_a_change_costs_the_same_for_one_company_and_for_three(client, clerk, sides):
    counts = []
    for _more in range(2):
        for _company in range(2):
            at_home(sides["sud"], sides["south"])
        choose(client, sides["nord"], communes=[sides["south"].code, CommuneFactory().code])
        change = AreaChange.objects.get()
        with CaptureQueriesContext(connection) as captured:
            client.get(change.get_absolute_url())
        counts.append(len(captured))

    assert counts[0] == counts[1] <= QUERIES


def test_homes_are_moved_by_the_same_statements_for_one_company_and_for_many(client, clerk, sides):
    changed(client, sides["sud"])
    counts = []
    for number, starts_on in [(1, LATER), (9, LATER + timedelta(days=1))]:
        commune = CommuneFactory()
        for _company in range(number):
            CompanyFactory(commune=commune, member=True)
        held = [*communes_of(sides["nord"], starts_on).values_list("code", flat=True), commune.code]
        change = changed(client, sides["nord"], starts_on=starts_on, communes=held)
        with time_machine.travel(starts_on, tick=False), CaptureQueriesContext(connection) as captured:
            follow_areas(timestamp=0)
        counts.append(len(captured))
        change.refresh_from_db()
        assert change.moved_count == number

    assert counts[0] == counts[1]


def test_a_whole_departement_may_be_chosen(client, clerk, sides):
    elsewhere = CommuneFactory(code="48095", departement=DepartementFactory(code="48", name="Lozère"))

    changed(client, sides["nord"], departements=["48"])

    assert list(communes_of(sides["nord"], TODAY)) == [elsewhere]
    assert not HomeQuestion.objects.exists()


def test_the_database_keeps_one_draft_a_territory(sides):
    told = {"territory": sides["nord"], "starts_on": TODAY, "reason": "Essai", "author": staff()}
    AreaChange.objects.create(**told)

    with pytest.raises(IntegrityError, match="area_change_one_draft"), transaction.atomic():
        AreaChange.objects.create(**told)
