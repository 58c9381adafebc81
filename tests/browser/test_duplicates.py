"""The way of staff in the browser, without a script too: a pair is merged field by field, then undone."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.models import Company, Membership
from tests.browser.audit import assert_sound
from tests.browser.pages import merging_pair
from tests.duplicates.acts import merged
from tests.factories.accounts import staff
from tests.factories.members import MembershipFactory, RepresentativeFactory

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


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)])
def test_staff_say_where_a_renewal_since_the_merge_belongs(open_as, width, scripts):
    pair, clerk = merging_pair(), staff()
    kept, removed = pair.company, pair.other_company
    Membership.objects.update(ends_on=date(2026, 12, 31))
    record = merged(kept, removed, by=clerk)
    RepresentativeFactory(company=kept, vote="none")
    renewed = MembershipFactory(company=kept, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    page = open_as(clerk, reverse("pages:merge-list"), java_script_enabled=scripts, width=width)

    page.get_by_role("button", name="Annuler").click()
    page.get_by_role("button", name="Annuler la fusion").click()
    expect(page.locator(".error-summary")).to_contain_text("Dites où cela doit aller")
    page.get_by_role("group", name="Adhésion").get_by_label("Cela va à").check()
    if scripts:
        assert_sound(page)
    page.get_by_role("button", name="Annuler la fusion").click()

    expect(page.locator(".messages")).to_contain_text("désormais chez")
    renewed.refresh_from_db()
    assert renewed.company == removed
    record.refresh_from_db()
    assert record.undone_by == clerk
