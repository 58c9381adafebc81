"""The booth itself: its template, its script, a keyboard, a phone; the ballot that leaves it is checked by the engine."""

import json
from urllib.parse import parse_qs

import pytest
from django.template import Context, Template
from django.urls import reverse
from playwright.sync_api import expect

from elections.box import steps
from elections.crypto.ballots import check_ballot
from elections.crypto.credentials import new_code
from elections.crypto.election import Question
from elections.crypto.hashing import sha_b64
from elections.templatetags.booth import script_hash
from leader.shared.idempotency import FIELD
from tests.browser.audit import assert_sound
from tests.elections import online
from tests.elections.crypto.boxes import Box
from tests.elections.test_online_vote import counted

pytestmark = pytest.mark.browser
QUESTIONS = (
    Question("Présidence", ("Amélie 🌿", "Benoît « Ben » <b>d’Oc</b>"), 1, 1, blank=True),
    Question("Conseil", ("A", "B", "C"), 1, 2, blank=True),
)
PAGE = (
    '{% load booth static %}<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Isoloir</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '{% for name in sheets %}<link rel="stylesheet" href="/static/css/{{ name }}.css">{% endfor %}</head>'
    '<body><main><h1>Isoloir</h1>{% booth "/setup.json" "/cast" "the-token" %}</main></body></html>'
)
SHEETS = ["tokens", "base", "layout", "components", "forms", "pages"]


@pytest.fixture(scope="module")
def box():
    return Box(QUESTIONS, (1, 1))


@pytest.fixture
def open_booth(chromium, site, box, settings):
    """Return a function that opens the booth at a width; an error of the page fails."""
    names = ("election", "trustees", "credentials", "setup")
    setup = json.dumps(dict(zip(names, box.steps[0][1], strict=True))).encode()
    settings.STATIC_URL = "/static/"
    page_text = Template(PAGE).render(Context({"sheets": SHEETS})).encode()
    site.put |= {"/setup.json": ("application/json", setup), "/booth": ("text/html; charset=utf-8", page_text)}
    site.sent.clear()
    opened, wrong = [], []

    def open_at(width=1280):
        page = chromium.new_page(viewport={"width": width, "height": 800})
        opened.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{site.url}/booth")
        return page

    yield open_at
    for page in opened:
        page.close()
    assert wrong == []


def answer(site, status, **told):
    site.put["POST /cast"] = (status, "application/json", json.dumps(told).encode())


def enter(page, code):
    page.locator("[name=code]").fill(code)
    page.keyboard.press("Enter")


def to_review(page, code):
    enter(page, code)
    expect(page.locator("[data-step=vote] h2")).to_be_focused()
    page.get_by_label("Amélie").check()
    page.get_by_label("B", exact=True).check()
    page.locator("[data-step=vote] button[type=submit]").click()
    expect(page.locator("[data-step=review] h2")).to_be_focused()


def ballot_of(sent):
    return parse_qs(sent)["ballot"][0]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_vote_from_the_code_to_the_receipt(open_booth, site, box, width):
    page = open_booth(width)
    to_review(page, box.codes[0].replace("-", " "))
    expect(page.locator("[data-review]")).to_contain_text("Amélie 🌿")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert site.sent == []
    tracker = page.locator("[data-step=review] [data-tracker]").inner_text()
    answer(site, 200, tracker=tracker)

    page.locator("[data-step=review] button[type=submit]").click()

    expect(page.locator("[data-step=receipt] h2")).to_be_focused()
    expect(page.locator("[data-step=receipt] [data-tracker]")).to_have_text(tracker)
    (sent,) = site.sent
    assert parse_qs(sent).keys() == {"csrfmiddlewaretoken", FIELD, "ballot"}
    assert box.codes[0] not in sent
    assert check_ballot(box.election, box.roll, ballot_of(sent)).tracker == tracker


def test_a_vote_with_the_keyboard_alone(open_booth, site, box):
    page = open_booth()
    expect(page.locator("[data-step=code] h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(box.codes[1])
    page.keyboard.press("Enter")
    expect(page.locator("[data-step=vote] h2")).to_be_focused()
    for key in ["Tab", "Space", "Tab", "Space", "Enter"]:  # the blank vote of both questions
        page.keyboard.press(key)
    expect(page.locator("[data-step=review] h2")).to_be_focused()
    assert page.locator("[data-review] dd").all_inner_texts() == ["Vote blanc", "Vote blanc"]


def test_a_wrong_code_is_told_in_words_and_nothing_is_sent(open_booth, site):
    page = open_booth()
    for code, words in [("abc", "22"), ("0" * 22, "l minuscule"), (new_code(), "liste")]:
        enter(page, code)
        expect(page.locator("[data-error]")).to_contain_text(words)
        expect(page.locator("[name=code]")).to_be_focused()
        assert page.locator("[name=code]").input_value() == code
    assert site.sent == []


def test_too_many_choices_are_told_beside_the_question_and_blank_stands_alone(open_booth, box):
    page = open_booth()
    enter(page, box.codes[0])
    page.locator("[data-step=vote]").wait_for()
    for label in "ABC":
        page.get_by_label(label, exact=True).check()
    page.locator("[data-step=vote] button[type=submit]").click()
    expect(page.locator("[data-wrong]:not([hidden])")).to_have_count(2)
    second = page.locator(".booth-question").nth(1)
    second.get_by_label("Vote blanc").check()
    assert second.locator("input:checked").count() == 1
    page.get_by_label("A", exact=True).check()
    assert not second.get_by_label("Vote blanc").is_checked()


def test_a_lost_answer_and_a_refusal_keep_the_ballot(open_booth, site, box):
    page = open_booth()
    to_review(page, box.codes[0])
    cast = page.locator("[data-step=review] button[type=submit]")
    site.put["POST /cast"] = (502, "text/html", b"<p>")
    cast.click()
    expect(page.locator("[data-error]")).to_contain_text("Aucune réponse")
    answer(site, 409, message="Le scrutin est clos.")
    cast.click()
    expect(page.locator("[data-error]")).to_have_text("Le scrutin est clos.")
    answer(site, 200, tracker=sha_b64("another"))
    cast.click()
    expect(page.locator("[data-error]")).to_contain_text("reçu")
    assert len({ballot_of(sent) for sent in site.sent}) == 1


def test_a_refusal_leaves_the_way_back_and_a_lost_answer_does_not(open_booth, site, box):
    page = open_booth()
    to_review(page, box.codes[0])
    cast = page.locator("[data-step=review] button[type=submit]")
    answer(site, 409, message="Le vote est suspendu.")
    cast.click()
    expect(page.locator("[data-error]")).to_have_text("Le vote est suspendu.")
    expect(page.locator("[data-back]")).to_be_visible()
    answer(site, 503, message="Le site est en maintenance.")
    cast.click()
    expect(page.locator("[data-error]")).to_have_text("Le site est en maintenance.")
    answer(site, 429, message="Trop d’essais.")
    cast.click()
    expect(page.locator("[data-error]")).to_have_text("Trop d’essais.")
    expect(page.locator("[data-back]")).to_be_hidden()


@pytest.mark.django_db(transaction=True)
def test_09_a_ballot_whose_answer_was_lost_has_the_receipt_of_the_one_in_the_box(open_as, live_server):
    vote = online.opened(2)
    booth = reverse("elections:election-vote", args=[vote.election.pk, vote.entries[0].pk])
    page = open_as(vote.room.voters[0], booth).context.new_page()  # a lost answer is an error of its console
    page.goto(live_server.url + booth)
    enter(page, vote.codes[0])
    page.locator("[data-step=vote] label").nth(1).click()
    page.locator("[data-step=vote] button[type=submit]").click()
    expect(page.locator("[data-step=review] h2")).to_be_focused()
    shown = page.locator("[data-step=review] [data-tracker]").inner_text()

    def lose_the_answer(route):
        route.fetch()  # the site has counted it
        route.abort()

    page.route(f"**{vote.address(0)}", lose_the_answer)
    cast = page.locator("[data-step=review] button[type=submit]")
    cast.click()
    expect(page.locator("[data-error]")).to_contain_text("Aucune réponse")
    assert counted(vote) == (1, 1)
    expect(page.locator("[data-back]")).to_be_hidden()
    page.unroute(f"**{vote.address(0)}")
    cast.click()

    expect(page.locator("[data-step=receipt] [data-tracker]")).to_have_text(shown)
    assert counted(vote) == (1, 1)
    assert [sha_b64(step.data[0]) for step in steps(vote.election)[1:]] == [shown]


def test_a_false_election_opens_no_booth(open_booth, site, box):
    other = Box(QUESTIONS, (1, 1))
    open_page = open_booth()
    open_page.locator("[data-step=code]").wait_for()
    texts = dict(json.loads(site.put["/setup.json"][1]), election=other.election.text)
    site.put["/setup.json"] = ("application/json", json.dumps(texts).encode())
    open_page.reload()
    expect(open_page.locator("[data-error]")).to_contain_text("isoloir")
    expect(open_page.locator("[data-step=code]")).to_be_hidden()


def test_the_booth_says_the_hash_of_its_script(open_booth):
    assert len(script_hash()) == 64
    expect(open_booth().locator(".booth > p code").last).to_have_text(script_hash())


def test_the_booth_is_sound_for_assistive_technology(open_booth, box):
    page = open_booth()
    page.locator("[data-step=code]").wait_for()
    assert_sound(page)
    page.set_viewport_size({"width": 390, "height": 800})
    enter(page, box.codes[0])
    page.locator("[data-step=vote]").wait_for()
    assert_sound(page)
