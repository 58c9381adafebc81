"""A company becomes a member in a real browser: it applies, confirms by the link in its letter, is accepted."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from leader.shared.mails import Letter
from members.models import Company, Membership
from tests.factories.accounts import lead_of
from tests.factories.geography import CommuneFactory
from tests.factories.territories import AreaPartFactory, FederationFactory, TerritoryFactory
from tests.register.fixtures import register

__all__ = ["register"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def territory(transactional_db):
    FederationFactory()
    territory = TerritoryFactory(name="LeadeR Cévennes", opened=True)
    AreaPartFactory(territory=territory, commune=CommuneFactory(code="30007", name="Alès", postal_codes=["30100"]))
    return territory


def look_at(page, name, width):
    """Hold the page to the rules of accessibility and to its width; keep its picture in the folder SCREENSHOTS."""
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def link_of_letter(recipient):
    return re.search(r"https?://[^/]+(/\S+)", Letter.objects.filter(recipient=recipient).latest("pk").text)[1]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_company_applies_confirms_answers_and_is_accepted(
    open_as, open_page, territory, register, width, scripts
):
    lead = lead_of(territory)
    page = open_page(reverse("pages:home"), width=width, java_script_enabled=scripts)
    look = look_at if scripts else (lambda *args: None)

    look(page, "home", width)
    page.get_by_role("link", name="Devenir membre").first.click()
    page.get_by_label("SIREN ou nom de votre entreprise").fill("pixel cevenol")
    page.locator("main").get_by_role("button", name="Chercher").click()
    look(page, "look-up", width)
    page.get_by_role("link", name="Choisir PIXEL CEVENOL (SOCIETE FICTIVE)").click()

    expect(page.get_by_label("Nom de l’entreprise")).to_have_value("PIXEL CEVENOL (SOCIETE FICTIVE)")
    expect(page.get_by_label("Votre territoire de rattachement").locator("option:checked")).to_have_text(
        "LeadeR Cévennes"
    )
    page.get_by_label("Nom de l’entreprise").fill("Pixel Cévenol")
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Nom", exact=True).fill("Noël")
    page.get_by_label("Fonction dans l’entreprise").fill("Gérante")
    page.get_by_label("Adresse électronique").fill("zoe@example.org")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator(".field-error")).to_contain_text("obligatoire")
    look(page, "form-refused", width)
    page.get_by_label("Pourquoi vous souhaitez adhérer").fill("Rencontrer d’autres dirigeants.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Encore une étape")
    look(page, "sent", width)

    page.goto(re.match(r"https?://[^/]+", page.url)[0] + link_of_letter("zoe@example.org"))
    look(page, "to-confirm", width)
    page.get_by_role("button", name="Confirmer ma demande").click()
    expect(page.locator(".field-error")).to_contain_text("Cochez cette case")
    page.get_by_label("J’ai lu comment ces données sont utilisées").check()
    page.get_by_role("button", name="Confirmer ma demande").click()
    expect(page.locator("main")).to_contain_text("à l’étude")
    following = page.url

    desk = open_as(lead, reverse("pages:home"), width=width, java_script_enabled=scripts)
    look(desk, "home-of-lead", width)
    desk.get_by_role("link", name="Pixel Cévenol").click()
    look(desk, "detail", width)
    desk.locator("summary", has_text="Poser une question").click()
    desk.get_by_label("Question", exact=True).fill("Combien êtes-vous ?")
    desk.get_by_role("button", name="Poser une question").click()
    expect(desk.locator("main")).to_contain_text("attend une réponse")

    page.goto(following)
    page.get_by_label("Votre réponse").fill("Douze.")
    look(page, "question", width)
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.locator("main")).to_contain_text("Douze.")

    desk.reload()
    expect(desk.locator("main")).to_contain_text("Douze.")
    desk.get_by_role("button", name="Accepter").click()
    expect(desk.locator("main")).to_contain_text("adhérente à partir d’aujourd’hui")
    look(desk, "accepted", width)
    desk.goto(
        re.match(r"https?://[^/]+", desk.url)[0] + reverse("territories:application-list") + "?etat=accepted"
    )
    look(desk, "list", width)
    page.goto(following)
    expect(page.locator("main")).to_contain_text("Bienvenue")

    company = Company.objects.get()
    assert (company.siren, company.name) == ("000100032", "Pixel Cévenol")
    assert Membership.objects.get().company == company
    assert company.affiliations.get().territory == territory
    assert company.representatives.get().person.email == "zoe@example.org"
