"""What the product answers about the federation of April 2017, and its demonstration loaded once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from commissions.models import Commission
from elections.models import Assembly
from events.models import Event
from leader.geography.models import Commune
from members.models import Company, CompanyFigures, Membership, User
from members.siren import validate_siren
from territories.models import Affiliation, Application, DeclaredFigure, Mandate, Prospect, Stage, Territory
from territories.models.territories import LIVELY

pytestmark = pytest.mark.django_db
DAY = date(2017, 4, 12)
PRESS = {
    "SDTech": ["Jalil Benabdillah, P-dg"],
    "Phytocontrol": ["Stéphan Valat"],
    "Soledge": ["Maryam Bini"],
    "Groupe Ecia": ["Pascal Morel, co-gérant"],
    "Endel Engie": ["Éric Chevalier, responsable commercial secteur nucléaire"],
    "Engie Ineo / Ineo Nucléaire": ["Philippe Chaussinac, directeur adjoint"],
}


@pytest.fixture(autouse=True)
def federation():
    call_command("load_demonstration", stdout=StringIO())


def test_who_presides_the_federation_and_until_when():
    mandate = Mandate.objects.of_the_federation().presidents_on(DAY).get()

    assert (str(mandate.person), mandate.expected_end_on) == ("Jalil Benabdillah", date(2020, 2, 6))


def test_which_territories_have_prospects_but_no_bureau():
    told = DeclaredFigure.objects.latest_of_territory("prospects", DAY)
    found = Territory.objects.courting_without_bureau_on(DAY).annotate(told=told)

    assert dict(found.exclude(name__contains="(fictif)").values_list("slug", "told")) == {
        "toulouse": 30, "beziers-narbonne": 20, "perpignan": None, "lozere": None,
    }  # fmt: skip


def test_which_commissions_are_new():
    told = Commission.objects.exclude(name__contains="(fictif)").exclude(name__contains="(fictive)")
    names = set(told.founded_since(date(2017, 4, 1)).values_list("name", flat=True))

    assert names == {"Business Développement", "Communication interne et externe"}


def test_which_milestone_falls_due_first():
    stage = Stage.objects.due().filter(planned_for__gt=DAY).first()

    assert (stage.territory.slug, stage.kind, stage.planned_for) == (
        "toulouse", "bureau_elected", date(2017, 6, 30),
    )  # fmt: skip


@pytest.mark.parametrize("day", [DAY, date(2017, 4, 22), date(2018, 1, 15)])
def test_who_may_host_the_next_gala(day):
    hosts = Event.objects.possible_hosts_on(day).exclude(name__contains="(fictif)")
    slugs = set(hosts.values_list("slug", flat=True))

    assert slugs == {"ales", "nimes", "gard-rhodanien"}


def test_in_which_territory_a_company_of_narbonne_falls():
    narbonne = Commune.objects.get(code="11262")
    covering = Territory.objects.covering(narbonne, on=DAY)

    assert covering.get().slug == "beziers-narbonne"
    assert not covering.at_stage_on(DAY, LIVELY).exists()


def test_applications_for_membership_stand_in_every_state():
    assert set(Application.objects.values_list("state", flat=True)) == set(Application.State.values)
    assert Application.objects.get(siren="000100032").territory.slug == "ales"
    assert all(application.email.endswith("@example.org") for application in Application.objects.all())


def test_a_second_run_loads_nothing_twice():
    before = Company.objects.count()

    call_command("load_demonstration", stdout=StringIO())

    assert Company.objects.count() == before
    assert User.objects.filter(email__endswith="@leader.example").count() == 4


def test_no_invented_company_can_be_taken_for_a_real_one():
    for company in Company.objects.exclude(name__in=PRESS):
        if company.siren:  # those that are there twice have none
            validate_siren(company.siren)
            assert company.siren.startswith("29")  # a beginning that no company can have
        assert company.name.endswith("(fictive)")
        assert company.email.endswith("@example.org")


def test_the_companies_of_the_press_carry_what_it_told_and_nothing_invented():
    companies = Company.objects.filter(name__in=PRESS)

    told = {c.name: [f"{r.person}, {r.function}".strip(", ") for r in c.representatives.all()] for c in companies}
    assert told == PRESS
    assert not companies.exclude(siren=None, email="", phone="", website="", address="").exists()
    for model in [Membership, Affiliation, Prospect, CompanyFigures]:
        assert not model.objects.filter(company__in=companies).exists()
    towns = dict(companies.exclude(commune=None).values_list("name", "commune__code"))
    assert towns == {"SDTech": "30007", "Phytocontrol": "30189", "Soledge": "34172"}


def test_each_mandate_names_the_company_of_the_time():
    named = Mandate.objects.filter(starts_on__lte=DAY).values_list("person__family_name", "company__name")

    assert dict(named) == {
        "Benabdillah": "SDTech", "Valat": "Phytocontrol", "Bini": "Soledge", "Morel": "Groupe Ecia",
        "Chevalier": "Endel Engie", "Chaussinac": "Engie Ineo / Ineo Nucléaire",
    }  # fmt: skip


def test_the_assemblies_and_what_they_elected():
    told = {
        (str(a.territory), a.kind, a.held_on, a.place): [
            sorted(m.person.family_name for m in decision.mandates.all()) for decision in a.decisions.all()
        ]
        for a in Assembly.objects.filter(held_on__lte=DAY)
    }

    assert told == {
        ("LeadeR Gard Rhodanien", "constituent", date(2017, 1, 26), "Bagnols-sur-Cèze"): [
            [], ["Chaussinac", "Chevalier", "Morel"],
        ],
        ("None", "general", date(2017, 2, 6), "Montpellier"): [["Benabdillah"], ["Bini", "Valat"]],
    }  # fmt: skip


def test_declared_figures_stay_apart_from_what_is_counted():
    told = DeclaredFigure.objects.values_list("territory__slug", "subject", "value", "at_most", "is_approximate")

    assert set(told) == {
        (None, "members", 50, None, True), (None, "members", 130, None, True),
        ("ales", "members", 45, None, False), ("nimes", "members", 15, None, True),
        ("gard-rhodanien", "potential", 50, 100, False),
        ("toulouse", "prospects", 30, None, True), ("beziers-narbonne", "prospects", 20, None, True),
    }  # fmt: skip
    assert not DeclaredFigure.objects.exclude(source__startswith="La Tribune").exists()


def test_the_pages_show_the_declared_figures_with_their_day_and_source(client):
    home = client.get("/").content.decode()
    gard = client.get(Territory.objects.get(slug="gard-rhodanien").get_absolute_url()).content.decode()

    assert "environ 130" in home
    assert "janvier 2017 · La Tribune (Objectif Languedoc-Roussillon), 30 janvier 2017" in home
    assert "50 à 100" in gard
