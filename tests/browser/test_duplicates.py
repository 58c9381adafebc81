"""The way of staff in the browser, without a script too: a pair is merged field by field, then undone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Company
from tests.browser.pages import merging_pair
from tests.factories.accounts import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_staff_merge_two_companies_and_undo_it(open_as, scripts):
    pair = merging_pair()
    page = open_as(staff(), reverse("pages:duplicate-list"), java_script_enabled=scripts)

    page.get_by_role("link", name="Verrerie / VERRERIE SARL").click()
    expect(page.get_by_role("heading", name="Ce qui se passerait")).to_be_visible()
    page.get_by_label("Nom : saisie").check()
    page.get_by_label("Saisie : nom", exact=True).fill("Verrerie du Pont")
    page.get_by_role("button", name="Fusionner les deux fiches").click()
    expect(page.locator(".messages")).to_contain_text("n’en font plus qu’une")
    assert Company.objects.get().name == "Verrerie du Pont"

    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".messages")).to_contain_text("de nouveau deux fiches")
    assert {company.name for company in Company.objects.all()} == {"Verrerie", "VERRERIE SARL"}
    assert pair.other_company.memberships.count() == 1
