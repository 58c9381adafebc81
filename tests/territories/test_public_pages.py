"""The public pages of territories: the same cost for one and for three, members only to members."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.geography import CommuneFactory
from tests.factories.members import CompanyFactory, MembershipFactory, UserFactory
from tests.factories.territories import (
    AffiliationFactory,
    AreaPartFactory,
    DeclaredFigureFactory,
    StageFactory,
    TerritoryFactory,
)

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

    # savepoint twice, territories of the map, parts of areas, communes of EPCI, those shown with their members,
    # stages due
    with django_assert_num_queries(7):
        response = client.get(reverse("territories:territory-list"))

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_member_and_for_three(
    client, admin_of_all, count, django_assert_max_num_queries
):
    territory = TerritoryFactory(opened=True)
    for _number in range(count):
        member_of(territory)
        DeclaredFigureFactory(territory=territory)
    client.force_login(admin_of_all)
    client.get(territory.get_absolute_url())

    # session, user, savepoint twice, territory, stages due, members, people of EPCI, parts; then as the page
    # shows them: stages, leads, bureau, parts, size, events, the right to edit, figures
    with django_assert_max_num_queries(19):
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


def test_a_territory_whose_companies_are_partly_members_stands_once(client):
    territory = TerritoryFactory(opened=True)
    member_of(territory)
    former = MembershipFactory(lapsed=True).company
    AffiliationFactory(company=former, territory=territory, starts_on=timezone.localdate())

    listed = client.get(reverse("territories:territory-list")).context["territories"]
    shown = client.get(territory.get_absolute_url()).context["territory"]

    assert [each.member_count for each in listed] == [1]
    assert shown.member_count == 1


def test_the_list_goes_by_pages_and_keeps_the_departement_asked_for(client):
    departement = AreaPartFactory(of_departement=True, departement__code="48").departement
    for number in range(40):
        AreaPartFactory(
            of_departement=True, departement=departement, territory__opened=True,
            territory__name=f"LeadeR {number:03}",
        )  # fmt: skip
    AreaPartFactory(of_departement=True, departement__code="34", territory__name="LeadeR Ailleurs")

    first = client.get(reverse("territories:territory-list"), {"departement": "48"})
    second = client.get(reverse("territories:territory-list"), {"departement": "48", "page": 2})

    shown = [territory.name for page in (first, second) for territory in page.context["territories"]]
    assert len(first.context["territories"]) == 36
    assert shown == sorted(set(shown))
    assert len(shown) == 41
    assert "LeadeR Ailleurs" not in shown
    assert "?departement=48&amp;page=2" in first.content.decode()


def test_the_map_names_a_few_and_leads_to_the_others(client):
    departement = AreaPartFactory(of_departement=True, departement__code="48").departement
    for _number in range(9):
        AreaPartFactory(of_departement=True, departement=departement)
    TerritoryFactory.create_batch(8, country="PT")

    response = client.get(reverse("territories:territory-list"), {"departement": "34"})

    page = response.content.decode()
    (shape,) = response.context["map"].touched
    assert (len(shape.named), shape.unnamed) == (6, 4)
    assert page.count("?departement=48#territories") == 2  # the département on the map, the rest of its list
    assert "et 4 de plus" in page
    assert "et 2 de plus" in page  # of those that are not on the map
    assert len(page) < 100_000


def test_a_stage_whose_day_has_passed_is_said_to_be_late(client):
    territory = TerritoryFactory()
    StageFactory(territory=territory, planned_for=timezone.localdate() - timedelta(days=3))

    assert "3 jours de retard" in client.get(territory.get_absolute_url()).content.decode()
    assert "3 jours de retard" in client.get(reverse("territories:territory-list")).content.decode()


def test_members_are_shown_up_to_24_and_the_page_says_that_there_are_more(client, admin_of_all):
    territory = TerritoryFactory(opened=True)
    for _number in range(25):
        member_of(territory)
        DeclaredFigureFactory(territory=territory)
    client.force_login(admin_of_all)

    response = client.get(territory.get_absolute_url())

    assert len(response.context["members"]) == 24
    assert "Les 24 premières sur 25" in response.content.decode()


def test_a_territory_abroad_stands_beside_the_map_with_its_country(client):
    TerritoryFactory(name="LeadeR Lisbonne", country="PT")

    page = client.get(reverse("territories:territory-list")).content.decode()

    assert "Hors de la carte" in page
    assert "(Portugal)" in page


def test_a_departement_says_which_share_of_its_people_the_area_holds(client):
    inside = CommuneFactory(departement__code="48", population=300)
    CommuneFactory(departement=inside.departement, population=700)
    AreaPartFactory(territory__planned=True, commune=inside)

    response = client.get(reverse("territories:territory-list"))

    shape = next(shape for shape in response.context["map"].touched if shape.outline.code == "48")
    assert (shape.percent, shape.look, shape.is_part) == (30, "planned", True)
    assert "(30\xa0% des habitants)" in response.content.decode()


def test_a_departement_looks_like_the_territory_where_most_of_its_people_live(client):
    part = AreaPartFactory(territory__planned=True, of_departement=True, departement__code="48")
    edge = CommuneFactory(departement=part.departement, population=5)
    AreaPartFactory(territory__opened=True, commune=edge)
    CommuneFactory(departement=part.departement, population=995)

    shapes = client.get(reverse("territories:territory-list")).context["map"].touched

    assert [(shape.look, shape.is_part) for shape in shapes] == [("planned", False)]


def test_a_territory_that_does_not_exist_is_not_found(client):
    assert client.get("/territoires/nulle-part/").status_code == 404
