"""The way of staff in the browser, without a script too: many decisions at once, then one on a company's page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Company, RegisterDifference
from tests.browser.pages import differing_company
from tests.factories.accounts import staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_staff_decide_many_at_once_then_one(open_as, scripts):
    company = differing_company()
    page = open_as(staff(), reverse("pages:register-list"), java_script_enabled=scripts)

    page.get_by_label("choisir").check()
    page.get_by_role("button", name="Reprendre les lignes choisies").click()
    expect(page.locator(".messages")).to_contain_text("1 écart décidé")
    assert Company.objects.get(pk=company.pk).activity_2025 == "62.10Y"

    page.get_by_role("link", name="Ancien nom").click()
    page.get_by_label("Garder la nôtre").check()
    page.get_by_label("Note").fill("Nom commercial")
    page.get_by_role("button", name="Décider").click()
    expect(page.locator(".messages")).to_contain_text("Votre décision est enregistrée")
    kept = RegisterDifference.objects.get(company=company, kind="name")
    assert (kept.state, kept.note) == ("kept", "Nom commercial")
