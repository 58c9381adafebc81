"""The door of an event in a real browser: on a phone, without scripts, through a lost network, by camera."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from events.door.codes import code_of, spaced
from events.models import CheckIn
from tests.browser.test_become_a_member import look_at
from tests.factories.accounts import guest, staff
from tests.factories.events import (
    AdmissionFactory,
    AttendeeFactory,
    CheckInFactory,
    DoorKeeperFactory,
    EventFactory,
    RegistrationFactory,
)
from tests.factories.members import CompanyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The browser's own reader of codes, which this Chromium has not: it reads what the page of the test says.
READER = """
window.BarcodeDetector = class {
  async detect(video) { return video.videoWidth && window.badge ? [{ rawValue: window.badge }] : []; }
};
"""

# What the worker of a door keeps in the browser.
KEPT = """
async () => (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
  .flat().map((kept) => new URL(kept.url).pathname)
"""


@pytest.fixture
def party():
    admission = AdmissionFactory(event=EventFactory(name="Gala des Causses"))
    company = CompanyFactory(member=True, name="Atelier des Causses")
    return RegistrationFactory(admission=admission, company=company, places=4)


@pytest.fixture
def zoe(party):
    return AttendeeFactory(registration=party, given_name="Zoé", family_name="Noël")


def door_of(party, query=""):
    return reverse("events:door", args=[party.admission.event.slug]) + query


def code(attendee):
    return spaced(code_of(attendee.registration.admission_id, attendee.pk))


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, True), (390, False)])
def test_a_named_person_lets_in_by_code_by_name_and_without_registration(open_as, party, zoe, width, scripts):
    lou = AttendeeFactory(registration=party, number=2, given_name="Lou", family_name="Abadie")
    helper = guest()
    DoorKeeperFactory(event=party.admission.event, email=helper.email)
    look = look_at if scripts else (lambda *args: None)
    page = open_as(helper, party.admission.event.get_absolute_url(), width=width, java_script_enabled=scripts)
    page.get_by_role("link", name="Accueillir à l’entrée").click()
    look(page, "door", width)
    said = page.locator("[data-result]" if scripts else ".site-main")

    page.get_by_label("Code inscrit sur le badge").fill(code(zoe).lower())
    page.get_by_role("button", name="Faire entrer", exact=True).first.click()
    expect(said).to_contain_text("Zoé Noël (Atelier des Causses) : bienvenue.".replace(" :", "\xa0:"))
    expect(page.locator("[data-arrived]")).to_have_text("1")
    page.get_by_label("Code inscrit sur le badge").fill(code(zoe))
    page.get_by_role("button", name="Faire entrer", exact=True).first.click()
    expect(said).to_contain_text("est déjà là depuis")
    look(page, "door-repeat", width)

    page.get_by_label("Nom ou entreprise").fill("abadie causses")
    if not scripts:
        page.locator("main").get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Faire entrer – Lou Abadie").click()
    expect(said).to_contain_text("Lou Abadie (Atelier des Causses)")

    page.get_by_text("Une personne hors liste").click()
    page.get_by_label("Nom", exact=True).fill("Passant")
    page.locator("details").get_by_role("button", name="Faire entrer").click()
    expect(said).to_contain_text("Passant")
    expect(page.locator("[data-arrived]")).to_have_text("3")
    page.reload()
    look(page, "door-latest", width)
    if scripts:
        expect(page.locator("[data-door][data-kept]")).to_be_attached()
    page.get_by_role("button", name="Annuler – Lou Abadie").click()
    expect(page.locator("[data-arrived]")).to_have_text("2")
    assert CheckIn.objects.counted().filter(attendee=lou).count() == 0


@pytest.mark.parametrize("width", [390])
def test_a_door_goes_on_through_a_lost_network_and_reconciles(open_as, party, zoe, width):
    lou = AttendeeFactory(registration=party, number=2, given_name="Lou", family_name="Abadie")
    own = open_as(staff(), "/", width=width)
    page = own.context.new_page()  # the other page must not see errors of the network: here they are meant
    page.goto(own.url.rstrip("/") + door_of(party, "?porte=Nord"))
    expect(page.locator("[data-expected]")).to_have_text("4")
    page.get_by_label("Nom ou entreprise").fill("zoe")
    expect(page.get_by_role("button", name="Faire entrer – Zoé Noël")).to_be_visible()  # the list is here
    page.get_by_label("Nom ou entreprise").fill("")

    own.context.set_offline(True)
    for badge in (code(zoe), code(zoe), code(lou)):
        page.get_by_label("Code inscrit sur le badge").fill(badge)
        page.get_by_label("Code inscrit sur le badge").press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("Lou Abadie (Atelier des Causses)")
    expect(page.locator("[data-network]")).to_contain_text("Pas de réseau")
    expect(page.locator("[data-pending]")).to_have_text("3")
    page.get_by_label("Code inscrit sur le badge").fill("ABCD-1234-5")
    page.get_by_label("Code inscrit sur le badge").press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("Ce téléphone ne connaît pas ce code")
    page.get_by_label("Nom ou entreprise").fill("noel")
    expect(page.locator("[data-found]")).to_contain_text("là depuis")
    assert CheckIn.objects.count() == 0
    look_at(page, "door-offline", width)

    CheckInFactory(admission=party.admission, attendee=lou, door="Sud")  # meanwhile another door let Lou in
    own.context.set_offline(False)
    expect(page.locator("[data-pending-box]")).to_be_hidden()
    expect(page.locator("[data-network]")).to_be_hidden()
    expect(page.locator("[data-arrived]")).to_have_text("2")
    log = page.locator("[data-log]")
    expect(log).to_contain_text("Ce n’est pas un badge de cet événement")
    expect(log.locator("li", has_text="Lou Abadie")).to_contain_text("déjà présenté")
    look_at(page, "door-reconciled", width)
    by_door = list(CheckIn.objects.order_by("attendee", "pk").values_list("attendee", "door", "is_repeat"))
    assert by_door == [
        (zoe.pk, "Nord", False), (zoe.pk, "Nord", True), (lou.pk, "Sud", False), (lou.pk, "Nord", True),
    ]  # fmt: skip


def test_what_waits_is_sent_by_the_next_page_and_a_lost_answer_counts_once(open_as, party, zoe):
    own = open_as(staff(), "/", width=390)
    page = own.context.new_page()
    page.goto(own.url.rstrip("/") + door_of(party))
    page.get_by_label("Nom ou entreprise").fill("zoe")
    expect(page.get_by_role("button", name="Faire entrer – Zoé Noël")).to_be_visible()

    def lose_the_answer(route):
        if route.request.method == "POST":
            route.fetch()  # the site has recorded it
            route.abort()
        else:
            route.continue_()

    page.route("**/accueil/", lose_the_answer)
    page.get_by_role("button", name="Faire entrer – Zoé Noël").click()
    expect(page.locator("[data-network]")).to_contain_text("Pas de réseau")
    assert CheckIn.objects.count() == 1
    page.close()

    again = own.context.new_page()
    again.goto(own.url.rstrip("/") + door_of(party))
    expect(again.locator("[data-pending-box]")).to_be_hidden()
    expect(again.locator("[data-log]")).to_contain_text("enregistré")
    assert CheckIn.objects.count() == 1


def test_a_door_opens_again_without_a_network_with_its_list_and_sends_what_waited(open_as, party, zoe):
    lou = AttendeeFactory(registration=party, number=2, given_name="Lou", family_name="Abadie")
    own = open_as(staff(), "/", width=390)
    page = own.context.new_page()
    page.goto(own.url.rstrip("/") + door_of(party, "?porte=Nord"))
    expect(page.locator("[data-door][data-kept]")).to_be_attached()
    page.get_by_label("Code inscrit sur le badge").fill(code(lou))
    page.get_by_label("Code inscrit sur le badge").press("Enter")
    expect(page.locator("[data-arrived]")).to_have_text("1")

    own.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-network]")).to_contain_text("Pas de réseau")
    page.get_by_label("Nom ou entreprise").fill("abadie")
    expect(page.locator("[data-found]")).to_contain_text("là depuis")  # seen after the list had been kept
    page.get_by_label("Nom ou entreprise").fill("noel")
    page.get_by_role("button", name="Faire entrer – Zoé Noël").click()
    page.on("dialog", lambda dialog: dialog.accept())  # something waits: may the page be left?
    page.goto(own.url.rstrip("/") + door_of(party))
    expect(page.locator("[data-pending]")).to_have_text("1")
    expect(page.get_by_label("Nom de cette porte")).to_have_value("Nord")
    page.get_by_label("Code inscrit sur le badge").fill(code(zoe))
    page.get_by_label("Code inscrit sur le badge").press("Enter")
    expect(page.locator("[data-result]")).to_contain_text("est déjà là depuis")
    assert CheckIn.objects.count() == 1

    own.context.set_offline(False)
    expect(page.locator("[data-pending-box]")).to_be_hidden()
    expect(page.locator("[data-arrived]")).to_have_text("2")
    assert list(CheckIn.objects.filter(attendee=zoe).order_by("pk").values_list("door", "is_repeat")) == [
        ("Nord", False), ("Nord", True),
    ]  # fmt: skip


def test_whoever_holds_a_door_no_more_finds_no_list_on_the_phone(open_as, party, zoe):
    helper = guest()
    keeper = DoorKeeperFactory(event=party.admission.event, email=helper.email)
    own = open_as(helper, "/", width=390)
    page = own.context.new_page()
    page.goto(own.url.rstrip("/") + door_of(party))
    expect(page.locator("[data-door][data-kept]")).to_be_attached()
    assert {door_of(party), door_of(party) + "presents/"} < set(page.evaluate(KEPT))

    keeper.delete()
    page.reload()

    assert [path for path in page.evaluate(KEPT) if not path.startswith("/static/")] == []


def test_whoever_signs_in_again_beside_the_door_sends_what_waited(open_as, party, zoe):
    user = staff()
    own = open_as(user, "/", width=390)
    page = own.context.new_page()
    page.goto(own.url.rstrip("/") + door_of(party))
    expect(page.locator("[data-expected]")).to_have_text("4")
    for name in ("sessionid", "csrftoken"):
        own.context.clear_cookies(name=name)
    page.get_by_label("Code inscrit sur le badge").fill(code(zoe))
    page.get_by_label("Code inscrit sur le badge").press("Enter")
    expect(page.locator("[data-network]")).to_contain_text("Vous êtes déconnecté")
    expect(page.locator("[data-pending]")).to_have_text("1")

    again = Client()
    again.force_login(user)
    own.context.add_cookies([{"name": "sessionid", "value": again.cookies["sessionid"].value, "url": own.url}])
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.locator("[data-pending-box]")).to_be_hidden()
    expect(page.locator("[data-network]")).to_be_hidden()
    assert CheckIn.objects.get().attendee == zoe


def test_the_camera_reads_a_badge_once_where_the_browser_reads_codes(open_as, party, zoe):
    own = open_as(staff(), "/", width=390, permissions=["camera"])
    page = own.context.new_page()
    page.add_init_script(READER)
    page.goto(own.url.rstrip("/") + door_of(party))
    page.get_by_role("button", name="Scanner avec l’appareil photo").click()
    expect(page.get_by_label("Ce que voit l’appareil photo")).to_be_visible()

    page.evaluate("code => { window.badge = code; }", code(zoe).replace("-", ""))
    expect(page.locator("[data-result]")).to_contain_text("Zoé Noël")
    expect(page.locator("[data-log]")).to_contain_text("enregistré")
    page.get_by_role("button", name="Arrêter l’appareil photo").click()
    expect(page.get_by_label("Ce que voit l’appareil photo")).to_be_hidden()

    assert list(CheckIn.objects.values_list("way", "is_repeat")) == [("scanned", False)]
