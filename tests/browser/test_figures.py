"""Staff read the figures of many years in a real browser: from the menu to the list behind one, and its files."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.test_become_a_member import look_at
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import ActivityFactory, ActivitySectionFactory, CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, FederationFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "Les membres au fil des ans"
ALES, NIMES = "LeadeR Alès", "LeadeR Nîmes"
FIRST = timezone.localdate().year - 2


@pytest.fixture
def years(transactional_db):
    """Return two territories; three companies of Alès, one of which left, and one of Nîmes."""
    FederationFactory()
    activity = ActivityFactory(section=ActivitySectionFactory(code="C", label="Industrie"))
    territories = {
        name: TerritoryFactory(name=name, slug=slug) for name, slug in [(ALES, "ales"), (NIMES, "nimes")]
    }
    for name, home in [("Verrerie", ALES), ("Fabrique", ALES), ("=Formule", ALES), ("Œuvre", NIMES)]:
        company = CompanyFactory(name=name, activity=activity)
        AffiliationFactory(company=company, territory=territories[home])
        left = date(FIRST + 1, 3, 31) if name == "Fabrique" else None
        MembershipFactory(company=company, starts_on=date(FIRST, 2, 1), ends_on=left)
    return territories


def follow(page, link):
    """Follow ``link``, a figure, and return the names in its list, which are as many."""
    figure = int(link.inner_text().splitlines()[-1])
    link.click()
    expect(page.locator("main .page-header .lead")).to_contain_text(f"{figure} entreprise")
    expect(page.locator("main .page-header .lead")).to_contain_text(f"Territoire : {ALES}")
    names = page.locator("tbody th").all_inner_texts()
    assert len(names) == figure
    return set(names)


def row_of(page, title, name):
    return page.get_by_role("region", name=title).locator("tr").filter(has=page.locator("th", has_text=str(name)))


def downloaded(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).first.click()
    return download.value.path()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_staff_come_from_the_menu_and_follow_figures_to_their_lists(open_page, years, width, scripts):
    look = look_at if scripts else (lambda *args: None)
    page = open_page(reverse("pages:home"), width=width, user=staff(), java_script_enabled=scripts)
    if width < 600:
        page.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Entreprises").click()
    page.get_by_role("link", name=TITLE).click()
    look(page, "figures", width)

    page.get_by_label("Territoire").select_option(label=ALES)
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_role("img", name="Membres du")).to_be_visible()
    expect(page.get_by_role("img", name="De toutes les nouvelles entreprises")).to_be_visible()
    look(page, "figures-narrowed", width)
    narrowed = page.url

    joined = row_of(page, "Année par année", FIRST).locator("td").first.get_by_role("link")
    assert follow(page, joined) == {"Verrerie", "Fabrique", "=Formule"}
    look(page, "figures-list", width)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_label("Territoire").locator("option:checked")).to_have_text(ALES)
    stayed = row_of(page, "Combien de temps", FIRST).get_by_role("link").last
    assert follow(page, stayed) == {"Verrerie", "=Formule"}

    page.goto(narrowed)
    row_of(page, "Année par année", FIRST + 1).locator("th a").click()
    page.get_by_role("link", name="Par activité").click()
    look(page, "figures-year", width)
    industry = page.locator("tbody tr").filter(has_text="Industrie")
    assert follow(page, industry.get_by_role("link").first) == {"Fabrique"}  # who left


def test_a_day_of_the_past_has_its_figure_and_its_list(open_page, years):
    page = open_page(reverse("pages:member-figures"), width=390, user=staff())
    page.get_by_label("Territoire").select_option(label=ALES)
    page.get_by_label("Membres le jour").fill(f"{FIRST + 1}-03-31")
    page.get_by_role("button", name="Afficher").click()
    look_at(page, "figures-day", 390)

    assert follow(page, page.locator("dl dd a")) == {"Verrerie", "Fabrique", "=Formule"}
    expect(page.get_by_role("heading", name=f"Membres le 31 mars {FIRST + 1}")).to_be_visible()


def test_staff_take_the_narrowed_rows_away_as_csv_and_xlsx(open_page, years):
    listed = reverse("pages:member-figures-list", args=[FIRST, "joined"])
    page = open_page(f"{listed}?territory=ales", user=staff())

    written = downloaded(page, "Exporter (CSV)").read_text("utf-8-sig")
    sheet = load_workbook(io.BytesIO(downloaded(page, "Exporter (XLSX)").read_bytes())).active

    rows = list(csv.DictReader(io.StringIO(written), delimiter=";"))
    assert {row["entreprise"] for row in rows} == {"Verrerie", "Fabrique", "'=Formule"}
    assert {cell.value for cell in sheet["A"][1:]} == {"Verrerie", "Fabrique", "'=Formule"}
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


@pytest.mark.parametrize("who", [guest, member, lead_of])
def test_a_member_a_lead_and_a_guest_find_no_figure(open_page, years, who):
    user = who()
    page = open_page(reverse("pages:home"), user=user)

    assert page.locator('a[href^="/adherents/chiffres/"]').count() == 0
    for address in [
        reverse("pages:member-figures"),
        reverse("pages:member-figures") + "?format=xlsx",
        reverse("pages:member-breakdown", args=[FIRST]),
        reverse("pages:member-figures-list", args=[FIRST, "joined"]),
    ]:
        answer = page.request.get(page.url.rstrip("/") + address)
        assert answer.status == 404
        assert "Verrerie" not in answer.text()
