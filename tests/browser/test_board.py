"""The board of prospects in a real browser: with the mouse, with the keyboard, without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import lead_of
from tests.factories.members import CompanyFactory
from tests.factories.territories import ProspectFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_board(open_as):
    """Return a function that opens the board of a territory with one company in its first column."""

    def opened(**options):
        territory = TerritoryFactory()
        prospect = ProspectFactory(
            territory=territory, company=CompanyFactory(name="Verrerie"), contact_name="Anne Vic"
        )
        page = open_as(lead_of(territory), reverse("territories:prospect-board", args=[territory.slug]), **options)
        return page, prospect

    return opened


def in_column(page, stage):
    return page.locator(f"[data-stage={stage}] .board-card")


def test_a_card_is_dragged_to_a_column(open_board):
    page, prospect = open_board()

    in_column(page, "identified").drag_to(page.locator("[data-stage=engaged]"))

    expect(in_column(page, "engaged")).to_contain_text("Verrerie")
    prospect.refresh_from_db()
    assert prospect.state == "engaged"


def test_dragged_to_the_last_column_its_file_asks_before_the_company_is_a_member(open_board):
    page, prospect = open_board()

    in_column(page, "identified").drag_to(page.locator("[data-stage=member]"))
    expect(page.get_by_role("heading", name="Verrerie")).to_be_visible()
    assert not prospect.company.memberships.exists()
    page.get_by_role("button", name="Devient membre").click()

    expect(page.locator(".messages")).to_contain_text("est membre")
    assert prospect.company.memberships.count() == 1
    assert prospect.company.representatives.count() == 1


def test_the_keyboard_alone_does_it_too(open_board):
    page, _prospect = open_board()

    page.get_by_role("link", name="Verrerie").focus()
    page.keyboard.press("Tab")
    assert "contactée" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    expect(in_column(page, "contacted")).to_contain_text("Verrerie")


@pytest.mark.parametrize("width", [1280, 390])
def test_without_a_script_a_company_goes_from_the_first_name_to_the_membership(open_board, width):
    page, prospect = open_board(java_script_enabled=False, width=width)
    for stage in ["contactée", "rencontrée"]:
        page.get_by_role("button", name=stage).click()
    page.get_by_role("link", name="Verrerie").click()
    page.get_by_label("Ce qui s’est dit").fill("Ils viennent au gala")
    page.get_by_label("Venu d’eux").check()
    page.get_by_role("button", name="Noter", exact=True).click()
    expect(page.locator(".timeline")).to_contain_text("Ils viennent au gala")

    # Stopping asks why.
    page.get_by_label("Étape").select_option("dormant")
    page.get_by_role("button", name="Changer d’étape").click()
    expect(page.locator("#id_reason_error")).to_be_visible()
    page.get_by_label("Étape").select_option("engaged")
    page.get_by_role("button", name="Changer d’étape").click()
    expect(page.locator(".page-header .badge")).to_have_text(re.compile("engagée"))

    page.get_by_role("button", name="Devient membre").click()
    expect(page.locator(".page-header .badge")).to_have_text(re.compile("membre"))
    assert prospect.company.representatives.get().person.family_name == "Vic"


def test_a_member_of_before_is_taken_back_by_the_mouse_and_nobody_is_dropped_among_them(open_board):
    page, prospect = open_board()
    former = ProspectFactory(territory=prospect.territory, company__name="Faïencerie", state="member")
    page.reload()

    in_column(page, "identified").drag_to(page.locator("[data-stage=former]"))
    expect(in_column(page, "identified")).to_contain_text("Verrerie")
    in_column(page, "former").drag_to(page.locator("[data-stage=met]"))

    expect(in_column(page, "met")).to_contain_text("Faïencerie")
    for each in (prospect, former):
        each.refresh_from_db()
    assert (prospect.state, former.state) == ("identified", "met")
