"""A territory is opened in a real browser: its lead writes, is corrected, submits; staff approve; it is public."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from territories.models import Territory
from tests.factories.accounts import lead_of, staff
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import FederationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def region():
    FederationFactory()
    epci = EpciFactory(name="CA Sète Agglopôle")
    commune = CommuneFactory(name="Sète", population=44000, epci=epci)
    CompanyFactory(name="Œuvres du Port", commune=commune, city="Sète")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_territory_is_opened_from_the_first_step_to_its_public_page(open_as, open_page, region, width):
    author, clerk = lead_of(), staff()

    page = open_as(author, reverse("territories:opening-list"), width=width)
    page.get_by_role("button", name="Commencer un dossier").click()
    page.get_by_label("Nom du territoire").fill("LeadeR Thau")
    page.get_by_label("association propre").check()
    page.locator("summary", has_text="Gard").click()
    page.get_by_label(re.compile("CA Sète Agglopôle")).check()
    expect(page.locator("#area-figures")).to_contain_text(re.compile(r"44\s000"))
    page.get_by_role("button", name="Enregistrer et continuer").click()

    # An election before the opening is refused, and mended.
    page.get_by_label("Jour de l’ouverture").fill("2099-06-30")
    page.get_by_label("Lieu").fill("Sète")
    page.get_by_label("Élus au plus tard le").fill("2099-01-01")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.locator(".field-error")).to_contain_text("avant l’ouverture")
    page.get_by_label("Élus au plus tard le").fill("2099-08-31")
    page.get_by_role("button", name="Enregistrer et continuer").click()

    page.get_by_label(re.compile("Œuvres du Port")).check()
    page.get_by_role("button", name="Ajouter les entreprises cochées").click()
    page.get_by_role("link", name="Continuer vers l’équipe").click()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("button", name="Soumettre le dossier").click()
    expect(page.locator("main")).to_contain_text("Attend la réponse")

    desk = open_as(clerk, reverse("pages:dossier-list"), width=width)
    desk.get_by_role("link", name="LeadeR Thau").click()
    desk.get_by_role("button", name=re.compile("Approuver")).first.click()
    expect(desk.locator("main")).to_contain_text(re.compile("LeadeR Thau"))

    territory = Territory.objects.get(name="LeadeR Thau")
    assert territory.leads.get().person == author.person
    visitor = open_page(territory.get_absolute_url(), width=width)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("LeadeR Thau")
