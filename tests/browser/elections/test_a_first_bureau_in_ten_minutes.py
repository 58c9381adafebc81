"""How long a lead needs to set up the election of a first bureau of twelve companies, by the model of ``hand.py``.

``pytest -s`` on this file prints the tables that docs/elections.md tells.
"""

import sys
from datetime import timedelta

import pytest
from django.urls import reverse

from elections import ceremonies, conduct, keys
from elections.models import Election, Presence, Proxy
from members.models import Company
from territories.checklist.copying import copy_checklist
from tests.browser.elections.hand import Hand
from tests.elections.rooms import AT, DAY, Room
from tests.elections.trustees import TrusteeAt, make_key
from tests.factories.accounts import representative_of
from tests.factories.territories import OfficeFactory, StageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEN_MINUTES = 600
PEOPLE = [
    "Amina Benali", "Bruno Castel", "Claire Delmas", "David Estève", "Élodie Fabre", "Farid Guedj",
    "Gaëlle Hébrard", "Hugo Issartel", "Inès Jourdan", "Julien Kervella", "Karine Lacombe", "Loïc Mazel",
]  # fmt: skip
CANDIDATES = [("présidence", 0), ("secrétariat", 2), ("trésorerie", 3), ("présidence", 1)]
TRUSTEES = (1, 5, 8)  # a candidate, and two people who stand for nothing
CORRECTED, GIVER, HOLDER = 4, 11, 10  # which company has another voter; which gives a proxy to which


def called(person, name):
    person.given_name, person.family_name = name.split()
    person.save()


@pytest.fixture
def room():
    """Make a new territory with its checklist and twelve member companies, one of which has two representatives."""
    found = Room.with_companies(12)
    OfficeFactory(code="secretary", name="secrétariat", is_presidency=False, rank=20)
    StageFactory(territory=found.territory, done=True, done_on=DAY - timedelta(days=30))
    copy_checklist(found.territory)
    for account, name in zip(found.voters, PEOPLE, strict=True):
        called(account.person, name)
    company = Company.objects.order_by("name")[CORRECTED]
    called(representative_of(company, vote="none").person, "Nadia Ollier")
    return found


@pytest.fixture
def hand(open_as, room):
    """Return the hand of the lead, who sees on the dashboard of the territory that there is no bureau."""
    found = Hand(open_as(room.lead, reverse("pages:territory-dashboard", args=[room.territory.slug])))
    found.begin("dashboard")
    found.look()
    return found


def button(hand, name):
    return hand.page.get_by_role("button", name=name, exact=True)


def link(hand, name):
    return hand.page.locator("main").get_by_role("link", name=name, exact=True).first


def field(hand, label):
    return hand.page.get_by_label(label, exact=True)


def begin(hand, way):
    hand.begin("preset")
    hand.go(link(hand, "Préparer son élection"))
    hand.type(hand.page.locator("[name=place]"), "Mairie d’Alès, salle des mariages")
    if way:
        hand.press(field(hand, way))
    hand.go(button(hand, "Préparer l’élection"))


def enter_candidates(hand):
    hand.begin("four candidates")
    hand.go(link(hand, "Inscrire une candidature"))
    for office, number in CANDIDATES:
        hand.choose(field(hand, "Pour"), office)
        hand.choose(field(hand, "Personne"), PEOPLE[number])
        hand.go(button(hand, "Enregistrer la candidature"))


def correct_the_roll(hand, companies):
    hand.begin("roll, one voter corrected")
    hand.go(link(hand, "Liste électorale"))
    hand.go(link(hand, f"Corriger – {companies[CORRECTED]}"))
    hand.choose(hand.page.locator("[name=representative]"), "Nadia Ollier")
    hand.go(button(hand, "Enregistrer"))


def give_a_proxy(hand, companies):
    hand.begin("one proxy")
    hand.go(link(hand, "Pouvoirs"))
    hand.choose(field(hand, "Entreprise représentée"), str(companies[GIVER]))
    hand.choose(field(hand, "Entreprise qui vote pour elle"), str(companies[HOLDER]))
    hand.go(button(hand, "Donner le pouvoir"))


def prepare(hand, way=""):
    """Go from the dashboard to the sealed election; return it."""
    companies = list(Company.objects.order_by("name"))
    begin(hand, way)
    enter_candidates(hand)
    correct_the_roll(hand, companies)
    give_a_proxy(hand, companies)
    hand.begin("sealing")
    hand.go(link(hand, "Étapes"))
    hand.go(button(hand, "Sceller"))
    return Election.objects.get()


def assert_open_in_time(election, hand):
    """Assert that all was recorded and the vote is open, within ten minutes; print the table."""
    election.refresh_from_db()
    assert election.state == "open"
    standing = election.contests.values_list("office__name", "candidacies__person__given_name")
    assert sorted(standing) == sorted((office, PEOPLE[number].split()[0]) for office, number in CANDIDATES)
    entries = list(election.roll.by_name())
    assert str(entries[CORRECTED].representative) == "Nadia Ollier"
    assert Proxy.objects.get(giver=entries[GIVER]).holder == entries[HOLDER]
    sys.stdout.write(hand.table())
    assert hand.seconds() < TEN_MINUTES


def test_by_paper_in_the_room(hand):
    election = prepare(hand)
    hand.begin("opening")
    hand.go(button(hand, "Ouvrir le vote"))
    assert_open_in_time(election, hand)


def test_by_phone_in_the_room(hand, room):
    election = prepare(hand, way="vote secret en ligne")
    hand.begin("three trustees named")
    hand.go(link(hand, "Clé et dépositaires"))
    for number, trustee in enumerate(TRUSTEES, 1):
        hand.choose(field(hand, f"Dépositaire {number}"), PEOPLE[trustee])
    hand.go(button(hand, "Désigner les dépositaires"))
    hand.begin("voting codes sent")
    hand.go(link(hand, "Codes de vote"))
    hand.go(button(hand, "Créer et envoyer les codes"))
    hand.begin("who is in the room")
    hand.go(link(hand, "Qui est dans la salle"))
    hand.go(button(hand, "Tout le monde est là"))
    make_key([TrusteeAt(room.voters[number], election) for number in TRUSTEES])  # meanwhile
    hand.begin("opening")
    hand.go(link(hand, "Étapes"))
    hand.go(button(hand, "Ouvrir le vote"))
    assert_open_in_time(election, hand)
    assert Presence.objects.filter(roll_entry__election=election).count() == len(PEOPLE) - 1


def test_what_a_trustee_does_before_the_vote(room, open_as):
    """Each on the own device, while the lead sends the codes: so apart, and no part of the ten minutes."""
    election = room.prepared(way="online")
    room.standing(election, 0)
    conduct.seal(election, at=AT)
    holders = [room.voters[number] for number in TRUSTEES]
    ceremonies.name_trustees(election, holders, threshold=2)
    others = [TrusteeAt(holder, election) for holder in holders[1:]]
    for other in others:
        other.go_on()
    hand = Hand(open_as(holders[0], reverse("elections:own-key", args=[election.pk])))

    def heading(step):
        return hand.page.locator(f"[data-step={step}] h2")

    hand.begin("seed drawn")
    heading("certify").wait_for()
    hand.look()
    hand.do(button(hand, "Tirer ma graine"), heading("seed"))
    seed = hand.page.locator("[data-seed]").inner_text()
    letters = len(seed.replace(" ", ""))
    hand.begin("seed on paper, and typed")
    hand.count("S" * letters)
    hand.type(hand.page.locator("#seed-again"), seed, key="C")
    hand.do(button(hand, "Mon papier est juste"), heading("deal"))
    hand.begin("fingerprint said and heard")
    hand.count("S" * len(TRUSTEES) * 10)
    hand.press(hand.page.get_by_label("Nous voyons tous"))
    hand.press(button(hand, "Continuer"))
    for other in others:
        other.go_on()
    heading("accept").wait_for()
    hand.look()
    hand.begin("part of the key made")
    hand.press(button(hand, "Fabriquer ma part"))
    for other in others:
        other.go_on()
    heading("rehearse").wait_for()
    hand.look()
    hand.begin("rehearsal")
    hand.type(hand.page.locator("#seed-rehearse"), seed, key="C")
    hand.press(button(hand, "Répéter"))
    for other in others:
        other.go_on()
    heading("wait").wait_for()
    hand.look()
    sys.stdout.write(hand.table())
    assert keys.are_ready(election)
    assert hand.seconds() < TEN_MINUTES
