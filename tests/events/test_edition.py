"""An edition to take away: the entry for a calendar, the programme on paper, the partners by level."""

import io
from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from icalendar import Calendar
from pypdf import PdfReader

from events.models import Partner
from tests.factories.events import EventFactory, GuestOfHonourFactory, PartnerFactory, ProgrammeItemFactory

pytestmark = pytest.mark.django_db


def entry_of(client, event):
    answer = client.get(reverse("events:event-calendar", args=[event.slug]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return entry


def test_an_evening_that_ends_after_midnight_is_one_of_the_next_day_in_utc(client):
    event = EventFactory(held_on=date(2099, 6, 15), starts_at=time(18, 30), ends_at=time(1), name="Gala, l’été")

    entry = entry_of(client, event)

    assert (entry["dtstart"].dt, entry["dtend"].dt) == (
        datetime(2099, 6, 15, 16, 30, tzinfo=UTC), datetime(2099, 6, 15, 23, tzinfo=UTC),
    )  # fmt: skip
    assert (str(entry["summary"]), str(entry["location"])) == ("Gala, l’été", "Hôtel de Région, Montpellier")


def test_an_event_without_an_hour_is_of_the_whole_day_and_a_change_is_told_by_its_number(client):
    event = EventFactory(starts_at=None)
    before = entry_of(client, event)
    event.theme = "Autre thème"
    event.save()

    after = entry_of(client, event)

    assert before["dtstart"].dt == date(2099, 6, 15)
    assert "dtend" not in before
    assert (before["uid"], after["sequence"]) == (after["uid"], before["sequence"] + 1)


def test_the_programme_on_paper_says_what_the_page_says(client):
    event = EventFactory(theme="Le vivant", practical="Parc à vélos devant la salle.")
    ProgrammeItemFactory(event=event, title="Table ronde de l’eau", speaker="Zoé Noël")
    guest = GuestOfHonourFactory(event=event)
    PartnerFactory(event=event, name="Banque du Midi", level="gold")

    answer = client.get(reverse("events:event-programme", args=[event.slug]))

    said = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    page = client.get(event.get_absolute_url()).content.decode()
    for text in [
        "Le vivant",
        "Table ronde de l’eau",
        "Zoé Noël",
        str(guest.person),
        "Banque du Midi",
        "Parc à vélos",
    ]:
        assert text in said
        assert text in page


def test_the_most_generous_partner_stands_first(client):
    event = EventFactory()
    for level in ("press", "bronze", "main", "gold"):
        PartnerFactory(event=event, level=level)

    assert [partner.level for partner in event.partners.all()] == ["main", "gold", "bronze", "press"]
    assert set(Partner.Level.values) == {"main", "gold", "silver", "bronze", "institution", "press"}


def test_a_partner_is_named_once_and_an_end_has_a_beginning():
    partner = PartnerFactory()
    with pytest.raises(IntegrityError, match="partner_once_an_event"), transaction.atomic():
        PartnerFactory(event=partner.event, name=partner.name)
    with pytest.raises(IntegrityError, match="event_ends_once_it_begins"), transaction.atomic():
        EventFactory(starts_at=None, ends_at=time(23))


@pytest.mark.parametrize("name", ["events:event-calendar", "events:event-programme"])
def test_what_is_not_published_is_not_found(client, name):
    assert client.get(reverse(name, args=[EventFactory(secret=True).slug])).status_code == 404
