"""The pages of members in a real Chromium: no axe violation, no sideways scroll, live results."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.browser.audit import assert_sound
from tests.browser.pages import MEMBER_PAGES
from tests.factories.members import CompanyFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", MEMBER_PAGES)
def test_a_page_of_members_has_no_violation_and_never_scrolls_sideways(open_page, world, name):
    assert_sound(open_page(MEMBER_PAGES[name](world), user=world.member))


def test_the_results_follow_the_typing_and_the_address_can_be_shared(open_page, world):
    CompanyFactory(member=True, name="Œnologie d’Été")
    page = open_page(reverse("members:company-list"), user=world.member)

    page.locator("#id_q").press_sequentially("oeno ete")
    page.wait_for_url("**/entreprises/?*q=oeno*")

    page.locator("#results").get_by_text("1 entreprise", exact=True).wait_for()
    assert page.locator("#results .card-title").all_inner_texts()[0].startswith("Œnologie d’Été")
    assert page.locator("h1").count() == 1

    page.reload()
    assert page.locator("#id_q").input_value() == "oeno ete"
    assert page.locator("#results .card").count() == 1


def test_a_form_with_an_error_takes_the_focus_to_the_summary_and_has_no_violation(open_page, world):
    page = open_page(reverse("members:company-edit", args=[world.company.pk]), width=390, user=world.member)

    page.locator("#id_phone").fill("appelez-moi")
    page.get_by_role("button", name="Enregistrer").click()
    page.locator("#form-errors").wait_for()

    assert page.evaluate("document.activeElement.id") == "form-errors"
    assert Axe().run(page).response["violations"] == []
    page.locator("#id_phone").fill("04 66 00 00 00")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La fiche de l’entreprise est enregistrée.").wait_for()
