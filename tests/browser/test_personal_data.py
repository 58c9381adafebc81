"""Somebody without an account asks to be erased and is; a member downloads the own file after signing in again."""

import json
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from leader.shared.mails import Letter
from territories.models import Prospect
from tests.browser.test_become_a_member import look_at
from tests.factories import accounts
from tests.factories.members import PASSWORD
from tests.factories.territories import ProspectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_contact_asks_to_be_erased_and_is(open_as, open_page, width):
    ProspectFactory(contact_name="Ida Exemple", contact_email="ida@example.org", notes="Rappeler Ida Exemple.")
    staff = accounts.staff()
    page = open_page(reverse("pages:home"), width=width)

    page.get_by_role("link", name="Données personnelles").click()
    look_at(page, "notice", width)
    page.get_by_role("link", name="Demander sans compte").click()
    page.get_by_label("Votre adresse e-mail").fill("ida@example.org")
    page.get_by_label("Que demandez-vous").select_option("erasure")
    look_at(page, "ask", width)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="Un courriel est en route")).to_be_visible()
    link = re.search(r"https?://[^/]+(/\S+)", Letter.objects.get(recipient="ida@example.org").text)[1]
    page = open_page(link, width=width)
    page.get_by_role("button", name="Confirmer ma demande").click()
    expect(page.get_by_text("Votre demande est confirmée")).to_be_visible()

    page = open_as(staff, reverse("pages:data-request-list"), width=width)
    look_at(page, "requests", width)
    page.get_by_role("link", name="Effacement").click()
    look_at(page, "request", width)
    page.get_by_label("J’ai lu ce qui disparaît").check()
    page.get_by_role("button", name="Effacer cette personne").click()
    expect(page.get_by_text("La personne est effacée")).to_be_visible()

    assert list(Prospect.objects.values_list("contact_name", "contact_email", "notes")) == [("", "", "")]
    for name in ["processing-register", "retention-rules"]:
        page = open_as(staff, reverse(f"pages:{name}"), width=width)
        look_at(page, name, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_member_downloads_the_own_file_after_signing_in_again(open_as, width):
    user = accounts.member()
    page = open_as(user, reverse("pages:my-data"), width=width)
    look_at(page, "my-data", width)

    page.get_by_role("link", name="Télécharger (JSON)").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    with page.expect_download() as download:
        page.locator("main button[type=submit], main form button").first.click()

    told = json.loads(Path(download.value.path()).read_text())
    assert told["account"] == user.email
