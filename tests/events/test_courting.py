"""A territory invites its pressenties to an event, and reads what they answer by their link."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from events.models import EventInvitation, Registration
from leader.shared.mails import Letter
from members.models import ContactPreference
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.events import AdmissionFactory, EventInvitationFactory
from tests.factories.territories import FederationFactory, ProspectFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory():
    return TerritoryFactory(opened=True)


@pytest.fixture
def admission():
    return AdmissionFactory(event__kind="gala")


@pytest.fixture
def page(territory):
    return reverse("events:courted-guest-list", args=[territory.slug])


def courted(territory, **fields):
    return ProspectFactory(territory=territory, **{"contact_email": "dir@essai.example", **fields})


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode().replace("\xa0", " "))


def link_of(letter):
    return re.search(r"https?://[^/]+(/evenements/invitation/\S+)", letter.text)[1]


def invite(client, page, *prospects, places=2):
    return client.post(page, {"chosen": [p.pk for p in prospects], "places_max": places}, follow=True)


@pytest.mark.parametrize("who", ["staff", "lead"])
def test_a_pressentie_is_invited_registers_and_the_territory_reads_it(client, territory, admission, page, who):
    prospect = courted(territory)
    user = staff() if who == "staff" else lead_of(territory)
    client.force_login(user)

    assert "1 invitation est en route." in text_of(invite(client, page, prospect))
    assert "n’a pas répondu" in text_of(client.get(page))
    client.logout()
    link = link_of(Letter.objects.get())
    answered = client.post(link, {"act": "inscrire", "places": "2"}, follow=True)
    client.force_login(user)

    assert "2 places sont à vous." in text_of(answered)
    assert "vient, 2 places" in text_of(client.get(page))
    party = Registration.objects.get()
    assert (party.category, party.invitation.prospect, party.invitation.invited_by) == ("courted", prospect, user)
    assert "answered" not in text_of(client.get(page))
    file = client.get(page, {"format": "csv"})
    assert "vient, 2 places" in b"".join(file.streaming_content).decode("utf-8-sig")


def test_it_says_that_it_does_not_come_and_may_change_its_mind(client, territory, admission, page):
    prospect = courted(territory)
    lead = lead_of(territory)
    client.force_login(lead)
    invite(client, page, prospect)
    link = link_of(Letter.objects.get())
    client.logout()

    no = text_of(client.post(link, {"act": "absent"}, follow=True))
    client.force_login(lead)
    told = text_of(client.get(page))
    again = text_of(invite(client, page, prospect))
    client.logout()
    client.post(link, {"act": "inscrire", "places": "1"})
    client.force_login(lead)

    assert "Vous avez répondu que vous ne venez pas." in no
    assert "ne vient pas" in told
    assert "Elle a déjà répondu." in again
    assert "vient, 1 place" in text_of(client.get(page))
    assert EventInvitation.objects.get().declined_at is None


def test_whoever_is_registered_cancels_instead(client, territory, admission, page):
    client.force_login(lead_of(territory))
    invite(client, page, courted(territory))
    link = link_of(Letter.objects.get())
    client.post(link, {"act": "inscrire", "places": "1"})

    assert "annulez plutôt l’inscription" in text_of(client.post(link, {"act": "absent"}))
    assert EventInvitation.objects.get().declined_at is None


def test_those_that_have_not_answered_are_asked_again_by_the_same_invitation(client, territory, admission, page):
    prospect = courted(territory)
    client.force_login(lead_of(territory))

    invite(client, page, prospect)
    invite(client, page, prospect)

    assert EventInvitation.objects.count() == 1
    assert Letter.objects.count() == 2


def test_who_refuses_such_letters_or_has_no_address_is_told_and_the_others_leave(
    client, territory, admission, page
):
    refusing = courted(territory, contact_email="non@essai.example", company__name="Refus SA")
    wanted = courted(territory, contact_email="oui@essai.example", company__name="Oui SA")
    silent = courted(territory, contact_email="", company__name="Muette SA")
    ContactPreference.choose(
        "non@essai.example", "prospecting", is_wanted=False, source="essai", at=timezone.now()
    )
    client.force_login(lead_of(territory))

    shown = text_of(invite(client, page, refusing, wanted, silent))

    assert "1 invitation est en route." in shown
    assert "Refus SA : Refus SA refuse ce genre de lettres." in shown
    assert "Muette SA : Sa fiche n’a pas d’adresse e-mail." in shown
    assert [letter.recipient for letter in Letter.objects.all()] == ["oui@essai.example"]
    assert [invitation.prospect for invitation in EventInvitation.objects.all()] == [wanted]


def test_where_nobody_can_be_ticked_a_sentence_stands_in_place_of_the_form(client, territory, admission, page):
    courted(territory, contact_email="")
    answered = courted(territory)
    EventInvitationFactory(admission=admission, category="courted", prospect=answered, declined_at=timezone.now())
    client.force_login(lead_of(territory))

    shown = text_of(client.get(page))
    assert "Personne ne peut être invité ici" in shown
    assert "Envoyer les invitations" not in shown

    courted(territory, contact_email="nouvelle@essai.example")
    shown = text_of(client.get(page))
    assert "Personne ne peut être invité ici" not in shown
    assert "Envoyer les invitations" in shown


def test_nobody_ticked_comes_back_with_a_sentence_and_what_was_typed(client, territory, admission, page):
    courted(territory)
    client.force_login(lead_of(territory))

    shown = client.post(page, {"places_max": "7"})

    assert shown.status_code == 200
    assert "Choisissez au moins une pressentie." in text_of(shown)
    assert 'value="7"' in text_of(shown)
    assert not EventInvitation.objects.exists()


def test_those_of_the_neighbour_are_never_invited_nor_seen(client, territory, admission, page):
    other = TerritoryFactory(opened=True)
    courted(territory)
    theirs = courted(other, company__name="Voisine SA")
    client.force_login(lead_of(territory))

    refused = invite(client, page, theirs)

    assert "Choisissez à nouveau." in text_of(refused)
    assert "Voisine SA" not in text_of(refused)
    assert not EventInvitation.objects.exists()
    assert client.get(reverse("events:courted-guest-list", args=[other.slug])).status_code == 404


@pytest.mark.parametrize(("make", "status"), [(None, 302), (guest, 404), (member, 404)])
def test_nobody_else_finds_the_page(client, territory, admission, page, make, status):
    courted(territory)
    if make:
        client.force_login(make())

    assert client.get(page).status_code == status
    assert invite(client, page).redirect_chain or status == 404
    assert not EventInvitation.objects.exists()


def test_a_lead_who_may_only_read_reads(client, territory, admission, page):
    prospect = courted(territory)
    EventInvitationFactory(admission=admission, category="courted", prospect=prospect)
    federation = FederationFactory()
    federation.lead_rights = [right for right in federation.lead_rights if right != "edit"]
    federation.save()
    client.force_login(lead_of(territory))

    shown = text_of(client.get(page))

    assert "n’a pas répondu" in shown
    assert "Envoyer les invitations" not in shown
    assert client.post(page, {"chosen": [prospect.pk], "places_max": 2}).status_code == 404


def test_without_an_open_event_the_page_says_so(client, territory, page):
    courted(territory)
    client.force_login(lead_of(territory))

    assert "Aucun événement n’est ouvert aux inscriptions en ce moment." in text_of(client.get(page))
    assert client.get(page, {"evenement": "inconnu"}).status_code == 404


def test_the_places_for_members_first_do_not_keep_an_invited_pressentie_waiting(
    client, territory, admission, page
):
    admission.members_until = timezone.localdate()
    admission.save()
    client.force_login(lead_of(territory))
    invite(client, page, courted(territory))

    answered = client.post(link_of(Letter.objects.get()), {"act": "inscrire", "places": "1"}, follow=True)

    assert "1 place est à vous." in text_of(answered)


def test_the_database_keeps_one_live_invitation_of_a_pressentie(territory, admission):
    prospect = courted(territory)
    EventInvitationFactory(admission=admission, category="courted", prospect=prospect)

    with pytest.raises(IntegrityError), transaction.atomic():
        EventInvitationFactory(admission=admission, category="courted", prospect=prospect)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventInvitationFactory(category="press", prospect=prospect)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, territory, admission, page, count, django_assert_max_num_queries
):
    for number in range(count):
        prospect = courted(territory, contact_email=f"dir{number}@essai.example")
        EventInvitationFactory(admission=admission, category="courted", prospect=prospect)
    client.force_login(lead_of(territory))

    with django_assert_max_num_queries(12):
        shown = client.get(page)

    assert text_of(shown).count("n’a pas répondu</span>") == count
