"""The first bureau of a new territory, elected online in real browsers from the roll to the mandates and the minutes."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from elections import heads, verdicts
from elections.crypto import verify
from elections.crypto.verification import Rules, verify_archive
from elections.models import Election, SignOff, Trustee
from leader.shared.locked import unlock
from leader.shared.mails import Letter
from tests.browser.audit import assert_sound
from tests.elections import online
from tests.elections.crypto import belenios
from tests.elections.rooms import Room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLANK, PROXY, WEIGHTY = 5, 11, 2  # which company votes blank, is represented, has three voices
CHOICES = {BLANK: 0, **dict.fromkeys([6, 7, 8], 2)}  # slots: blank, first, second; the others vote for the first


@pytest.fixture
def come_in(open_page, live_server, settings):
    """Return a function that opens an address in a browser of somebody's own, signed in all along."""
    for cookie in ["SESSION", "CSRF"]:  # the live server has no TLS, which the site's own cookies ask for
        setattr(settings, f"{cookie}_COOKIE_SECURE", False)
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "sessionid", "csrftoken"

    def open_at(user, address, **options):
        own = Client()
        own.force_login(user)
        page = open_page("/", **options)
        value = own.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.set_default_timeout(60_000)
        page.goto(live_server.url + address)
        return page

    return open_at


def address(name, election, *more):
    return reverse(f"elections:{name}", args=[election.pk, *more])


def heading(page, step):
    expect(page.locator(f"[data-step={step}] h2")).to_be_focused()


def press(page, step):
    page.locator(f"[data-step={step}] button[type=submit]").click()


def draw_a_seed(page):
    """Make a seed, write it down, type it from the paper; return what the paper says."""
    heading(page, "certify")
    press(page, "certify")
    heading(page, "seed")
    paper = page.locator("[data-seed]").inner_text()
    assert re.fullmatch(r"\w{5} \w{6} \w{5} \w{6}", paper)
    wrong = paper[:-1] + ("1" if paper[-1] != "1" else "2")
    page.get_by_label("Tapez-la d’après votre papier").fill(wrong)
    press(page, "seed")
    expect(page.locator("[data-error]")).to_contain_text("Ce n’est pas la graine")
    page.get_by_label("Tapez-la d’après votre papier").fill(paper)
    press(page, "seed")
    return paper


def make_the_key(pages):
    """Lead three trustees through the ceremony; return their papers."""
    papers = [draw_a_seed(page) for page in pages]
    for page in pages:
        heading(page, "deal")
    spoken = {page.locator("[data-step=deal] [data-spoken]").inner_text() for page in pages}
    assert len(spoken) == 1
    press(pages[0], "deal")
    expect(pages[0].locator("[data-error]")).to_contain_text("à voix haute")
    for page in pages:
        page.get_by_label("Nous voyons tous").check()
        press(page, "deal")
    for page in pages:
        heading(page, "accept")
        press(page, "accept")
    heading(pages[0], "rehearse")
    pages[0].locator("#seed-rehearse").fill(papers[1])
    press(pages[0], "rehearse")
    expect(pages[0].locator("[data-error]")).to_contain_text("Ce n’est pas votre graine")
    for page, paper in zip(pages, papers, strict=True):
        expect(page.locator("[data-step=rehearse]")).to_be_visible()
        page.locator("#seed-rehearse").fill(paper)
        press(page, "rehearse")
    for page in pages:
        expect(page.locator("[data-mark=vote]")).to_have_attribute("aria-current", "step")
        expect(page.locator("[data-waited]")).to_contain_text("quand le vote sera clos")
    return SimpleNamespace(papers=papers, fingerprint=spoken.pop())


def vote(page, code, choice):
    page.locator("[name=code]").fill(code)
    press(page, "code")
    heading(page, "vote")
    page.locator("[data-step=vote] label").nth(choice).click()
    press(page, "vote")
    heading(page, "review")
    press(page, "review")
    heading(page, "receipt")
    return page.locator("[data-step=receipt] [data-tracker]").inner_text()


def decrypt(page, paper, announced):
    expect(page.locator("[data-step=decrypt]")).to_be_visible()
    page.locator("[name=ballots]").fill(str(announced))
    page.locator("#seed-decrypt").fill(paper)
    press(page, "decrypt")


def prepare(room, lead):
    """Let the lead prepare the election on its pages, and two people stand; return the election, still a draft."""
    typed = {
        "kind": "first_bureau", "territory": room.territory.pk, "held_on": timezone.localdate().isoformat(),
        "place": "Mairie", "way": "online", "offices": [room.president.pk],
    }  # fmt: skip
    assert lead.post(reverse("elections:election-begin"), typed).status_code == 302
    election = Election.objects.get()
    for number in (0, 1):
        candidate = Client()
        candidate.force_login(room.voters[number])
        typed = {"act": "candidat", "contest": election.contests.get().pk, "statement": "Pour nous."}
        assert candidate.post(address("election-stand", election), typed).status_code == 302
    entries = list(election.roll.by_name())
    typed = {"act": "donner", "giver": entries[PROXY].pk, "holder": entries[PROXY - 1].pk}
    assert lead.post(address("election-proxies", election), typed).status_code == 302
    typed = {"representative": entries[WEIGHTY].representative_id, "weight": 3}
    edit = address("roll-entry-edit", election, entries[WEIGHTY].pk)
    assert lead.post(edit, typed).status_code == 302
    return election, entries


def test_a_whole_election_of_a_first_bureau(come_in, live_server, tmp_path):
    room = Room.with_companies(12)
    clerk = Client()
    clerk.force_login(room.lead)
    election, entries = prepare(room, clerk)

    lead = come_in(room.lead, address("election-conduct", election))
    lead.get_by_role("button", name="Sceller").click()
    lead.get_by_role("link", name="Clé et dépositaires").click()
    holders = room.voters[:2] + room.voters[3:4]
    for number, holder in enumerate(holders, 1):
        lead.get_by_label(f"Dépositaire {number}").select_option(str(holder.pk))
    lead.get_by_role("button", name="Désigner les dépositaires").click()
    expect(lead.locator("main")).to_contain_text("On attend")

    pages = [come_in(holder, address("own-key", election)) for holder in holders]
    made = make_the_key(pages)
    lead.reload()
    expect(lead.locator("main")).to_contain_text("le vote peut s’ouvrir")
    expect(lead.locator("main")).to_contain_text(made.fingerprint)

    assert clerk.post(address("election-codes", election)).status_code == 302
    codes = [unlock(letter.secret) for letter in Letter.objects.exclude(secret="").order_by("pk")]
    present = {"present": [entry.pk for entry in entries]}
    assert clerk.post(address("election-presence", election), present).status_code == 302
    lead.goto(live_server.url + address("election-conduct", election))
    ends = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    lead.get_by_label("On peut voter jusqu").fill(ends)
    lead.get_by_role("button", name="Ouvrir le vote").click()
    election.refresh_from_db()
    assert election.state == "open"

    trackers = []
    for number, entry in enumerate(entries):
        voter = room.voters[number - 1 if number == PROXY else number]
        booth = come_in(voter, address("election-vote", election, entry.pk), width=390 if number % 2 else 1280)
        trackers.append(vote(booth, codes[number], CHOICES.get(number, 1)))
        booth.context.close()

    lead.reload()
    lead.get_by_role("button", name="Clore le vote").click()
    for page in pages:
        heading(page, "decrypt")

    # The polling station announces twelve; a box that holds another number is refused.
    decrypt(pages[0], made.papers[0], 13)
    expect(pages[0].locator("[data-error]")).to_contain_text("L’urne contient 12 bulletins")
    decrypt(pages[0], made.papers[0], 12)
    heading(pages[0], "send")
    expect(pages[0].locator("[data-made-spoken]")).to_have_text(made.fingerprint)
    expect(pages[0].locator("[data-made-weight]")).to_have_text("14")
    expect(pages[0].locator("[data-made-closing]")).to_have_text(heads.at_closing(election))
    press(pages[0], "send")
    heading(pages[0], "done")
    election.refresh_from_db()
    assert election.state == "closed"
    decrypt(pages[2], made.papers[2], 12)
    heading(pages[2], "send")
    expect(pages[2].locator("[data-made-closing]")).to_have_text(heads.at_closing(election))  # as for the first
    press(pages[2], "send")
    heading(pages[2], "done")
    heading(pages[1], "done")  # the paper of the second is not needed

    lead.goto(live_server.url + address("election-proclaim", election))
    expect(lead.locator("main")).to_contain_text("Deux vérificateurs lisent toute l’urne")
    verdicts.verify_box(election_id=election.pk)  # what the worker does
    lead.get_by_role("link", name="Regarder à nouveau").click()
    expect(lead.locator("main")).to_contain_text("accepte l’archive")
    lead.get_by_role("button", name="Proclamer le résultat").click()
    expect(lead.locator("main")).to_contain_text("procès-verbal")
    election.refresh_from_db()
    assert election.state == "proclaimed"

    content = lead.request.get(live_server.url + address("election-archive", election)).body()
    verdict = verify_archive(content, Rules(revote=False))
    assert verdict.result == [[1, 10, 3]]
    assert sorted(verdict.trackers) == sorted(trackers)
    assert verify.verify(content)["result"] == verdict.result
    if belenios.TOOL:
        assert belenios.accepts(content, tmp_path)
    assert [str(one) for one in Trustee.objects.order_by("index")] == [str(holder.person) for holder in holders]

    lead.goto(live_server.url + room.territory.get_absolute_url())
    expect(lead.locator("main")).to_contain_text(str(room.voters[0].person))
    pdf = lead.request.get(live_server.url + address("election-minutes", election))
    assert pdf.body().startswith(b"%PDF")
    assert len(pdf.body()) < 1_500_000


ELSEWHERE = """() => new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
    fetch("https://elsewhere.example/").then(() => resolve("sent"), () => setTimeout(() => resolve("lost"), 2000));
})"""


def test_20_the_booth_needs_no_network_until_the_ballot_is_cast_and_reaches_no_other_site(come_in, live_server):
    vote_ = online.opened(2)
    entry = vote_.entries[0]
    page = come_in(vote_.room.voters[0], address("election-vote", vote_.election, entry.pk))
    heading(page, "code")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.context.set_offline(True)
    page.locator("[name=code]").fill(vote_.codes[0])
    press(page, "code")
    heading(page, "vote")
    page.locator("[data-step=vote] label").nth(1).click()
    press(page, "vote")
    heading(page, "review")
    assert asked == []
    assert page.evaluate(ELSEWHERE) == "connect-src"

    page.context.set_offline(False)
    press(page, "review")
    heading(page, "receipt")
    assert {url.startswith(live_server.url) for url in asked if "elsewhere" not in url} == {True}
    assert SignOff.objects.count() == 1


@pytest.fixture
def seated(come_in):
    """Return a page of a trustee at the first step."""
    room = Room.with_companies(5)
    election = room.prepared(way="online")
    room.standing(election, 0)
    clerk = Client()
    clerk.force_login(room.lead)
    clerk.post(address("election-conduct", election), {"act": "sceller"})
    typed = {"act": "designer", "size": 3} | {f"trustee_{n}": room.voters[n].pk for n in (1, 2, 3)}
    assert clerk.post(address("election-keys", election), typed).status_code == 302
    return SimpleNamespace(room=room, election=election, come_in=come_in)


def test_the_page_of_a_trustee_is_sound_and_needs_the_keyboard_alone(seated):
    page = seated.come_in(seated.room.voters[1], address("own-key", seated.election))
    heading(page, "certify")
    assert_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    heading(page, "seed")
    paper = page.locator("[data-seed]").inner_text()
    assert_sound(page)
    page.get_by_label("Tapez-la d’après votre papier").focus()
    page.keyboard.type(paper)
    page.keyboard.press("Enter")
    heading(page, "wait")
    assert_sound(page)
    expect(page.locator("[data-waited]")).to_contain_text(str(seated.room.voters[2].person))


def test_the_seed_is_kept_nowhere_and_leaves_the_page_in_no_request(seated):
    page = seated.come_in(seated.room.voters[1], address("own-key", seated.election))
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''} {request.headers}"))
    paper = draw_a_seed(page)
    heading(page, "wait")
    letters = paper.replace(" ", "")
    assert sent
    assert not [one for one in sent if letters in one or paper in one]
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    assert letters not in kept
    assert letters not in page.content()
    page.reload()
    heading(page, "wait")
    assert letters not in page.content()
