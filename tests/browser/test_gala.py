"""A gala in a real browser, whole: from the call for candidacies to a guest who is let in at the door."""

import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from events.models import Admission, Attendee, CheckIn, Event, HostCall, HostMark, Registration, Seat
from tests.browser.test_become_a_member import look_at
from tests.factories.accounts import lead_of, representative_of, staff
from tests.factories.members import CompanyFactory, UserFactory
from tests.factories.territories import FederationFactory, MandateFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 390, 1280
YEAR = timezone.localdate().year + 1
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def main_of(page):
    return page.locator("main")


def press(page, name, **options):
    page.get_by_role("button", name=name, **options).click()


def fill(page, **values):
    """Fill fields by their names."""
    for name, value in values.items():
        page.locator(f'[name="{name}"]').fill(str(value))


def test_from_the_call_for_candidacies_to_the_door(open_as):
    FederationFactory()
    territory = TerritoryFactory(name="LeadeR Béziers", opened=True)
    lead, clerk = lead_of(territory), staff()
    companies = [CompanyFactory(member=True, name=name) for name in ("Atelier", "Verrerie", "Conserverie")]
    holders = [representative_of(company) for company in companies]

    _call(open_as, clerk)
    _stand(open_as, lead)
    _mark(open_as)
    _decide(open_as, clerk)
    gala = _edition(open_as, clerk)
    _register(open_as, gala, holders)
    code = _seat(open_as, clerk, gala)
    _let_in(open_as, lead, gala, code)


def _call(open_as, clerk):
    """The staff opens the call of next year at its desk."""
    page = open_as(clerk, reverse("admin:events_hostcall_add"), width=DESK)
    today = timezone.localdate()
    fill(page, year=YEAR, opens_on=today, closes_on=today + timedelta(days=30))
    fill(page, criteria="Une salle, un budget.")
    for row, (name, weight) in enumerate([("Salle", 2), ("Budget", 1)]):
        page.locator("#measures-group .add-row a").click()
        fill(page, **{f"measures-{row}-name": name, f"measures-{row}-weight": weight, f"measures-{row}-rank": row})
    page.locator('[name="_save"]').click()
    assert list(HostCall.objects.get().measures.values_list("name", "weight")) == [("Salle", 2), ("Budget", 1)]


def _stand(open_as, lead):
    """A lead keeps a draft on a phone, sends a document with it, and submits."""
    page = open_as(lead, reverse("events:host-list"), width=PHONE)
    page.get_by_role("link", name="Candidature de LeadeR Béziers").click()
    page.get_by_role("textbox", name="Salle").fill("Palais des congrès")
    press(page, "Garder en brouillon")
    page.get_by_label("Ajouter un document").set_input_files([PDF])
    press(page, "Joindre le document")
    expect(main_of(page)).to_contain_text("plan.pdf")
    press(page, "Déposer la candidature")
    expect(main_of(page)).to_contain_text("À renseigner avant de déposer.")
    page.get_by_label("Commune").fill("Béziers")
    page.get_by_label("Places dans la salle").fill("200")
    page.get_by_label("Date proposée").fill(date(YEAR, 6, 15).isoformat())
    page.get_by_label("Pourquoi chez vous").fill("Une ville au milieu de tous.")
    look_at(page, "gala-candidacy", PHONE)
    press(page, "Déposer la candidature")
    expect(main_of(page)).to_contain_text("La candidature est déposée.")


def _mark(open_as):
    """Once the last day is over, somebody of the bureau reads the document and marks."""
    HostCall.objects.update(  # what a month does
        opens_on=timezone.localdate() - timedelta(days=40), closes_on=timezone.localdate() - timedelta(days=1)
    )
    judge = UserFactory()
    MandateFactory(person=judge.person, territory=None)
    page = open_as(judge, reverse("events:host-list"), width=PHONE)
    page.get_by_role("link", name="Lire et noter").click()
    expect(main_of(page)).to_contain_text("plan.pdf")
    page.get_by_label("Salle").select_option("4/5")
    page.get_by_label("Budget").select_option("5/5")
    look_at(page, "gala-marks", PHONE)
    press(page, "Enregistrer mes notes")
    expect(main_of(page)).to_contain_text("Vos notes sont enregistrées.")
    assert HostMark.objects.count() == 2


def _decide(open_as, clerk):
    """The staff reads the marks and publishes the decision with its reason."""
    page = open_as(clerk, reverse("events:host-list"), width=DESK)
    page.get_by_role("link", name="Décider").click()
    expect(main_of(page)).to_contain_text("4,3")
    look_at(page, "gala-decision", DESK)
    page.get_by_label("LeadeR Béziers").check()
    page.get_by_label("Motif").fill("La salle la plus grande.")
    press(page, "Publier la décision")
    expect(main_of(page)).to_contain_text("La salle la plus grande.")
    page.locator("summary", has_text="Notes du bureau").click()
    look_at(page, "gala-decided", DESK)


def _edition(open_as, clerk):
    """The staff publishes the edition that the decision made, and opens the registration."""
    gala = Event.objects.galas().get()
    page = open_as(clerk, reverse("admin:events_event_change", args=[gala.pk]), width=DESK)
    fill(page, theme="Ensemble")
    page.locator('[name="is_published"]').check()
    page.locator('[name="_save"]').click()
    page.goto(page.url.split("/admin/")[0] + reverse("admin:events_admission_add"))
    page.locator(".field-event .select2-selection").click()
    page.locator(".select2-search__field").fill("Gala")
    page.locator(".select2-results__option", has_text=gala.name).click()
    fill(page, capacity=6)
    for name, day in [("opens_at", timezone.localdate() - timedelta(days=1)), ("closes_at", date(YEAR, 6, 1))]:
        fill(page, **{f"{name}_0": day, f"{name}_1": "08:00"})
    page.locator('[name="_save"]').click()
    assert Admission.objects.get().event == gala
    return Event.objects.get(pk=gala.pk)


def _ask(open_as, gala, holder, places):
    page = open_as(holder, gala.get_absolute_url(), width=PHONE)
    page.get_by_role("link", name="Inscrire mon entreprise").click()
    page.get_by_label("Combien de places").fill(str(places))
    press(page, "Demander les places")
    return page


def _register(open_as, gala, holders):
    """Two parties are given their places, the third waits until one of them cancels."""
    first, second, third = holders
    page = _ask(open_as, gala, first, 2)
    for given, family in [("Zoé", "Noël"), ("Lou", "Abadie")]:
        page.get_by_role("link", name="Nommer quelqu’un").click()
        fill(page, given_name=given, family_name=family)
        press(page, "Enregistrer")
    expect(main_of(page)).to_contain_text("Lou Abadie")
    _ask(open_as, gala, second, 2)
    page = _ask(open_as, gala, third, 4)
    expect(main_of(page)).to_contain_text("Sur les 4 places demandées, 2 vous sont proposées")
    press(page, "Décliner")
    expect(main_of(page)).to_contain_text("Vous êtes dans la file d’attente")
    look_at(page, "gala-waiting", PHONE)

    leaving = open_as(second, reverse("events:registration", args=[gala.slug]), width=PHONE)
    leaving.get_by_role("link", name="Annuler l’inscription").click()
    press(leaving, "Annuler l’inscription")
    page = open_as(third, reverse("events:registration", args=[gala.slug]), width=PHONE)
    press(page, "Prendre les places")
    expect(main_of(page)).to_contain_text("4 places sont à vous.")
    states = dict(Registration.objects.values_list("company__name", "state"))
    assert states == {"Atelier": "confirmed", "Verrerie": "cancelled", "Conserverie": "confirmed"}


def _seat(open_as, clerk, gala):
    """The staff sets a table, proposes a plan, prints place cards and badges; give the code that a badge shows."""
    page = open_as(clerk, reverse("events:table-plan", args=[gala.slug]), width=DESK)
    page.get_by_label("Nom", exact=True).fill("Table")
    press(page, "Ajouter les tables")
    press(page, "Proposer un plan")
    expect(main_of(page)).to_contain_text("Tout le monde a un siège.")
    look_at(page, "gala-tables", DESK)
    assert Seat.objects.count() == 2
    site = page.url.split("/evenements/")[0]
    papers = {
        paper: PdfReader(io.BytesIO(page.request.get(site + reverse(f"events:{paper}", args=[gala.slug])).body()))
        for paper in ("badge-sheet", "place-cards", "table-sheets")
    }
    said = {name: " ".join(sheet.extract_text() for sheet in paper.pages) for name, paper in papers.items()}
    assert all("Zoé Noël" in each and "Lou Abadie" in each for each in said.values())
    badge = said["badge-sheet"].partition("Zoé Noël")[2]  # the badges stand by family name: hers is the last
    return re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]+", badge)[0]


def _let_in(open_as, lead, gala, code):
    """The host's lead lets somebody in on a phone by the code of the badge; shown again, it says so."""
    zoe = Attendee.objects.get(given_name="Zoé")
    page = open_as(lead, gala.get_absolute_url(), width=PHONE)
    page.get_by_role("link", name="Accueillir à l’entrée").click()
    for said in ("Zoé Noël (Atelier)\xa0: bienvenue.", "est déjà là depuis"):
        page.get_by_label("Code inscrit sur le badge").fill(code)
        page.get_by_role("button", name="Faire entrer", exact=True).first.click()
        expect(page.locator("[data-result]")).to_contain_text(said)
    look_at(page, "gala-door", PHONE)
    assert CheckIn.objects.counted().get().attendee == zoe
