"""Staff run a renewal campaign in a real browser: who falls due, dry run, act; with and without scripts."""

import os
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Membership
from tests.factories.accounts import staff
from tests.factories.members import CompanyFactory, MembershipFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, FederationFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def due(transactional_db):
    """Two companies whose period ends in ten days, one of them without anybody who votes, and one in grace."""
    FederationFactory()
    territory, today = TerritoryFactory(name="LeadeR Cévennes"), timezone.localdate()
    made = []
    for name, days in [("Verrerie", 10), ("Muette", 10), ("Tardive", -5)]:
        company = CompanyFactory(name=name)
        AffiliationFactory(company=company, territory=territory)
        if name != "Muette":
            RepresentativeFactory(company=company)
        ends_on = today + timedelta(days=days)
        made.append(MembershipFactory(company=company, starts_on=date(2020, 1, 1), ends_on=ends_on, grace_days=60))
    return made


def look_at(page, name, width):
    """Hold the page to the rules of accessibility and to its width; keep its picture in the folder SCREENSHOTS."""
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_staff_look_run_dry_and_renew_the_chosen_ones(open_page, due, width, scripts):
    look = look_at if scripts else (lambda *args: None)
    page = open_page(reverse("pages:renewal-list"), width=width, user=staff(), java_script_enabled=scripts)
    expect(page.get_by_text("3 adhésions prennent fin entre ces deux dates.")).to_be_visible()
    look(page, "renewals", width)

    page.get_by_label("Choisir Verrerie").check()
    page.get_by_label("Choisir Muette").check()
    page.get_by_role("button", name="Essai à blanc pour celles choisies").click()
    expect(page.get_by_text("2 adhésions seraient renouvelées.")).to_be_visible()
    expect(page.get_by_text("1 entreprise n’a pas de représentant votant")).to_be_visible()
    look(page, "dry-run", width)
    assert Membership.objects.count() == 3

    page.get_by_role("button", name="Renouveler 2 adhésions").click()
    expect(page.get_by_text("2 adhésions renouvelées.")).to_be_visible()
    assert {m.company.name for m in Membership.objects.filter(starts_on__gt=timezone.localdate())} == {
        "Verrerie", "Muette",
    }  # fmt: skip

    page.get_by_role("link", name="Tardive").click()
    expect(page.get_by_role("heading", name="L’entreprise s’en va")).to_be_visible()
    look(page, "membership", width)
    page.get_by_role("button", name="Renouveler l’adhésion").click()
    expect(page.get_by_role("heading", name="Un renouvellement par erreur")).to_be_visible()
    look(page, "membership-renewed", width)
    assert Membership.objects.count() == 6
