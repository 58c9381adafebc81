"""What the pages of voters, trustees and code officers do when an answer is lost, refused, or comes from the sign-in."""

import csv

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from elections import ceremonies, conduct, officers
from elections.crypto.credentials import new_code, public_credential, read_roll
from elections.models import Box, CeremonyMessage, CodeOfficer, Election, Incident
from tests.elections import online
from tests.elections.test_online_vote import counted
from tests.elections.trustees import TrusteeAt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def come_in(open_as, live_server):
    """Return a function that opens an address as somebody, on a page whose console may tell of lost answers."""

    def open_at(user, name, *keys):
        page = open_as(user, "/").context.new_page()
        page.goto(live_server.url + reverse(f"elections:{name}", args=keys))
        return page

    return open_at


def heading(page, step):
    expect(page.locator(f"[data-step={step}] h2")).to_be_focused()


def press(page, step):
    page.locator(f"[data-step={step}] button[type=submit]").first.click()


def said(page, words):
    expect(page.locator("[data-error]")).to_contain_text(words)


def lose(page, act):
    """Do ``act`` while what the page sends arrives and no answer comes back."""

    def take(route):
        if route.request.method != "POST":
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route("**/*", take)
    act()
    said(page, "Aucune réponse")
    page.unroute("**/*", take)


def press_losing(page, step):
    """Press what sends, lose the answer, press it again: the page goes on as if the first had been answered."""
    lose(page, lambda: press(page, step))
    press(page, step)


@pytest.fixture
def trustees(come_in):
    """Return a function that opens the page of the first of three trustees, and the two others."""
    vote = online.sealed(4)
    ceremonies.name_trustees(vote.election, vote.room.voters[:3], threshold=2)
    others = [TrusteeAt(voter, vote.election) for voter in vote.room.voters[1:3]]
    return lambda: come_in(vote.room.voters[0], "own-key", vote.election.pk), others


def certify(page):
    """Draw a seed, write it down, type it; return what the paper says."""
    heading(page, "certify")
    press(page, "certify")
    heading(page, "seed")
    paper = page.locator("[data-seed]").inner_text()
    page.locator("#seed-again").fill(paper)
    return paper


def test_a_trustee_whose_answers_are_lost_goes_on_with_what_was_made(trustees):
    open_page, others = trustees
    page = open_page()
    paper = certify(page)
    press_losing(page, "seed")
    for step in ["deal", "accept", "rehearse"]:
        heading(page, "wait")
        for other in others:
            other.go_on()
        heading(page, step)
        if step == "deal":
            page.locator("[name=same]").check()
        if step == "rehearse":
            page.locator("#seed-rehearse").fill(paper)
        press_losing(page, step)
    heading(page, "wait")
    assert CeremonyMessage.objects.filter(trustee__index=1).count() == 4


def test_a_trustee_who_did_the_step_on_another_page_sees_how_far_it_is(trustees):
    open_page, _others = trustees
    first, second = open_page(), open_page()
    certify(first)
    certify(second)
    press(first, "seed")
    heading(first, "wait")

    press(second, "seed")

    said(second, "avec un autre message")
    expect(second.locator("[data-step=wait]")).to_be_visible()
    expect(second.locator("[data-step=seed]")).to_be_hidden()


def test_a_trustee_who_is_signed_out_is_told_so(trustees):
    open_page, _others = trustees
    page = open_page()
    certify(page)
    Session.objects.all().delete()

    press(page, "seed")

    said(page, "Votre session a pris fin")
    assert not CeremonyMessage.objects.exists()


def test_a_trustee_of_a_vote_that_is_given_up_sees_it_without_reloading(trustees):
    open_page, _others = trustees
    page = open_page()
    certify(page)
    press(page, "seed")
    heading(page, "wait")

    conduct.give_up(Election.objects.get(), reason="Report")

    expect(page.locator("[data-step=void]")).to_be_visible()
    expect(page.locator(".timeline")).to_be_hidden()


@pytest.fixture
def strict(come_in):
    """Return a vote in strict mode, and the page of its officer once the codes are made, with their file."""
    vote = online.sealed(3, codes_by="officer")
    officers.name(vote.election, vote.room.voters[2])
    page = come_in(vote.room.voters[2], "own-codes", vote.election.pk)
    heading(page, "make")
    press(page, "make")
    rows = saved(page)
    press_losing(page, "file")
    heading(page, "made")
    return vote, page, {row[0]: row[2] for row in rows}


def saved(page):
    heading(page, "file")
    with page.expect_download() as told:
        page.locator("[data-save]").click()
    return list(csv.reader(told.value.path().read_text("utf-8-sig").splitlines(), delimiter=";"))[1:]


def replace(page, entry, old):
    page.locator("[data-act=one]").evaluate("form => { form.closest('details').open = true; }")
    page.locator("[name=entry]").select_option(str(entry.pk))
    page.locator("[name=old]").fill(old)
    page.locator("[data-act=one] button").click()
    return saved(page)


def test_an_officer_whose_answers_are_lost_has_each_thing_done_once(strict):
    vote, page, given = strict
    entry = vote.entries[0]
    assert not Incident.objects.exists()  # nothing was made again

    ((_company, _voter, fresh, _address),) = replace(page, entry, given[entry.company.name])
    press_losing(page, "file")

    heading(page, "made")
    kept = Box.objects.get()
    assert public_credential(kept.uuid, fresh) in read_roll(kept.credentials)
    assert Incident.objects.count() == 1


def test_an_officer_who_is_refused_is_told_that_the_new_file_is_worth_nothing(strict):
    vote, page, _given = strict
    before = Box.objects.get().credentials

    replace(page, vote.entries[0], new_code())
    press(page, "file")

    said(page, "n’est pas celui de cette entreprise")
    said(page, "supprimez ce fichier")
    expect(page.locator("[data-step=made]")).to_be_visible()
    assert Box.objects.get().credentials == before


def test_an_officer_of_a_vote_that_is_given_up_is_told_what_the_codes_are_worth(strict):
    vote, page, given = strict
    replace(page, vote.entries[0], given[vote.entries[0].company.name])
    conduct.give_up(vote.election, reason="Report")

    press(page, "file")

    said(page, "Cette élection a été abandonnée")
    expect(page.locator("[data-step=void]")).to_be_visible()


def test_an_officer_in_whose_place_another_is_named_is_not_asked_to_try_for_ever(strict):
    vote, page, given = strict
    replace(page, vote.entries[0], given[vote.entries[0].company.name])
    CodeOfficer.objects.all().delete()  # the page is not found any more, and says so in HTML

    press(page, "file")

    said(page, "Rechargez-la")


def test_an_officer_who_is_signed_out_is_told_so(strict):
    _vote, page, _given = strict
    page.locator("[data-act=again]").evaluate("form => { form.closest('details').open = true; }")
    page.locator("[data-act=again] button").click()
    saved(page)
    Session.objects.all().delete()

    press(page, "file")

    said(page, "Votre session a pris fin")
    assert not Incident.objects.exists()


@pytest.fixture
def booth(come_in):
    """Return an open vote, and a booth in which a ballot is ready to be cast."""
    vote = online.opened(2)
    page = come_in(vote.room.voters[0], "election-vote", vote.election.pk, vote.entries[0].pk)
    page.locator("[name=code]").fill(vote.codes[0])
    press(page, "code")
    heading(page, "vote")
    page.locator("[data-step=vote] label").nth(1).click()
    press(page, "vote")
    heading(page, "review")
    return vote, page


def sign_out(page, how):
    """Sign out elsewhere: ``how`` tells whether the token of the forms goes too, as at the next sign-in."""
    if how == "token":
        page.context.clear_cookies()
    Session.objects.all().delete()


@pytest.mark.parametrize("how", ["session", "token"])
def test_a_voter_who_is_signed_out_is_told_that_nothing_was_cast(booth, how):
    vote, page = booth
    sign_out(page, how)

    press(page, "review")

    said(page, "rien n’a été déposé. Rechargez cette page")
    assert counted(vote) == (0, 0)


def test_a_voter_signed_out_after_a_lost_answer_is_not_told_that_nothing_was_cast(booth):
    vote, page = booth
    lose(page, lambda: press(page, "review"))
    sign_out(page, "session")

    press(page, "review")

    said(page, "est peut-être arrivé : notez le reçu")
    expect(page.locator("[data-step=review] [data-tracker]")).to_be_visible()
    assert counted(vote) == (1, 1)
