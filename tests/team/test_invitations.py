"""An invitation to a team: one address, one use, two weeks; it never opens an account that exists."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import Representative, TeamInvitation, User
from members.team.invitations import LETTERS
from tests.factories.accounts import guest, member
from tests.factories.members import PersonFactory, UserFactory
from tests.team.test_pages import send, words

pytestmark = pytest.mark.django_db

TYPED = {"given_name": "Zoé", "family_name": "Noël", "email": "zoe@example.org", "function": "Achats"}
NAME = {"given_name": "Zoé", "family_name": "Noël"}


def invited(client, team, **typed):
    """Invite somebody from the page; return the link of the letter."""
    send(client, team, "inviter", **TYPED | typed)
    client.logout()
    return link_of_letter()


def link_of_letter():
    return re.search(r"https?://[^/]+(/\S+)", Letter.objects.latest("pk").text)[1]


def spells(team):
    return Representative.objects.filter(company=team.company, person__email="zoe@example.org")


def test_a_newcomer_accepts_is_signed_in_and_represents_the_company_without_a_vote(client, team):
    link = invited(client, team)
    assert not User.objects.filter(email="zoe@example.org").exists()

    response = client.post(link, NAME)

    spell = spells(team).get()
    assert response["Location"] == "/mon-profil/"
    assert (spell.vote, spell.function, spell.starts_on) == ("none", "Achats", timezone.localdate())
    assert int(client.session["_auth_user_id"]) == spell.person.user.pk


def test_the_secret_is_not_stored(client, team):
    link = invited(client, team)

    stored = TeamInvitation.objects.get().secret_digest

    assert stored
    assert stored not in link
    assert not hasattr(TeamInvitation.changes.rel.related_model, "secret_digest")


def test_a_known_person_keeps_the_name_that_is_recorded(client, team):
    person = PersonFactory(email="zoe@example.org", given_name="ZOE", family_name="Noel")

    client.post(invited(client, team), NAME)

    assert spells(team).get().person == person
    person.refresh_from_db()
    assert person.family_name == "Noel"


def test_another_name_behind_a_shared_mailbox_is_another_person(client, team):
    colleague = PersonFactory(email="zoe@example.org", given_name="Anne", family_name="Vic")

    client.post(invited(client, team), NAME)

    invited_one = spells(team).get().person
    assert invited_one != colleague
    assert str(invited_one) == "Zoé Noël"
    assert not User.objects.filter(person=colleague).exists()


def test_of_two_who_share_a_mailbox_an_invitation_takes_neither(client, team):
    people = [PersonFactory(email=address, **NAME) for address in ("zoe@example.org", "ZOE@example.org")]

    client.post(invited(client, team), NAME)

    assert spells(team).get().person not in people


def test_an_address_that_has_an_account_signs_in_first_then_accepts(client, team):
    user = UserFactory(email="zoe@example.org")
    link = invited(client, team)

    assert "?next=" in words(client.post(link, NAME))
    assert "_auth_user_id" not in client.session
    client.force_login(user)
    client.post(link)

    assert spells(team).get().person == user.person


def test_another_account_is_told_and_uses_nothing_up(client, team):
    link = invited(client, team)
    client.force_login(guest())

    assert client.get(link).status_code == 403
    assert client.post(link, NAME).status_code == 403
    assert not spells(team).exists()


def test_a_link_serves_once(client, team, client_of_another):
    link = invited(client, team)
    client.post(link, NAME)

    assert client_of_another.post(link, NAME).status_code == 410
    assert spells(team).count() == 1


@pytest.fixture
def client_of_another():
    return Client()


def test_sent_again_the_earlier_link_opens_nothing(client, team):
    first = invited(client, team)
    send(client, team, "renvoyer", target=TeamInvitation.objects.get().pk)
    client.logout()

    assert client.get(first).status_code == 404
    assert client.get(link_of_letter()).status_code == 200


def test_withdrawn_or_expired_a_link_does_nothing_more(client, team):
    link = invited(client, team)
    TeamInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(link, NAME).status_code == 410

    TeamInvitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    send(client, team, "retirer", target=TeamInvitation.objects.get().pk)
    client.logout()

    assert client.post(link, NAME).status_code == 410
    assert not spells(team).exists()


@pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "x", lambda token: "W10:1:x"])
def test_a_forged_link_is_not_found(client, team, change):
    start, token = invited(client, team).rstrip("/").rsplit("/", 1)

    assert client.get(f"{start}/{change(token)}/").status_code == 404


def test_an_address_is_invited_once_and_a_representative_not_at_all(client, team):
    invited(client, team)

    assert "déjà invitée" in words(send(client, team, "inviter", **TYPED | {"email": "ZOE@example.org"}))
    known = TYPED | {"email": team.colleague.person.email}
    assert "représente déjà" in words(send(client, team, "inviter", **known))
    assert TeamInvitation.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "x"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"family_name": "\u200b"},
        {"given_name": "x" * 101},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, team, typed):
    response = send(client, team, "inviter", **TYPED | typed)

    assert response.context["form"].errors.keys() == typed.keys()
    assert not TeamInvitation.objects.exists()


def test_a_company_writes_to_so_many_people_a_day_and_no_more(client, team):
    for number in range(LETTERS.amount):
        send(client, team, "inviter", **TYPED | {"email": f"a{number}@example.org"})

    assert "réessayez demain" in words(send(client, team, "inviter", **TYPED))
    assert TeamInvitation.objects.count() == LETTERS.amount


@pytest.mark.parametrize("act", ["renvoyer", "retirer"])
def test_an_invitation_of_another_company_is_not_found(client, team, act):
    invited(client, team)
    other = member()
    company = other.person.representations.get().company
    client.force_login(other)

    client.post(f"/mon-entreprise/{company.pk}/equipe/", {"act": act, "target": TeamInvitation.objects.get().pk})

    assert TeamInvitation.objects.get().withdrawn_at is None
    assert Letter.objects.count() == 1
