"""What the product answers about the federation of April 2017, and its demonstration loaded once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from commissions.models import Commission
from events.models import Event
from leader.geography.models import Commune
from members.models import Company, User
from members.siren import validate_siren
from territories.models import Application, Mandate, Stage, Territory
from territories.models.territories import LIVELY

pytestmark = pytest.mark.django_db
DAY = date(2017, 4, 12)


@pytest.fixture(autouse=True)
def federation():
    call_command("load_demonstration", stdout=StringIO())


def test_who_presides_the_federation_and_until_when():
    mandate = Mandate.objects.of_the_federation().presidents_on(DAY).get()

    assert (str(mandate.person), mandate.expected_end_on) == ("Jalil Benabdillah", date(2020, 2, 6))


def test_which_territories_have_prospects_but_no_bureau():
    found = Territory.objects.courting_without_bureau_on(DAY)

    assert dict(found.values_list("slug", "prospects_declared")) == {
        "toulouse": 30, "beziers-narbonne": 20, "perpignan": None, "lozere": None,
    }  # fmt: skip


def test_which_commissions_are_new():
    names = set(Commission.objects.founded_since(date(2017, 4, 1)).values_list("name", flat=True))

    assert names == {"Business Développement", "Communication interne et externe"}


def test_which_milestone_falls_due_first():
    stage = Stage.objects.due().filter(planned_for__gt=DAY).first()

    assert (stage.territory.slug, stage.kind, stage.planned_for) == (
        "toulouse", "bureau_elected", date(2017, 6, 30),
    )  # fmt: skip


@pytest.mark.parametrize("day", [DAY, date(2017, 4, 22)])
def test_who_may_host_the_next_gala(day):
    slugs = set(Event.objects.possible_hosts_on(day).values_list("slug", flat=True))

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
    for company in Company.objects.all():
        validate_siren(company.siren)
        assert company.siren.startswith("29")  # a beginning that no company can have
        assert company.name.endswith("(fictive)")
        assert company.email.endswith("@example.org")
