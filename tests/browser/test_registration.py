"""A registration in a real browser: a company asks, names somebody who completes the entry, is offered places."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Attendee, Registration
from tests.browser.test_become_a_member import link_of_letter, look_at
from tests.factories.accounts import representative_of, staff
from tests.factories.events import AdmissionFactory, EventFactory, RegistrationFactory
from tests.factories.members import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_from_the_event_to_the_entry_of_an_attendee(open_as, open_page, width, scripts):
    admission = AdmissionFactory(event=EventFactory(name="Gala des Causses"), capacity=10, price_cents=6500)
    holder = representative_of(CompanyFactory(member=True, name="Atelier des Causses"))
    look = look_at if scripts else (lambda *args: None)
    page = open_as(holder, admission.event.get_absolute_url(), width=width, java_script_enabled=scripts)
    look(page, "event-with-registration", width)

    page.get_by_role("link", name="Inscrire mon entreprise").click()
    page.get_by_label("Combien de places").fill("11")
    page.get_by_role("button", name="Demander les places").click()
    expect(page.get_by_label("Combien de places")).to_have_value("11")
    expect(page.locator("main")).to_contain_text("Un groupe a 10 places au plus.")
    look(page, "party-refused", width)
    page.get_by_label("Combien de places").fill("3")
    page.get_by_role("button", name="Demander les places").click()
    expect(page.locator("main")).to_contain_text("3 places sont à vous.")
    expect(page.locator("main")).to_contain_text("195\xa0€")
    look(page, "party-confirmed", width)

    page.get_by_role("link", name="Nommer quelqu’un").click()
    page.get_by_label("Adresse électronique").fill("zoe@example.org")
    look(page, "party-attendee", width)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.locator("main")).to_contain_text("lien envoyé le")
    look(page, "party-link-sent", width)

    own = open_page(link_of_letter("zoe@example.org"), width=width, java_script_enabled=scripts)
    own.get_by_label("Prénom").fill("Zoé")
    own.get_by_label("Nom", exact=True).fill("Noël")
    own.get_by_label("végétarien").check()
    look(own, "attendee-own", width)
    own.get_by_role("button", name="Enregistrer").click()
    expect(own.locator("main")).to_contain_text("Merci")

    page.reload()
    expect(page.locator("main")).to_contain_text("Zoé Noël")
    page.get_by_role("link", name="Annuler l’inscription").click()
    look(page, "party-cancel", width)
    page.get_by_role("button", name="Annuler l’inscription").click()
    expect(page.locator("main")).to_contain_text("L’inscription est annulée.")
    assert Attendee.objects.count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_party_declines_fewer_places_and_the_staff_moves_it_to_the_head(open_as, width):
    admission = AdmissionFactory(capacity=10)
    RegistrationFactory(admission=admission, places=8)
    company = CompanyFactory(member=True, name="Atelier des Causses")
    page = open_as(
        representative_of(company), reverse("events:party", args=[admission.event.slug, company.pk]), width=width
    )
    page.get_by_label("Combien de places").fill("6")
    page.get_by_role("button", name="Demander les places").click()
    expect(page.locator("main")).to_contain_text("Sur les 6 places demandées, 2 vous sont proposées")
    look_at(page, "party-offered", width)
    page.get_by_role("button", name="Décliner").click()
    expect(page.locator("main")).to_contain_text("Vous êtes dans la file d’attente")
    look_at(page, "party-waiting", width)

    desk = open_as(staff(), reverse("events:registration-list", args=[admission.event.slug]), width=width)
    desk.get_by_label("Pourquoi Atelier des Causses change de rang").fill("Remet un prix.")
    desk.get_by_role("button", name="Déplacer").click()
    expect(desk.locator("main")).to_contain_text("placé en tête de file – Remet un prix.")
    look_at(desk, "registrations", width)
    assert Registration.objects.in_line().get().priority < 20
