"""The assemblies and what they decided."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Field
from tests.factories.elections import AssemblyFactory, DecisionFactory
from tests.factories.members import DisclosureFactory
from tests.factories.territories import MandateFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

ADDRESS = "elections:assembly-list"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_assembly_and_for_three(client, count, django_assert_num_queries):
    for _number in range(count):
        AssemblyFactory(territory=TerritoryFactory())

    with django_assert_num_queries(4):  # savepoint twice, count, assemblies with their territories
        response = client.get(reverse("elections:assembly-list"))

    assert len(response.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_decision_and_for_three(client, count, django_assert_num_queries):
    assembly = AssemblyFactory()
    for _number in range(count):
        DecisionFactory(assembly=assembly).mandates.add(MandateFactory())

    with django_assert_num_queries(6):  # savepoint twice, assembly, decisions, mandates, people
        response = client.get(assembly.get_absolute_url())

    assert response.content.decode().count("Le rapport moral est approuvé.") == count


@pytest.mark.parametrize("public", [True, False])
def test_everybody_reads_what_an_assembly_decided_and_which_mandates_began_there(client, public):
    mandate = MandateFactory(person__family_name="Trésorier", mission="Suivre les comptes")
    for field in [Field.NAME, Field.MANDATES] if public else []:
        DisclosureFactory(person=mandate.person, field=field)
    assembly = AssemblyFactory(held_on=date(2017, 2, 6))
    DecisionFactory(assembly=assembly).mandates.add(mandate)

    page = client.get(assembly.get_absolute_url()).content.decode()

    assert ("Trésorier" in page) == public
    assert "Suivre les comptes" in page
    assert "6 février 2017" in page


def test_an_assembly_to_come_says_that_it_has_not_been_held(client):
    assembly = AssemblyFactory(held_on=timezone.localdate() + timedelta(days=3))

    assert "pas encore tenue" in client.get(assembly.get_absolute_url()).content.decode()
    assert "à venir" in client.get(reverse(ADDRESS)).content.decode()


def test_the_number_alone_leads_to_the_readable_address(client):
    assembly = AssemblyFactory(held_on=date(2017, 2, 6))

    response = client.get(f"/assemblees/{assembly.pk}/")

    assert response["Location"] == f"/assemblees/{assembly.pk}-federation-2017-02-06/"
    assert client.get(f"/assemblees/{assembly.pk + 1}/").status_code == 404
