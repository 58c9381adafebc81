"""Who may host the next gala: every open territory but the one whose turn it was last."""

from datetime import date

import pytest
from django.urls import reverse

from events.models import Event
from tests.factories.accounts import staff
from tests.factories.events import EventFactory
from tests.factories.territories import StageFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def territories():
    """Return three territories open since 2010, by name."""
    made = {name: TerritoryFactory(name=name) for name in ["Alès", "Nîmes", "Sète"]}
    for territory in made.values():
        StageFactory(territory=territory, kind="open", done_on=date(2010, 1, 1))
    TerritoryFactory(name="Projet")
    return made


def gala_of(year, host):
    return EventFactory(kind=Event.Kind.GALA, held_on=date(year, 6, 15), territory=host)


def names_on(day):
    return set(Event.objects.possible_hosts_on(day).values_list("name", flat=True))


def test_before_any_gala_every_open_territory_may_host(territories):
    assert names_on(date(2017, 4, 12)) == {"Alès", "Nîmes", "Sète"}


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31)])
def test_the_last_host_stays_out_in_its_year_and_after_it(territories, day):
    gala_of(2017, territories["Alès"])

    assert names_on(day) == {"Nîmes", "Sète"}


def test_the_turn_passes_with_the_gala_of_the_next_host(territories):
    gala_of(2017, territories["Alès"])
    gala_of(2018, territories["Nîmes"])

    assert names_on(date(2017, 12, 31)) == {"Nîmes", "Sète"}
    assert names_on(date(2018, 1, 1)) == {"Alès", "Sète"}


def test_an_edition_held_by_the_federation_or_skipped_is_no_turn_of_a_territory(territories):
    gala_of(2017, territories["Alès"])
    gala_of(2018, None)

    assert names_on(date(2020, 1, 1)) == {"Nîmes", "Sète"}


def test_another_event_of_a_territory_is_no_turn(territories):
    EventFactory(kind=Event.Kind.OTHER, held_on=date(2017, 6, 15), territory=territories["Alès"])

    assert names_on(date(2017, 7, 1)) == {"Alès", "Nîmes", "Sète"}


def test_the_desk_warns_of_a_host_twice_running_names_the_others_and_keeps_it(client, territories):
    gala_of(2017, territories["Alès"])
    client.force_login(staff())
    inlines = {
        f"{prefix}-{name}": "0"
        for prefix in ["programme", "guests_of_honour", "partners", "announcements"]
        for name in ["TOTAL_FORMS", "INITIAL_FORMS"]
    }

    answer = client.post(
        reverse("admin:events_event_add"),
        {
            "kind": "gala", "name": "Gala 2018", "slug": "gala-2018", "held_on": "15/06/2018",
            "territory": territories["Alès"].pk, **inlines,
        },
        follow=True,
    )  # fmt: skip

    assert Event.objects.get(slug="gala-2018").territory == territories["Alès"]
    assert any("Nîmes, Sète" in str(message) for message in answer.context["messages"])
