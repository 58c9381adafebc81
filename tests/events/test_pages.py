"""The gala, the events and the page of each: what is published, what it tells, what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import lead_of, member, staff
from tests.factories.events import (
    AnnouncementFactory,
    EventFactory,
    GuestOfHonourFactory,
    PartnerFactory,
    ProgrammeItemFactory,
)
from tests.factories.territories import TerritoryFactory

pytestmark = pytest.mark.django_db

ADDRESS = "events:event-list"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_event_and_for_three(client, count, django_assert_num_queries):
    for _number in range(count):
        EventFactory(territory=TerritoryFactory(), held_on=in_days(9))
        EventFactory(territory=TerritoryFactory(), held_on=in_days(-9))

    with django_assert_num_queries(5):  # savepoint twice, events to come, count and page of the past
        response = client.get(reverse("events:event-list"))

    assert len(response.context["ahead"]) == len(response.context["page"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_guest_and_for_three(client, count, django_assert_num_queries):
    event = EventFactory(gala=True)
    ProgrammeItemFactory.create_batch(count, event=event)
    GuestOfHonourFactory.create_batch(count, event=event)
    AnnouncementFactory.create_batch(count, event=event)
    PartnerFactory.create_batch(count, event=event)

    # savepoint twice, event, programme, guests, people, partners, announcements
    with django_assert_num_queries(8):
        response = client.get(event.get_absolute_url())

    assert response.content.decode().count("Table ronde") == count


def test_the_gala_page_tells_date_place_host_programme_guests_and_openings(client):
    gala = EventFactory(gala=True, held_on=in_days(12), name="Le grand gala", territory__name="LeadeR Sète")
    ProgrammeItemFactory(event=gala, title="Ouverture des portes")
    GuestOfHonourFactory(event=gala, person__family_name="Honorat", role="Présidente de Région")
    announced = AnnouncementFactory(event=gala, territory__name="LeadeR Aubrac").territory

    page = client.get(reverse("events:gala")).content.decode()

    told = ["Le grand gala", "Hôtel de Région", "LeadeR Sète", "Ouverture des portes", "Honorat"]
    told += ["Présidente de Région", "LeadeR Aubrac", "<b>12</b> jours"]
    told += [f'href="{announced.get_absolute_url()}"']
    assert [words for words in told if words not in page] == []


def test_the_gala_page_shows_the_next_gala_else_the_latest(client):
    EventFactory(gala=True, name="Avant", held_on=in_days(-800))
    latest = EventFactory(gala=True, name="Hier", held_on=in_days(-400))
    assert client.get(reverse("events:gala")).context["event"] == latest

    coming = EventFactory(gala=True, name="Demain", held_on=in_days(0))
    EventFactory(gala=True, name="Plus tard", held_on=in_days(400))
    shown = client.get(reverse("events:gala")).context

    assert shown["event"] == coming
    assert [edition.name for edition in shown["editions"]] == ["Plus tard", "Hier", "Avant"]


def test_without_any_gala_the_page_says_so(client):
    assert "Aucun gala n’est encore annoncé." in client.get(reverse("events:gala")).content.decode()


def test_an_event_not_published_is_for_staff_and_the_lead_of_its_territory(client):
    territory = TerritoryFactory()
    event = EventFactory(secret=True, territory=territory, name="Séminaire secret")

    def sees(user):
        if user:
            client.force_login(user)
        listed = client.get(reverse(ADDRESS)).content.decode()
        return client.get(event.get_absolute_url()).status_code, "Séminaire secret" in listed

    assert sees(None) == (404, False)
    assert sees(member()) == (404, False)
    assert sees(lead_of(TerritoryFactory())) == (404, False)
    assert sees(lead_of(territory)) == (200, True)
    assert sees(staff()) == (200, True)


def test_what_people_typed_is_shown_as_typed_and_never_run(client):
    event = EventFactory(name="<img src=x>", purpose="<b>gras</b>", practical="\u202eافتح 🙂")

    page = client.get(event.get_absolute_url()).content.decode()

    assert "<img src=x>" not in page
    assert "&lt;b&gt;gras&lt;/b&gt;" in page
