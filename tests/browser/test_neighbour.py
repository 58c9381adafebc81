"""Two leads and a member in a real Chromium: each finds the own rows, and nothing of a neighbour anywhere."""

import csv
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import accounts
from tests.factories.members import CompanyFactory, PersonFactory, RepresentativeFactory
from tests.factories.territories import AffiliationFactory, OpeningFactory, ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.browser

LISTS = ["company", "person", "representative"]
SIDES = [("ours", "theirs"), ("theirs", "ours")]


@pytest.fixture
def sides(transactional_db):
    """Make two territories with a lead each; a word that stands in every record of a side tells it."""

    def side(word):
        territory = TerritoryFactory(name=f"LeadeR {word}")
        company = CompanyFactory(name=f"Atelier {word}", city=word)
        AffiliationFactory(company=company, territory=territory)
        RepresentativeFactory(company=company, person=PersonFactory(family_name=f"Durand {word}"))
        prospect = ProspectFactory(territory=territory, company=CompanyFactory(name=f"Fabrique {word}", city=word))
        lead = accounts.lead_of(territory)
        opening = OpeningFactory(author=lead, name=f"LeadeR {word} bis")
        return SimpleNamespace(
            word=word, territory=territory, company=company, prospect=prospect, lead=lead, opening=opening
        )

    return SimpleNamespace(ours=side("Aubrac"), theirs=side("Bigorre"))


@pytest.fixture
def open_as(chromium, live_server, settings):
    """Return a function that gives a page signed in as somebody; an error in its console fails the test."""
    for cookie in ["SESSION", "CSRF"]:  # the live server has no TLS, which the site's own cookies ask for
        setattr(settings, f"{cookie}_COOKIE_SECURE", False)
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"
    wrong, contexts = [], []

    def signed_in(user):
        client = Client()
        client.force_login(user)
        context = chromium.new_context(base_url=live_server.url, locale="fr-FR", accept_downloads=True)
        contexts.append(context)
        cookies: SimpleCookie = client.cookies
        value = cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert wrong == []


def changelist(model, app="members"):
    return reverse(f"admin:{app}_{model}_changelist")


@pytest.mark.parametrize(("mine", "other"), SIDES)
def test_a_lead_finds_the_own_rows_in_every_list_and_none_of_the_neighbour(open_as, sides, mine, other):
    own, foreign = getattr(sides, mine), getattr(sides, other)
    page = open_as(own.lead)

    for address in [*map(changelist, LISTS), changelist("prospect", "territories")]:
        page.goto(address)
        assert own.word in page.locator("#result_list").inner_text()
        assert foreign.word not in page.locator("body").inner_text()

        page.get_by_label("Rechercher").first.fill(foreign.word.lower())
        page.get_by_role("button", name="Afficher").click()
        assert page.locator("#result_list").count() == 0


@pytest.mark.parametrize(("mine", "other"), SIDES)
def test_a_lead_is_told_that_the_pages_of_the_neighbour_do_not_exist(open_as, sides, mine, other):
    own, foreign = getattr(sides, mine), getattr(sides, other)
    page = open_as(own.lead)

    def status(name, record):
        return page.goto(reverse(name, args=[record.pk])).status

    for name, kept, hidden in [
        ("admin:members_company_change", own.company, foreign.company),
        ("admin:members_company_history", own.company, foreign.company),
        ("admin:territories_prospect_change", own.prospect, foreign.prospect),
    ]:
        assert status(name, kept) == 200
        assert status(name, hidden) == 404
        assert foreign.word not in page.content()
    for hidden in [
        "territories_opening",
        "territories_territory",
        "territories_affiliation",
        "members_membership",
    ]:
        assert page.goto(reverse(f"admin:{hidden}_changelist")).status == 404


@pytest.mark.parametrize(("mine", "other"), SIDES)
def test_the_autocompletion_of_a_lead_offers_the_own_companies_only(open_as, sides, mine, other):
    own, foreign = getattr(sides, mine), getattr(sides, other)
    page = open_as(own.lead)
    offered = {}
    for typed in ["a", own.word, foreign.word]:
        page.goto(reverse("admin:territories_prospect_add"))
        page.locator(".field-company .select2-selection").click()
        with page.expect_response(lambda answer, typed=typed: f"term={typed}" in answer.url):
            page.locator(".select2-search__field").fill(typed)
        page.locator(".select2-results .loading-results").wait_for(state="detached")
        offered[typed] = set(page.locator(".select2-results__option").all_inner_texts())

    everything = {own.company.name, own.prospect.company.name}
    assert offered["a"] == everything
    assert offered[own.word] == everything
    assert not any(foreign.word in text for text in offered[foreign.word])


@pytest.mark.parametrize(("mine", "other"), SIDES)
def test_the_export_of_a_lead_is_the_list_of_a_lead(open_as, sides, mine, other):
    own, foreign = getattr(sides, mine), getattr(sides, other)
    page = open_as(own.lead)
    page.goto(changelist("company"))
    shown = page.locator("#result_list .field-name").all_inner_texts()

    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("export_csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Envoyer").click()

    content = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    names = [row[2] for row in csv.reader(content.splitlines(), delimiter=";")][1:]
    assert sorted(names) == sorted(shown) == sorted([own.company.name, own.prospect.company.name])
    assert foreign.word not in content


def test_an_action_forged_upon_the_neighbours_company_exports_no_line_of_it(open_as, sides):
    page = open_as(sides.ours.lead)
    page.goto(changelist("company"))
    box = page.locator(f"input[name=_selected_action][value='{sides.ours.company.pk}']")
    box.evaluate("(box, key) => { box.value = key; }", str(sides.theirs.company.pk))
    page.locator(f"input[name=_selected_action][value='{sides.theirs.company.pk}']").check()

    page.locator("select[name=action]").select_option("export_csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Envoyer").click()

    assert sides.theirs.word not in Path(download.value.path()).read_bytes().decode("utf-8-sig")


def test_the_pages_of_the_site_show_a_lead_nothing_of_the_neighbours_companies(open_as, sides):
    page = open_as(sides.ours.lead)

    for address in [reverse("pages:home"), sides.theirs.territory.get_absolute_url()]:
        assert page.goto(address).status == 200
        text = page.locator("body").inner_text()
        assert sides.theirs.company.name not in text
        assert sides.theirs.prospect.company.name not in text


def test_a_member_has_no_desk(open_as, sides):
    member = accounts.representative_of(sides.ours.company, vote="none")
    page = open_as(member)

    for address in [reverse("admin:index"), changelist("company")]:
        assert page.goto(address).status == 404
        assert sides.theirs.word not in page.content()
    assert urlsplit(page.url).path == changelist("company")


def test_a_lead_of_yesterday_finds_the_door_closed(open_as, sides):
    sides.ours.territory.leads.update(ends_on=date(2020, 12, 31))

    assert open_as(sides.ours.lead).goto(changelist("company")).status == 404
