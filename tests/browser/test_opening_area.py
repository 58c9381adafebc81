"""The area of a dossier is chosen with the keyboard alone: figures, map, overlaps and communes follow at once."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import lead_of
from tests.factories.geography import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import (
    AreaPartFactory,
    FederationFactory,
    OpeningFactory,
    StageFactory,
    TerritoryFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opening():
    """Return a dossier in a Gard of two towns, one with a company, the other held by another territory."""
    FederationFactory()
    DepartementFactory()
    sete = CommuneFactory(name="Sète", population=44000, epci=EpciFactory(name="CA Sète Agglopôle"))
    CompanyFactory(commune=sete)
    uzes = CommuneFactory(name="Uzès", population=8000, epci=EpciFactory(name="CC Pays d’Uzès"))
    StageFactory(territory=TerritoryFactory(name="LeadeR Uzège"), done=True)
    StageFactory(
        territory=AreaPartFactory(commune=uzes, territory__name="LeadeR Pont du Gard").territory, done=True
    )
    return OpeningFactory(author=lead_of())


@pytest.fixture
def page(open_page, opening):
    address = reverse("territories:opening-territory", args=[opening.pk])
    return open_page(address, user=opening.author)


def test_the_keyboard_chooses_the_area_and_the_figures_the_map_and_the_overlaps_follow(page):
    figures = page.locator("#area-figures")
    page.locator("summary", has_text="Gard").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(figures).to_contain_text(re.compile(r"44\s000"))
    expect(figures.locator("dd").last).to_have_text("1")
    # The focus stays where the person is: the next choice is one key away.
    expect(page.get_by_label(re.compile("CA Sète Agglopôle"))).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(figures).to_contain_text(re.compile(r"52\s000"))
    expect(figures).to_contain_text("LeadeR Pont du Gard")
    expect(figures).not_to_contain_text("LeadeR Uzège")
    assert figures.locator("path.map-open").count() == 1
    page.keyboard.press("Space")
    expect(figures).to_contain_text(re.compile(r"44\s000"))
    expect(figures).not_to_contain_text("LeadeR Pont du Gard")


def test_several_boxes_ticked_in_a_row_end_with_the_figures_of_all(page):
    page.locator("summary", has_text="Gard").click()
    boxes = page.locator("input[name=epcis]")
    for number in [0, 1, 0, 0]:
        boxes.nth(number).click()

    expect(page.locator("#area-figures")).to_contain_text(re.compile(r"52\s000"))


def test_a_commune_is_found_while_typing_and_chosen_with_the_keyboard(page, opening):
    page.get_by_label("Chercher une commune").focus()
    page.keyboard.type("uzes")
    expect(page.locator("#area-communes")).to_contain_text("Uzès")
    found = page.get_by_label(re.compile("Uzès \\(30\\)"))
    for _ in range(3):  # the button “Find” stands between
        if found.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")

    expect(page.locator("#area-figures")).to_contain_text(re.compile(r"8\s000"))
    assert opening.area_parts.count() == 0
