"""What the search of a desk tells: a lead finds nobody by an address that the scope rule hides."""

from datetime import date

import pytest

from members.models import Company, Representative
from territories.models import Prospect
from tests.factories import accounts
from tests.factories.members import RepresentativeFactory, UserFactory

from .test_rights import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(sides):
    """Somebody who left our company for one of the neighbours'."""
    person = sides.theirs.person
    type(person).objects.filter(pk=person.pk).update(email="dominique@elsewhere.example")
    RepresentativeFactory(
        person=person,
        company=sides.ours.company,
        vote=Representative.Vote.NONE,
        starts_on=date(2019, 1, 1),
        ends_on=date(2020, 12, 31),
    )
    return person


def found(client, model, words):
    return len(client.get(url(model, "changelist"), {"q": words}).context["cl"].result_list)


def test_a_lead_finds_a_company_by_who_represents_it_and_not_by_the_address_of_who_left(client, sides, gone):
    client.force_login(sides.ours.lead)

    assert found(client, Company, "durandnord") == 1
    assert found(client, Company, "elsewhere.example") == found(client, Company, "durandsud") == 0


def test_a_lead_finds_a_past_spell_by_its_company_and_not_by_the_address_of_who_left(client, sides, gone):
    client.force_login(sides.ours.lead)

    assert found(client, Representative, "atelier nord") == 2
    assert found(client, Representative, "durandnord") == 1
    assert found(client, Representative, "elsewhere.example") == 0


def test_a_lead_finds_a_prospect_by_its_owner_of_the_territory_and_no_other(client, sides):
    other = UserFactory(staff=True, person__family_name="Bureau", person__email="bureau@federation.example").person
    Prospect.objects.filter(pk=sides.ours.prospect.pk).update(owner=other)
    client.force_login(sides.ours.lead)

    assert found(client, Prospect, "federation.example") == 0
    Prospect.objects.filter(pk=sides.ours.prospect.pk).update(owner=sides.ours.lead.person)
    assert found(client, Prospect, sides.ours.lead.person.family_name) == 1


def test_staff_find_all_of_them(client, sides, gone):
    client.force_login(accounts.staff())

    assert found(client, Company, "elsewhere.example") == found(client, Representative, "elsewhere.example") == 2
