"""The federation from 2009 to 2025 as the press told it, replayed by the acts; what the pages say on ten days.

Days that nobody told exactly are put at a day and marked with their precision; the facts are public ones.
"""

from datetime import date

import pytest
from django.urls import reverse

from territories.mandates import acts
from territories.models import Federation, Mandate, Office, StageKind, Territory
from tests.factories.accounts import staff
from tests.factories.members import PersonFactory
from tests.factories.territories import FederationFactory

pytestmark = pytest.mark.django_db
PLANNED, OPEN, ELECTED, DORMANT = StageKind.PLANNED, StageKind.OPEN, StageKind.BUREAU_ELECTED, StageKind.DORMANT
ANNOUNCED = StageKind.ANNOUNCED


@pytest.fixture
def offices():
    president = Office.objects.create(code="president", name="présidence", rank=10, is_presidency=True)
    together = Office.objects.create(code="co-president", name="coprésidence", rank=11, is_presidency=True)
    honorary = Office.objects.create(
        code="honorary", name="présidence d’honneur", rank=90, is_presidency=True, is_honorary=True
    )
    referent = Office.objects.create(code="referent", name="référence", rank=12, is_presidency=True)
    return {"president": president, "co": together, "honorary": honorary, "referent": referent}


def holds(person, office, since, *, territory=None, term=None, until=None, why="", **more):
    return Mandate.objects.create(
        person=person, office=office, territory=territory, starts_on=since, expected_end_on=term, ends_on=until,
        ending_reason=why, **more,
    )  # fmt: skip


def territory(slug, **more):
    return Territory.objects.create(slug=slug, name=f"LeadeR {slug}", **more)


@pytest.fixture
def replayed(client, offices):
    """Replay it; staff looks."""
    FederationFactory(name="LeadeR Occitanie", founded_on=date(2009, 1, 1), founded_precision="year")
    names = ["Richard", "Benabdillah", "Feja", "Coulet", "Morel", "Meyrueis", "Autre", "Référent"]
    people = {name: PersonFactory(given_name="", family_name=name) for name in names}
    president = offices["president"]

    holds(people["Richard"], president, date(2012, 1, 1), until=date(2015, 3, 31), starts_precision="year")
    first = holds(people["Benabdillah"], president, date(2015, 4, 1), term=date(2018, 4, 1))
    acts.end(first, on=date(2017, 2, 5), reason="réélection avant le terme")
    second = holds(people["Benabdillah"], president, date(2017, 2, 6), term=date(2020, 2, 6), is_renewal=True)
    third = acts.renew(second, on=date(2020, 2, 6), expected_end_on=date(2023, 2, 6), beginning="election")
    acts.end(third, on=date(2021, 2, 15), reason="démission : élection régionale")
    holds(people["Benabdillah"], offices["honorary"], date(2021, 2, 15))
    feja = holds(people["Feja"], president, date(2021, 4, 15), term=date(2024, 4, 15))
    acts.end(feja, on=date(2023, 5, 31), reason="élection avant le terme")
    holds(people["Coulet"], president, date(2023, 6, 1), term=date(2026, 6, 1))

    ales = territory("ales")
    ales.open(on=date(2014, 12, 31))
    at_ales = holds(people["Coulet"], president, date(2019, 10, 1), territory=ales, term=date(2022, 10, 1))
    acts.end(at_ales, on=date(2023, 5, 31), reason="élu à la fédération")
    for name in ["Meyrueis", "Autre"]:
        holds(people[name], offices["co"], date(2023, 10, 15), territory=ales)

    gard = territory("gard-rhodanien")
    gard.elect_bureau(on=date(2017, 1, 26))
    holds(people["Morel"], president, date(2017, 1, 26), territory=gard)
    toulouse = territory("toulouse")
    toulouse.plan(StageKind.BUREAU_ELECTED, planned_for=date(2017, 6, 30))
    toulouse.announce(on=date(2017, 4, 21), place="Hôtel de Région")
    toulouse.open(on=date(2017, 9, 1))
    lozere = territory("lozere")
    lozere.plan(StageKind.OPEN, planned_for=date(2017, 12, 31))
    maroc = territory("maroc", kind=Territory.Kind.CLUB, country="MA")
    maroc.open(on=date(2018, 6, 24), place="Casablanca")
    holds(people["Référent"], offices["referent"], date(2018, 6, 24), territory=maroc, beginning="appointment")
    aveyron = territory(
        "aveyron", kind=Territory.Kind.CONVERTED, predecessor_name="GECO Grands Causses",
        predecessor_founded_on=date(2013, 1, 1),
    )  # fmt: skip
    aveyron.elect_bureau(on=date(2013, 6, 1))  # as GECO, before it was LeadeR
    aveyron.open(on=date(2018, 11, 30))
    orientales = territory("pyrenees-orientales")
    orientales.open(on=date(2019, 11, 26))
    orientales.fall_dormant(on=date(2022, 12, 31), note="absente en juin 2023")
    client.force_login(staff())
    return client


def shown(client, day):
    """Return what the page of the bureaux says: who presides the federation, and how each territory stands."""
    context = client.get(reverse("territories:bureau-list"), {"jour": day}).context
    names = [mandate.person.family_name for mandate in context["presidents"]]
    return names, {
        t.slug: (StageKind(t.stage), sorted(m.person.family_name for m in t.presidents))
        for t in context["territories"]
    }


NOTHING = (PLANNED, [])
DAYS = [
    ("2009-06-01", [], {"ales": NOTHING, "maroc": NOTHING}),
    ("2015-01-15", ["Richard"], {"ales": (OPEN, []), "aveyron": (ELECTED, [])}),
    ("2016-07-01", ["Benabdillah"], {"ales": (OPEN, []), "gard-rhodanien": NOTHING}),
    ("2017-02-06", ["Benabdillah"], {"gard-rhodanien": (ELECTED, ["Morel"]), "toulouse": NOTHING}),
    ("2017-05-01", ["Benabdillah"], {"toulouse": (ANNOUNCED, []), "lozere": NOTHING}),
    ("2018-12-19", ["Benabdillah"], {"maroc": (OPEN, ["Référent"]), "aveyron": (OPEN, []), "lozere": NOTHING}),
    ("2019-11-27", ["Benabdillah"], {"pyrenees-orientales": (OPEN, []), "ales": (OPEN, ["Coulet"])}),
    ("2021-03-22", [], {"ales": (OPEN, ["Coulet"]), "gard-rhodanien": (ELECTED, ["Morel"])}),
    ("2023-07-01", ["Coulet"], {"ales": (OPEN, []), "pyrenees-orientales": (DORMANT, [])}),
    ("2025-06-14", ["Coulet"], {"ales": (OPEN, ["Autre", "Meyrueis"]), "toulouse": (OPEN, []), "lozere": NOTHING}),
]  # fmt: skip


@pytest.mark.parametrize(("day", "presidents", "territories"), DAYS, ids=[day for day, *_more in DAYS])
def test_the_pages_say_who_led_what_on(replayed, day, presidents, territories):
    names, states = shown(replayed, day)

    assert names == presidents
    assert {slug: states[slug] for slug in territories} == territories
    overview = replayed.get(reverse("pages:territory-overview"), {"jour": day}).context["page"].object_list
    assert {row.territory.slug: row.territory.stage for row in overview if row.territory.slug in territories} == {
        slug: stage.value for slug, (stage, _who) in territories.items()
    }


def vacancies(client, slug):
    history = client.get(reverse("territories:bureau-detail", args=[slug])).context["history"]
    return [(v.starts_on, v.ends_on) for office in history for v in office.vacancies]


def test_the_history_shows_the_two_vacancies_and_no_other(replayed):
    assert vacancies(replayed, "federation") == [(date(2021, 2, 16), date(2021, 4, 14))]
    assert vacancies(replayed, "ales") == [(date(2023, 6, 1), date(2023, 10, 14))]


def test_whoever_presided_stays_honorary_president_without_an_end(replayed):
    bureau = replayed.get(reverse("territories:bureau-detail", args=["federation"]), {"jour": "2024-01-01"})
    sitting = [(m.office.code, m.person.family_name) for m in bureau.context["bureau"]]

    assert sitting == [("president", "Coulet"), ("honorary", "Benabdillah")]


def test_what_was_planned_and_never_came_is_late_to_this_day(replayed):
    late = replayed.get(reverse("pages:territory-dashboard", args=["lozere"])).context["late_stages"]
    assert [(stage.kind, stage.planned_for) for stage in late] == [(OPEN, date(2017, 12, 31))]


def test_the_converted_association_keeps_its_predecessor(replayed):
    page = replayed.get(reverse("territories:territory-detail", args=["aveyron"])).content.decode()
    assert "GECO Grands Causses" in page
    assert Federation.objects.get().founded_precision == "year"
