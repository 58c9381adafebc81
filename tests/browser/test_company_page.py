"""A company fills its page in a real browser, with a logo; another member finds it by a keyword."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import member, representative_of
from tests.factories.members import CompanyFactory
from tests.presentation.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without a script"])
def test_a_page_is_filled_with_a_logo_and_found_by_a_keyword(open_as, script):
    company = CompanyFactory(member=True, name="Verrerie du Port", city="Sète")
    page = open_as(
        representative_of(company), reverse("members:my-company"), width=390, java_script_enabled=script
    )

    page.get_by_role("link", name="Modifier la fiche").click()
    parts = page.get_by_role("navigation", name="Parties de la fiche")
    parts.get_by_role("link", name="Logo").click()
    page.get_by_label("Image").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": b"<svg/>"})
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#content")).to_contain_text("n’est pas une image PNG")
    page.get_by_label("Image").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": picture()})
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("Le logo est enregistré.")
    logo = page.locator(".logo-now img")
    expect(logo).to_be_visible()
    expect(logo).to_have_js_property("naturalWidth", 200)

    parts.get_by_role("link", name="Besoins et mots-clés").click()
    page.get_by_label("Ce que nous cherchons").fill("Du sable fin")
    page.get_by_label("Mot-clé 1", exact=False).first.fill("Verre soufflé")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages")).to_contain_text("mots-clés sont enregistrés")

    found = open_as(member(), reverse("members:company-list"), java_script_enabled=script)
    found.get_by_label("Nom, ville, SIREN ou mot-clé").fill("SOUFFLE")
    found.get_by_role("button", name="Rechercher").click()
    expect(found.locator("#results .card")).to_have_count(1)
    found.get_by_role("link", name="Verrerie du Port").click()
    expect(found.get_by_role("img", name="Logo de Verrerie du Port")).to_be_visible()
    expect(found.locator("#content")).to_contain_text("Du sable fin")
