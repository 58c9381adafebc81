"""The public pages of territories: the same cost for one and for three, members only to members."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import CompanyFactory, MembershipFactory, UserFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain_user():
    return UserFactory()


def member_of(territory, **company):
    company = CompanyFactory(**company)
    MembershipFactory(company=company, starts_on=timezone.localdate(), ends_on=None)
    AffiliationFactory(company=company, territory=territory, starts_on=timezone.localdate())
    return company


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_territory_and_for_three(client, count, django_assert_num_queries):
    for territory in TerritoryFactory.create_batch(count, planned=True):
        AreaPartFactory(territory=territory, of_epci=True)
        member_of(territory)

    with django_assert_num_queries(
        6
    ):  # savepoint twice, territories, stages due, parts of areas, communes of EPCI
        response = client.get(reverse("territories:territory-list"))

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_member_and_for_three(
    client, admin_of_all, count, django_assert_max_num_queries
):
    territory = TerritoryFactory(opened=True)
    for _number in range(count):
        member_of(territory)
    client.force_login(admin_of_all)
    client.get(territory.get_absolute_url())

    with django_assert_max_num_queries(15):
        response = client.get(territory.get_absolute_url())

    assert len(response.context["members"]) == count


@pytest.fixture
def admin_of_all():
    return UserFactory(is_staff=True)


def test_everybody_sees_how_many_members_there_are_and_only_members_see_which(client, plain_user, admin_of_all):
    territory = TerritoryFactory(opened=True)
    member_of(territory, name="Voisine Secrète")

    visitor = client.get(territory.get_absolute_url())
    client.force_login(plain_user)
    stranger = client.get(territory.get_absolute_url())
    client.force_login(admin_of_all)
    clerk = client.get(territory.get_absolute_url())

    assert visitor.context["territory"].member_count == 1
    assert "Voisine Secrète" not in visitor.content.decode()
    assert "Voisine Secrète" not in stranger.content.decode()
    assert "Voisine Secrète" in clerk.content.decode()


def test_a_company_that_left_is_not_counted(client):
    territory = TerritoryFactory(opened=True)
    company = member_of(territory)
    company.memberships.update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )

    assert client.get(territory.get_absolute_url()).context["territory"].member_count == 0


def test_a_stage_whose_day_has_passed_is_said_to_be_late(client):
    territory = TerritoryFactory()
    StageFactory(territory=territory, planned_for=timezone.localdate() - timedelta(days=3))

    assert "3 jours de retard" in client.get(territory.get_absolute_url()).content.decode()
    assert "3 jours de retard" in client.get(reverse("territories:territory-list")).content.decode()


def test_a_territory_that_does_not_exist_is_not_found(client):
    assert client.get("/territoires/nulle-part/").status_code == 404
