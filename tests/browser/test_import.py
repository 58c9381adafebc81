"""A file of companies is imported in a real browser: its columns mended, its preview read, then written."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Company
from territories.models import Prospect
from tests.factories.accounts import lead_of
from tests.factories.territories import TerritoryFactory
from tests.jobs import Worker, forget_all_jobs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = "Entreprise;N° SIREN;Lieu du siège\nVerrerie;732829320;Albi\nFausse;732829321;Albi\n"


@pytest.fixture
def worker(settings, tmp_path):
    """Return a function by which a real worker does what is queued."""
    settings.MEDIA_ROOT = tmp_path / "media"
    forget_all_jobs()
    yield lambda: Worker("--one-shot", MEDIA_ROOT=str(settings.MEDIA_ROOT)).finish()
    forget_all_jobs()


def hand_in(page):
    page.locator("input[type=file]").set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": FILE.encode("cp1252")}
    )
    page.get_by_role("button", name="Voir ce qu").click()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_lead_imports_pressenties_and_the_page_follows_by_itself(open_as, worker, width):
    territory = TerritoryFactory(name="LeadeR Albigeois")
    page = open_as(lead_of(territory), reverse("territories:import-list"), width=width)

    # Something must be chosen; the form says so beside the field.
    page.get_by_role("button", name="Voir ce qu").click()
    expect(page.locator("#id_file_error")).to_be_visible()
    hand_in(page)
    expect(page.locator("#progress")).to_contain_text("Le fichier attend son tour")
    worker()
    expect(page.get_by_role("heading", name="Rien n’est encore enregistré")).to_be_visible(timeout=20_000)

    # A column that was not recognised.
    page.get_by_role("link", name="Vérifier les colonnes").click()
    page.get_by_label("Lieu du siège").select_option(label="Ville")
    page.get_by_role("button", name="Relire les lignes").click()
    worker()
    expect(page.locator("tbody tr")).to_contain_text([re.compile("Verrerie.*Albi", re.DOTALL)])
    page.get_by_role("link", name=re.compile("Refusée")).click()
    expect(page.locator("tbody tr")).to_contain_text("Ce SIREN comporte une faute de frappe")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les lignes refusées").click()
    assert re.fullmatch(r"lignes-refusees-[0-9-]{10}\.csv", download.value.suggested_filename)
    assert not Company.objects.exists()

    page.get_by_role("button", name="Enregistrer 1 ligne").click()
    worker()
    expect(page.get_by_role("heading", name="L’import est terminé")).to_be_visible(timeout=20_000)
    assert [(p.company.name, p.company.city, p.territory) for p in Prospect.objects.all()] == [
        ("Verrerie", "Albi", territory)
    ]


def test_without_a_script_a_link_shows_where_it_stands(open_as, worker):
    page = open_as(lead_of(), reverse("territories:import-list"), java_script_enabled=False)
    hand_in(page)
    worker()

    page.get_by_role("link", name="Voir où il en est").click()

    expect(page.get_by_role("heading", name="Rien n’est encore enregistré")).to_be_visible()
