"""The page of a code officer in a real browser: the file of codes, and that no code ever leaves the page."""

import csv
import re
from urllib.parse import unquote_plus

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from elections import officers
from elections.crypto.credentials import public_credential, read_roll
from elections.models import Box, Incident
from tests.browser.audit import assert_sound
from tests.elections import online

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = re.compile(
    r"[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}"
)


@pytest.fixture
def vote():
    """Return a sealed vote in strict mode, one of whose companies has a name that a spreadsheet would run."""
    made = online.sealed(4, codes_by="officer", weights={3: 5})
    company = made.entries[1].company
    type(company).objects.filter(pk=company.pk).update(name='=HYPERLINK("http://x";"Gagné")')
    officers.name(made.election, made.room.voters[2])
    return made


@pytest.fixture
def page(vote, open_page):
    """Return the page of the officer, with all that it sends in ``page.sent``."""
    opened = open_page("/", user=vote.room.voters[2])
    opened.set_default_timeout(60_000)
    opened.sent = []
    opened.on("request", lambda one: opened.sent.append(f"{one.url} {one.post_data or ''} {one.headers}"))
    opened.goto(opened.url.rstrip("/") + reverse("elections:own-codes", args=[vote.election.pk]))
    return opened


def heading(page, step):
    expect(page.locator(f"[data-step={step}] h2")).to_be_focused()


def saved(page):
    """Save the file that the page offers; return its content, and its rows as French Excel reads them."""
    expect(page.locator("[data-step=file]")).to_be_visible()
    with page.expect_download() as told:
        page.get_by_role("link", name="Enregistrer le fichier des codes").click()
    content = told.value.path().read_bytes()
    assert told.value.suggested_filename.endswith(".csv")
    lines = content.decode("utf-8-sig").split("\r\n")
    return content, list(csv.reader(lines[:-1], delimiter=";"))


def press(page, name):
    page.get_by_role("button", name=name).click()


def assert_no_request_holds(page, codes):
    sent = [unquote_plus(one) for one in page.sent]
    assert any("credentials" in one for one in sent)
    for code in codes:
        for form in (code, code.replace("-", ""), code.replace("-", " ")):
            assert not [one for one in sent if form in one]
    assert not [found for one in sent for found in CODE.findall(one)]
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    assert not CODE.search(kept)


def test_codes_are_made_here_saved_here_and_no_request_holds_one(vote, page):
    heading(page, "make")
    assert_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "file")
    press(page, "Le fichier est enregistré")
    expect(page.locator("[data-error]")).to_contain_text("Enregistrez d’abord")
    assert Box.objects.get().credentials == ""
    content, rows = saved(page)
    assert_sound(page)
    press(page, "Le fichier est enregistré")
    heading(page, "made")
    assert_sound(page)

    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Entreprise", "Vote pour l’entreprise", "Code de vote", "Adresse électronique"]
    assert all(len(row) == 4 for row in rows)
    assert sum(row[0].startswith("'=HYPERLINK") for row in rows) == 1  # text, not a formula
    codes = [row[2] for row in rows[1:]]
    assert all(CODE.fullmatch(code) for code in codes)
    assert len(set(codes)) == 4
    assert_no_request_holds(page, codes)
    kept = Box.objects.get()
    roll = read_roll(kept.credentials)
    assert list(roll) == sorted(roll)
    told = {entry.company.name.lstrip("="): entry.weight for entry in vote.entries}
    for company, _voter, code, _address in rows[1:]:
        assert roll[public_credential(kept.uuid, code)] == told[company.lstrip("'=")]
        assert public_credential(kept.next_uuid, code) in read_roll(kept.next_credentials)
    assert not CODE.search(page.content())


def test_one_code_is_given_again_from_the_page(vote, page):
    heading(page, "make")
    press(page, "Faire les codes")
    _content, rows = saved(page)
    press(page, "Le fichier est enregistré")
    heading(page, "made")
    page.get_by_text("Une entreprise a perdu son code").click()
    entry = vote.entries[3]
    page.get_by_label("Entreprise").select_option(str(entry.pk))
    old = next(row[2] for row in rows if row[0] == entry.company.name)
    page.get_by_label("Son ancien code").fill(old[:-1])
    press(page, "Faire un nouveau code")
    expect(page.locator("[data-error]")).to_contain_text("22 lettres")
    page.get_by_label("Son ancien code").fill(old.replace("-", " "))
    press(page, "Faire un nouveau code")
    _content, again = saved(page)
    press(page, "Le fichier est enregistré")
    heading(page, "made")

    assert [row[0] for row in again[1:]] == [entry.company.name]
    fresh, kept = again[1][2], Box.objects.get()
    roll = read_roll(kept.credentials)
    assert public_credential(kept.uuid, old) not in roll
    assert roll[public_credential(kept.uuid, fresh)] == 5
    assert_no_request_holds(page, [old, fresh, *(row[2] for row in rows[1:])])
    assert Incident.objects.filter(election=vote.election).count() == 1
