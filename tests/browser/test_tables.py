"""The plan of tables in a real browser: proposed, changed by dragging, by the keyboard, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Seat
from tests.browser.test_become_a_member import look_at
from tests.factories.accounts import staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    EventFactory,
    RegistrationFactory,
    TableFactory,
)
from tests.factories.members import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evening():
    """Return the terms of a gala with two tables, and Zoé and Lou of one party."""
    admission = AdmissionFactory(event=EventFactory(name="Gala des Causses"))
    party = RegistrationFactory(admission=admission, company=CompanyFactory(member=True, name="Atelier"))
    zoe = AttendeeFactory(registration=party, given_name="Zoé", family_name="Noël")
    lou = AttendeeFactory(registration=party, number=2, given_name="Lou", family_name="Abadie")
    causses, aubrac = [TableFactory(admission=admission, name=name, seats=2) for name in ("Causses", "Aubrac")]
    return admission, zoe, lou, causses, aubrac


def at(attendee):
    return Seat.objects.get(attendee=attendee).table


@pytest.mark.parametrize("width", [1280, 390])
def test_a_plan_is_proposed_then_changed_by_dragging_and_by_the_keyboard_alone(open_as, evening, width):
    admission, zoe, lou, causses, aubrac = evening
    page = open_as(staff(), reverse("events:table-plan", args=[admission.event.slug]), width=width)
    page.get_by_role("button", name="Proposer un plan").click()
    expect(page.locator("main")).to_contain_text("Tout le monde a un siège.")
    assert at(zoe) == at(lou) == causses
    look_at(page, "tables", width)

    target = page.locator(f'[data-table="{aubrac.pk}"]')
    page.locator(f'[data-person="{zoe.pk}"] b').drag_to(target.locator("h2"))
    expect(target).to_contain_text("Zoé Noël")
    assert at(zoe) == aubrac

    page.get_by_label("Table de Lou Abadie").focus()
    page.keyboard.type("Aubrac")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(target).to_contain_text("Lou Abadie")
    assert at(lou) == aubrac


def test_without_scripts_the_form_beside_each_does_the_same(open_as, evening):
    admission, zoe, _lou, _causses, aubrac = evening
    url = reverse("events:table-plan", args=[admission.event.slug])
    page = open_as(staff(), url, width=390, java_script_enabled=False)

    page.get_by_label("Table de Zoé Noël").select_option("Aubrac")
    page.get_by_role("button", name="Placer – Zoé Noël").click()

    expect(page.locator(f'[data-table="{aubrac.pk}"]')).to_contain_text("Zoé Noël")
    assert at(zoe) == aubrac
