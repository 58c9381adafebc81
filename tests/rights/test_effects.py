"""What a right changes inside pages that stay open: files withheld, memberships unseen, no dead link."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Company, Membership
from territories.models import Federation, TerritoryLead
from territories.models.lead_rights import EVERY_RIGHT
from tests.factories.accounts import lead_of, staff
from tests.factories.applications import ApplicationFactory
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import (
    AffiliationFactory,
    FederationFactory,
    MandateFactory,
    ProspectFactory,
    StageFactory,
    TaskFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    FederationFactory()
    return TerritoryFactory(slug="ales")


@pytest.fixture
def lead(client, territory):
    user = lead_of(territory)
    client.force_login(user)
    return user


def without(*rights):
    Federation.objects.update(lead_rights=[right for right in EVERY_RIGHT if right not in rights])


def fill(territory):
    today = timezone.localdate()
    ProspectFactory(territory=territory, state="met", next_action="Appeler", next_action_on=today)
    ApplicationFactory(territory=territory, confirmed=True)
    TaskFactory(territory=territory)
    StageFactory(territory=territory, late=True)
    MandateFactory(territory=territory, expected_end_on=today - timedelta(days=1))
    company = CompanyFactory(name="Nouvelle adhérente")
    AffiliationFactory(company=company, territory=territory)
    MembershipFactory(company=company, starts_on=today - timedelta(days=5), ends_on=None)
    return company


LISTS = ["territories:prospect-board", "territories:application-list", "territories:task-list",
         "pages:register-list", "territories:territory-list"]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists_give_files_only_with_the_right_to_export(client, territory, lead, name):
    fill(territory)
    url = reverse(name, args=["ales"] if name.endswith("board") else [])
    assert "Content-Disposition" in client.get(url, {"format": "csv"}).headers

    without("export")
    for form in ["csv", "xlsx"]:
        page = client.get(url, {"format": form})
        assert "Content-Disposition" not in page.headers
        assert page.status_code == 200
    assert "Exporter (CSV)" not in client.get(url).content.decode()


def test_staff_takes_files_whatever_leads_may(client, territory):
    without("export")
    client.force_login(staff())
    answer = client.get(reverse("territories:prospect-board", args=["ales"]), {"format": "csv"})
    assert "Content-Disposition" in answer.headers


def test_the_desk_gives_no_file_either(client, territory, lead):
    company = fill(territory)
    sent = {"action": "export_csv", "_selected_action": [company.pk]}
    url = reverse("admin:members_company_changelist")
    assert "Content-Disposition" in client.post(url, sent).headers

    without("export")
    assert "Content-Disposition" not in client.post(url, sent).headers


def test_memberships_are_seen_only_with_their_right(client, territory, lead):
    fill(territory)
    assert Membership.objects.visible_to(lead).count() == 1
    shown = client.get(reverse("pages:territory-dashboard", args=["ales"])).content.decode()
    assert "Nouvelle adhérente" in shown

    without("see_dues")
    assert Membership.objects.visible_to(type(lead).objects.get(pk=lead.pk)).count() == 0
    shown = client.get(reverse("pages:territory-dashboard", args=["ales"])).content.decode()
    assert "Nouvelle adhérente" not in shown


@pytest.mark.parametrize("right", [*EVERY_RIGHT, "all"])
def test_no_link_leads_to_a_page_that_a_right_has_closed(client, territory, lead, right):
    prospect = fill(territory) and territory.prospects.get()
    without(*(EVERY_RIGHT if right == "all" else [right]))
    pages = ["/", territory.get_absolute_url(), prospect.get_absolute_url(),
             reverse("pages:territory-dashboard", args=["ales"]), reverse("members:company-list"),
             *(reverse(f"territories:{name}", args=["ales"])
               for name in ["prospect-board", "bureau-detail", "territory-tasks"])]  # fmt: skip

    dead = {}
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        for link in set(re.findall(r'href="(/(?!static/)[^"#]*)"', answer.content.decode())):
            if client.get(link.replace("&amp;", "&")).status_code in {403, 404}:
                dead[page, link] = right
    assert dead == {}


def test_a_lead_without_edit_reads_the_file_of_a_prospect_and_finds_no_form(client, territory, lead):
    fill(territory)
    without("edit")
    page = client.get(territory.prospects.get().get_absolute_url()).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]

    assert "Appeler" in main
    assert "<form" not in main


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [row["nom"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]


@pytest.mark.parametrize("right", [None, *(right for right in EVERY_RIGHT if right != "export")])
def test_the_files_hold_the_companies_of_the_territory_whatever_other_right_is_missing(
    client, territory, lead, right
):
    fill(territory)
    fill(TerritoryFactory(slug="nimes"))  # of another lead: neither its members nor its prospects
    courted = territory.prospects.get().company
    without(*([right] if right else []))

    whole = client.get(reverse("territories:company-export"), {"format": "csv"})
    own = client.get(reverse("territories:company-export"), {"format": "csv", "territory": "ales"})
    found = client.get(reverse("members:company-directory-export"), {"format": "csv"})

    assert sorted(rows_of(whole)) == sorted(rows_of(own)) == sorted(["Nouvelle adhérente", courted.name])
    assert rows_of(found) == ["Nouvelle adhérente"]


@pytest.mark.parametrize("right", [None, "edit"])
def test_the_lead_of_no_territory_any_more_gets_no_file_whatever_the_rights(client, territory, lead, right):
    fill(territory)
    TerritoryLead.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    without(*([right] if right else []))

    for name in ["territories:company-export", "members:company-directory-export"]:
        assert client.get(reverse(name), {"format": "csv"}).status_code == 404


@pytest.mark.parametrize("right", [None, "edit"])
def test_who_may_create_without_editing_recognises_the_companies_of_the_territory(client, territory, lead, right):
    fill(territory)
    company = CompanyFactory(name="Tannerie")  # of the territory and no member: who is one is not courted
    namesake = CompanyFactory(name="Verrerie", siren=None)
    for of_the_territory in [company, namesake]:
        AffiliationFactory(company=of_the_territory, territory=territory)
    without(*([right] if right else []))
    url = reverse("territories:prospect-add", args=["ales"])

    client.post(url, {"name": "x", "siren": company.siren})
    asked = client.post(url, {"name": "VERRERIE"})

    assert territory.prospects.filter(company=company).exists()
    assert "Est-ce la même" in asked.content.decode()
    assert Company.objects.filter(name__iexact="verrerie").count() == 1


@pytest.mark.parametrize("right", [None, "edit"])
def test_who_may_create_learns_nothing_of_the_neighbours_companies(client, territory, lead, right):
    foreign = fill(TerritoryFactory(slug="nimes"))
    without(*([right] if right else []))
    url = reverse("territories:prospect-add", args=["ales"])

    by_number = client.post(url, {"name": "x", "siren": foreign.siren})
    by_name = client.post(url, {"name": foreign.name})

    assert "hors de votre territoire" in by_number.content.decode()
    assert by_name.status_code == 302
    assert not territory.prospects.filter(company=foreign).exists()
