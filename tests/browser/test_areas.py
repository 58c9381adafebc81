"""Staff look as a lead, the dashboard and the overview; a change of an area, in the browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from territories.models import Affiliation, AreaChange, HomeQuestion, Shadowing
from tests.browser.audit import assert_sound, violations
from tests.browser.pages import busy_territory
from tests.factories.accounts import lead_of, staff
from tests.factories.geography import CommuneFactory, EpciFactory
from tests.factories.members import CompanyFactory
from tests.factories.territories import AffiliationFactory, AreaPartFactory, FederationFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def territory(transactional_db):
    FederationFactory()
    territory = TerritoryFactory(name="LeadeR Alès", slug="ales", opened=True)
    busy_territory(territory)
    return territory


@pytest.mark.parametrize("width", [390, 1280])
def test_staff_look_as_a_lead_see_it_on_every_page_and_come_back(open_as, territory, width):
    lead = lead_of(territory)
    desk = reverse("pages:territory-dashboard", args=[territory.slug])
    page = open_as(staff(), desk, width=width)

    page.get_by_role("button", name="Voir le site à sa place").click()
    expect(page.locator("main h1")).to_have_text("Tableau de bord")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    told = page.get_by_role("button", name="Redevenir moi-même")
    expect(told).to_be_visible()
    assert page.get_by_role("link", name="Périmètre", exact=True).count() == 0  # staff alone change the area
    page.goto(page.url.replace(desk, reverse("pages:home")))
    expect(told).to_be_visible()
    told.click()

    expect(told).to_have_count(0)
    row = Shadowing.objects.get()
    assert (row.lead, row.territory) == (lead, territory)


@pytest.mark.parametrize("name", ["pages:territory-dashboard", "pages:territory-overview"])
def test_the_dashboard_and_the_overview_are_sound_at_every_width(open_as, territory, name):
    args = [territory.slug] if "dashboard" in name else []

    assert_sound(open_as(staff(), reverse(name, args=args)))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_lead_works_from_the_desk(open_as, territory, width):
    task = territory.tasks.get()
    page = open_as(lead_of(territory), reverse("pages:territory-dashboard", args=[territory.slug]), width=width)

    late = page.get_by_role("region", name="En retard")
    assert late.bounding_box()["x"] + late.bounding_box()["width"] <= width
    for name in ["Demandes", "Pressenties", "Tâches", "Mandats", "Arrivées", "Événements"]:
        expect(page.locator("main h2", has_text=name).first).to_be_visible()
    page.get_by_role("region", name="Tâches").get_by_role("link", name=task.what).click()
    page.get_by_role("button", name="Fait", exact=False).first.click()
    expect(page.locator(".messages")).to_contain_text(task.what)
    page.goto(
        page.url.replace(reverse("territories:territory-tasks", args=[territory.slug]), territory_desk(territory))
    )
    expect(page.get_by_role("region", name="Tâches")).to_contain_text("Rien à faire")

    task.refresh_from_db()
    assert task.done_at


def territory_desk(territory):
    return reverse("pages:territory-dashboard", args=[territory.slug])


@pytest.mark.parametrize("width", [390, 1280])
def test_staff_compare_territories_on_the_overview(open_as, territory, width):
    AreaPartFactory(territory=territory, commune=CommuneFactory(departement__code="30"))
    page = open_as(staff(), reverse("pages:territory-overview"), width=width)

    page.locator("#id_carte").select_option("membres")
    page.locator("#id_tri").select_option("membres")
    page.get_by_role("button", name="Afficher").click()

    expect(page.locator(".map-counts .map-label")).to_have_text(["1"])
    row = page.locator("tbody tr", has_text="LeadeR Alès").first
    expect(row.locator(".small-line")).to_be_visible()
    assert row.bounding_box()["width"] <= width
    row.get_by_role("link", name="LeadeR Alès").click()
    expect(page.locator("main h1")).to_have_text("Tableau de bord")


def test_white_spots_are_a_few_lines_each_on_a_phone(open_as, territory):
    CompanyFactory(commune=CommuneFactory(epci=EpciFactory(name="CC du Bout du Monde")))
    page = open_as(staff(), reverse("territories:white-spot-list"), width=390)

    row = page.locator("tbody tr", has_text="CC du Bout du Monde")
    few = row.bounding_box()["height"]
    page.evaluate("document.querySelector('.table-inline').classList.remove('table-inline')")
    assert few < 0.7 * row.bounding_box()["height"]  # a line for each figure
    page.reload()
    expect(row).to_contain_text("Bout du Monde")
    assert_sound(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_staff_change_an_area_and_record_what_a_company_answered(open_as, territory, scripts):
    sud = TerritoryFactory(name="LeadeR Sud")
    commune = CommuneFactory(name="Sudville", epci=EpciFactory(name="CC Sud"))
    AreaPartFactory(territory=sud, commune=None, epci=commune.epci)
    company = CompanyFactory(name="Verrerie des Deux", commune=commune, member=True)
    AffiliationFactory(company=company, territory=sud)
    address = reverse("territories:territory-area", args=[territory.slug])
    page = open_as(staff(), address, java_script_enabled=scripts)

    page.get_by_label("Pourquoi").fill("Décision du bureau")
    page.get_by_label("Chercher une commune").fill("Sudville")
    page.locator("main").get_by_role("button", name="Chercher", exact=True).click()
    page.get_by_label("Sudville").check()
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("main")).to_contain_text("Verrerie des Deux")
    expect(page.locator("main")).to_contain_text("Rien n’a encore changé.")
    page.get_by_role("button", name="Enregistrer le changement et rattacher les entreprises").click()
    page.get_by_role("link", name="Entreprises à consulter").click()
    page.get_by_role("link", name="Verrerie des Deux").click()
    page.get_by_label("LeadeR Alès").check()
    page.get_by_role("textbox", name="Réponse de l’entreprise").fill("Mme Roux, le 12 juin")
    page.get_by_role("button", name="Enregistrer la réponse").click()

    expect(page.locator(".messages")).to_contain_text("LeadeR Alès")
    assert AreaChange.objects.get().asked_count == 1
    assert HomeQuestion.objects.get().home == territory
    assert Affiliation.objects.filter(company=company, ends_on=None).get().territory == territory
