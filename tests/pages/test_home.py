"""Home: what is true in the data, to each what concerns them."""

import pytest
from django.urls import reverse

from tests.factories.members import UserFactory
from tests.factories.territories import DeclaredFigureFactory, StageFactory, TerritoryFactory, TerritoryLeadFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_home_costs_the_same_for_one_territory_and_for_three(client, count, django_assert_max_num_queries):
    TerritoryFactory.create_batch(count, opened=True)

    DeclaredFigureFactory.create_batch(count, of_federation=True)

    # savepoint twice, territories of the map, those shown, stages, federation, events, gala, members, parts,
    # communes, commissions, figures
    with django_assert_max_num_queries(13):
        response = client.get(reverse("pages:home"))

    assert response.context["open_count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_home_of_a_lead_costs_the_same_for_one_territory_and_for_three(
    client, count, django_assert_max_num_queries
):
    user = UserFactory()
    TerritoryLeadFactory.create_batch(count, person=user.person)
    client.force_login(user)

    # those of a visitor, and: session, user, keys of those led, person, applications, tasks, terms, companies,
    # elections to vote in, with a key to hold, with codes to make, home territories, dossiers
    with django_assert_max_num_queries(25):
        response = client.get(reverse("pages:home"))

    assert len(response.context["led_territories"]) == count


def test_a_lead_finds_the_way_to_the_desk_and_a_plain_account_does_not(client):
    client.force_login(UserFactory(person=TerritoryLeadFactory().person))
    assert reverse("admin:index") in client.get(reverse("pages:home")).content.decode()

    client.force_login(UserFactory())
    assert reverse("admin:index") not in client.get(reverse("pages:home")).content.decode()


def test_a_visitor_sees_neither_the_late_stages_nor_the_dossiers(client):
    StageFactory(late=True)

    response = client.get(reverse("pages:home"))

    assert "late_stages" not in response.context
    assert "submitted_openings" not in response.context


def test_a_lead_finds_their_own_territory_and_not_the_neighbour(client):
    lead, neighbour = TerritoryLeadFactory(), TerritoryLeadFactory()
    client.force_login(UserFactory(person=lead.person))

    response = client.get(reverse("pages:home"))

    assert list(response.context["led_territories"]) == [lead.territory]
    assert neighbour.territory not in response.context["led_territories"]


def test_staff_see_which_stages_are_late(client):
    stage = StageFactory(late=True)
    client.force_login(UserFactory(is_staff=True))

    response = client.get(reverse("pages:home"))

    assert list(response.context["late_stages"]) == [stage]
