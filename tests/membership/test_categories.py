"""As what a company belongs to the federation, on the pages: what it is called, whether it renews and votes."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from elections import presets
from elections.models import Election
from members.models import Category, Membership
from tests.factories import accounts
from tests.factories.territories import OfficeFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
TOLD = {
    Category.MEMBER: "membre",
    Category.PARTNER: "partenaire",
    Category.HONORARY: "membre d’honneur",
    Category.SUBSIDIARY: "filiale",
    Category.INSTITUTION: "institution",
}
ENDS = [category for category in TOLD if category != Category.HONORARY]


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(date(2026, 11, 20), tick=False):
        yield


@pytest.fixture
def clerk(client):
    client.force_login(accounts.staff())
    return client


@pytest.fixture
def club(federation):
    """Return a club abroad: a territory that lies in no part of the region."""
    return TerritoryFactory(slug="japon", name="LeadeR Japon")


@pytest.mark.parametrize("category", TOLD)
def test_staff_brings_a_company_back_as_any_category_and_the_pages_say_which(clerk, due, club, category):
    ended = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31), "grace_days": 0}
    old = due("Atelier", territory=club, voted=False, **ended)
    back = {"on": "2026-11-20", "category": category.value, "shown": old.pk}

    clerk.post(reverse("pages:membership-return", args=[old.company_id]), back)

    made = old.company.memberships.latest("starts_on")
    assert (made.category, made.ends_on is None) == (category.value, category == Category.HONORARY)
    page = clerk.get(reverse("pages:membership-detail", args=[old.company_id])).content.decode()
    assert f"{TOLD[category]} <span" in page.replace("\u202f", " ")
    own = Client()
    own.force_login(accounts.representative_of(old.company))
    assert own.get(old.company.get_absolute_url()).status_code == 200
    listed = own.get(reverse("members:company-list")).context["page"]
    assert [company.name for company in listed] == ["Atelier"]


def test_whoever_belongs_to_a_club_abroad_renews_as_what_it_is(clerk, due, club):
    for category in TOLD:
        due(f"Atelier {category}", territory=club, category=category)

    listed = clerk.get(reverse("pages:renewal-list")).context["page"]
    assert {row.category for row in listed} == set(ENDS)
    narrowed = clerk.get(reverse("pages:renewal-list"), {"category": "subsidiary"}).context["page"]
    assert [row.company.name for row in narrowed] == ["Atelier subsidiary"]

    subsidiary = Membership.objects.get(category=Category.SUBSIDIARY)
    page = clerk.get(reverse("pages:membership-detail", args=[subsidiary.company_id])).content.decode()
    shown = re.search(r'name="shown" value="([^"]*)"', page)[1]
    clerk.post(reverse("pages:membership-renew", args=[subsidiary.company_id]), {"shown": shown})
    kept = subsidiary.company.memberships.values_list("category", flat=True)
    assert list(kept) == ["subsidiary"] * 2


def test_only_members_stand_on_the_roll_of_an_election(clerk, due, club):
    for category in TOLD:
        due(f"Atelier {category}", territory=club, category=category)
    election = presets.begin(
        club, Election.Kind.FIRST_BUREAU, offices=[OfficeFactory()],
        typed={"held_on": date(2026, 11, 20), "place": "Mairie", "way": "paper"},
    )  # fmt: skip

    clerk.post(reverse("elections:election-roll", args=[election.pk]), {"act": "remplir"})

    page = clerk.get(reverse("elections:election-roll", args=[election.pk])).content.decode()
    assert [f"Atelier {category}" in page for category in TOLD] == [True, False, False, False, False]
