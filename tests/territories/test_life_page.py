"""The life of a territory, recorded on its page by its leads and by staff."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import UserFactory
from tests.factories.territories import StageFactory, TerritoryFactory, TerritoryLeadFactory

pytestmark = pytest.mark.django_db


def url_of(territory):
    return reverse("territories:territory-life", args=[territory.slug])


def stages(territory):
    return list(territory.stages.values_list("kind", "planned_for", "done_on"))


@pytest.fixture
def territory():
    return TerritoryFactory()


@pytest.fixture
def lead(client, territory):
    user = lead_of(territory)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_who_does_not_lead_the_territory_does_not_find_the_page(client, territory, role):
    client.force_login(role())

    assert client.get(url_of(territory)).status_code == 404
    assert client.post(url_of(territory), {"kind": "closed", "done_on": "2020-01-01"}).status_code == 404
    assert stages(territory) == []


def test_who_led_it_once_does_not_find_it_either(client, territory):
    user = UserFactory()
    TerritoryLeadFactory(territory=territory, person=user.person, ended=True)
    client.force_login(user)

    assert client.get(url_of(territory)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_stage_and_for_three(
    client, territory, count, django_assert_max_num_queries
):
    for kind in ["open", "bureau_elected", "announced"][:count]:
        StageFactory(territory=territory, kind=kind)
    client.force_login(staff())
    client.get(url_of(territory))

    with django_assert_max_num_queries(6):  # session, user, savepoint twice, territory, stages
        client.get(url_of(territory))


def test_a_lead_plans_a_stage_then_changes_its_day(client, territory, lead):
    client.post(url_of(territory), {"kind": "announced", "planned_for": "2099-04-21", "note": "Gala"})
    client.post(url_of(territory), {"kind": "announced", "planned_for": "2099-05-01", "place": "Nîmes"})

    assert stages(territory) == [("announced", date(2099, 5, 1), None)]
    assert (territory.stages.get().note, territory.stages.get().place) == ("Gala", "Nîmes")
    assert "dans " in client.get(territory.get_absolute_url()).content.decode()


def test_staff_record_a_stage_done(client, territory):
    client.force_login(staff())

    response = client.post(url_of(territory), {"kind": "announced", "done_on": "2020-04-21"})

    assert response["Location"] == url_of(territory)
    assert stages(territory) == [("announced", None, date(2020, 4, 21))]


def test_what_is_unusual_is_asked_about_then_recorded(client, territory, lead):
    typed = {"kind": "open", "done_on": "2020-04-21"}

    asked = client.post(url_of(territory), typed)

    assert asked.context["form"].has_error("confirmed", "unconfirmed")
    assert stages(territory) == []
    client.post(url_of(territory), {**typed, "confirmed": "on"})
    assert stages(territory) == [("open", None, date(2020, 4, 21))]


def test_a_stage_done_later_than_planned_says_by_how_much(client, territory, lead):
    StageFactory(territory=territory, kind="announced", planned_for=date(2020, 1, 1))

    asked = client.post(url_of(territory), {"kind": "announced", "done_on": "2020-01-04"})

    assert asked.context["form"].warnings == ["C’était prévu 3 jours plus tôt."]
    assert stages(territory) == [("announced", date(2020, 1, 1), None)]


def test_planning_for_a_day_that_is_past_is_asked_about(client, territory, lead):
    yesterday = timezone.localdate() - timedelta(days=1)

    asked = client.post(url_of(territory), {"kind": "open", "planned_for": yesterday.isoformat()})

    assert asked.context["form"].has_error("confirmed", "unconfirmed")
    assert stages(territory) == []


def test_what_life_does_not_allow_is_refused_in_words(client, territory, lead):
    response = client.post(url_of(territory), {"kind": "announced", "done_on": "2099-01-01", "confirmed": "on"})

    assert response.context["form"].has_error("__all__", "impossible")
    assert stages(territory) == []


@pytest.mark.parametrize("kind", ["dormant", "relaunched", "closed"])
def test_what_comes_after_the_opening_is_recorded_by_staff_elsewhere(client, territory, lead, kind):
    response = client.post(url_of(territory), {"kind": kind, "done_on": "2020-01-01", "confirmed": "on"})

    assert response.context["form"].has_error("done_on", "after")
    assert stages(territory) == []


def test_a_stage_sent_twice_is_recorded_once(client, territory, lead):
    typed = {"kind": "announced", "done_on": "2020-04-21"}

    client.post(url_of(territory), typed)
    second = client.post(url_of(territory), typed)

    assert second.context["form"].has_error("__all__", "impossible")
    assert len(stages(territory)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"kind": "open"},
        {"kind": "planned", "done_on": "2020-01-01"},
        {"kind": "'; drop", "done_on": "2020-01-01"},
        {"kind": "open", "done_on": "2020-02-31"},
        {"kind": "open", "done_on": "0001-01-01"},
        {"kind": "open", "planned_for": "9999-12-31"},
        {"kind": "open", "done_on": "2020-01-01", "place": "x" * 151},
        {"kind": "open", "done_on": "2020-01-01", "note": "\0"},
    ],
)
def test_what_cannot_be_stored_is_refused_on_the_page(client, territory, lead, typed):
    assert client.post(url_of(territory), typed).status_code in {200, 400}
    assert stages(territory) == []


def test_the_page_of_the_territory_offers_it_to_its_lead_alone(client, territory):
    assert url_of(territory) not in client.get(territory.get_absolute_url()).content.decode()
    client.force_login(lead_of(territory))

    assert url_of(territory) in client.get(territory.get_absolute_url()).content.decode()
