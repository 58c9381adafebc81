"""An invitation: one address, one use, two weeks; it never opens an account that exists."""

import re
from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared.mails import Letter
from members.models import User
from territories.invitations import SpentError, accept, invite
from territories.models import OpeningInvitation
from territories.scope import may_open
from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.members import PersonFactory, UserFactory
from tests.factories.territories import OpeningInvitationFactory

pytestmark = pytest.mark.django_db

NAME = {"given_name": "Camille", "family_name": "Durand"}


def link_of(letter):
    """Return the link in the text of a letter."""
    return re.search(r"/territoires/invitation/[^/]+/", letter.text)[0]


def link(invitation):
    return reverse("territories:invitation", args=[invitation.secret])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_invitation_and_for_three(client, count, django_assert_num_queries):
    for _number in range(count):
        OpeningInvitationFactory(accepted_by=guest(), accepted_at=timezone.now())
    client.force_login(staff())
    url = reverse("territories:invitation-list")
    client.get(url)

    with django_assert_num_queries(6):  # session, user, savepoint twice, rows counted, rows
        response = client.get(url)

    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("role", [guest, member, lead_of])
def test_nobody_but_the_staff_invites(client, role):
    client.force_login(role())
    url = reverse("territories:invitation-list")

    assert client.get(url).status_code == 404
    assert client.post(url, {"email": "ami@example.org"}).status_code == 404
    assert OpeningInvitation.objects.count() == 0


def test_staff_invite_by_a_letter_with_the_link_and_their_word(client):
    client.force_login(staff())

    client.post(
        reverse("territories:invitation-list"), {"email": "camille@example.org", "message": "Venez <b>vite</b>"}
    )

    letter = Letter.objects.get()
    assert letter.recipient == "camille@example.org"
    client.logout()
    assert "camille@example.org" in client.get(link_of(letter)).content.decode()
    assert "Venez <b>vite</b>" in letter.text
    assert "<b>vite</b>" not in letter.message().alternatives[0][0]


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a\0@example.org", "a@example.org\nBcc: b@example.org", "x" * 300]
)
def test_what_is_no_address_is_refused_on_the_page(client, email):
    client.force_login(staff())

    response = client.post(reverse("territories:invitation-list"), {"email": email})

    assert response.status_code in {200, 400}
    assert OpeningInvitation.objects.count() == 0


def test_inviting_again_replaces_the_earlier_link(client):
    for email, hours_ago in [("camille@example.org", 1), ("Camille@example.org", 0)]:
        invite(email, by=staff(), at=timezone.now() - timedelta(hours=hours_ago))
    second, first = Letter.objects.order_by("-pk")

    assert client.get(link_of(first)).status_code == 410
    assert client.get(link_of(second)).status_code == 200


def test_the_secret_is_not_stored_and_its_digest_opens_nothing(client):
    invitation = invite("camille@example.org", by=staff(), at=timezone.now())

    stored = OpeningInvitation.objects.get(pk=invitation.pk).secret_digest

    assert stored == sha256(link_of(Letter.objects.get()).split("/")[-2].encode()).hexdigest()
    assert client.get(reverse("territories:invitation", args=[stored])).status_code == 404
    assert not hasattr(OpeningInvitation.changes.rel.related_model, "secret_digest")


def test_a_link_that_was_sent_before_digests_were_kept_opens_still(client):
    invitation, known = OpeningInvitationFactory(), OpeningInvitationFactory()
    OpeningInvitation.objects.filter(pk=invitation.pk).update(secret_digest=invitation.secret)  # as it was stored
    migration = import_module("territories.migrations.0022_keep_digests_of_opening_invitations")

    with connection.cursor() as cursor:
        for _time in range(2):
            cursor.execute(migration.DIGESTS)

    for each in [invitation, known]:
        assert client.get(link(each)).status_code == 200


def test_opening_the_link_changes_nothing(client):
    invitation = OpeningInvitationFactory()

    assert client.get(link(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_newcomer_accepts_is_signed_in_and_may_begin_a_dossier(client):
    invitation = OpeningInvitationFactory()

    response = client.post(link(invitation), NAME)

    user = User.objects.get(email=invitation.email)
    assert response["Location"] == "/territoires/ouvrir/"
    assert str(user.person) == "Camille Durand"
    assert EmailAddress.objects.get(user=user).verified
    assert int(client.session["_auth_user_id"]) == user.pk
    assert not user.has_usable_password()
    assert may_open(user)


def test_a_newcomer_known_to_the_federation_keeps_their_record(client):
    person = PersonFactory(email="camille@example.org", given_name="CAMILLE", family_name="durand")

    client.post(link(OpeningInvitationFactory(email="camille@example.org")), NAME)

    assert User.objects.get(email="camille@example.org").person == person
    person.refresh_from_db()
    assert person.family_name == "durand"


def test_a_newcomer_of_another_name_gets_nobody_elses_record(client):
    person = PersonFactory(email="camille@example.org", given_name="Anne", family_name="Vic")

    client.post(link(OpeningInvitationFactory(email="camille@example.org")), NAME)

    assert User.objects.get(email="camille@example.org").person != person


@pytest.mark.parametrize(
    "typed", [{}, {"given_name": "\0", "family_name": "x"}, {**NAME, "family_name": "x" * 101}]
)
def test_a_newcomer_gives_a_name_that_can_be_stored(client, typed):
    invitation = OpeningInvitationFactory()

    assert client.post(link(invitation), typed).status_code in {200, 400}
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not User.objects.filter(email=invitation.email).exists()


@pytest.mark.parametrize("known", ["account", "verified address"])
def test_the_link_signs_nobody_in_to_an_account_that_exists(client, known):
    invitation = OpeningInvitationFactory()
    if known == "account":
        UserFactory(email=invitation.email.upper())
    else:
        EmailAddress.objects.create(user=guest(), email=invitation.email, verified=True)
    before = User.objects.count()

    response = client.post(link(invitation), NAME)

    assert reverse("account_login") + "?next=" in response.content.decode()
    assert "_auth_user_id" not in client.session
    invitation.refresh_from_db()
    assert (invitation.accepted_at, User.objects.count()) == (None, before)


def test_whoever_is_signed_in_with_the_invited_address_accepts(client):
    user = guest()
    invitation = OpeningInvitationFactory(email=user.email.upper())
    client.force_login(user)

    client.post(link(invitation))

    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    assert may_open(user)


def test_whoever_is_signed_in_with_another_address_is_told_and_uses_nothing_up(client):
    user, invitation = guest(), OpeningInvitationFactory()
    EmailAddress.objects.create(user=user, email=invitation.email, verified=False)
    client.force_login(user)

    for response in [client.get(link(invitation)), client.post(link(invitation), NAME)]:
        assert response.status_code == 403
        assert "destinée à une autre adresse" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
    assert not may_open(User.objects.get(pk=user.pk))


@pytest.mark.parametrize("spent", ["expired", "accepted"])
def test_a_link_that_is_spent_does_nothing_more(client, spent):
    given = {"expired": True} if spent == "expired" else {"accepted_by": guest(), "accepted_at": timezone.now()}
    invitation = OpeningInvitationFactory(**given)

    assert client.post(link(invitation), NAME).status_code == 410
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_link_that_was_never_sent_is_not_found(client):
    assert client.get(reverse("territories:invitation", args=["x" * 43])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_the_link_at_once_one_gets_an_account_and_the_other_is_told():
    invitation, together, answers = OpeningInvitationFactory(), Barrier(2), []

    def click():
        together.wait()
        answers.append(Client().post(link(invitation), NAME).status_code)
        connection.close()

    threads = [Thread(target=click) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 410]
    assert User.objects.filter(email=invitation.email).count() == 1


def test_an_invitation_is_accepted_once():
    user = guest()
    invitation = OpeningInvitationFactory(email=user.email)
    accept(invitation, by=user, at=timezone.now())

    with pytest.raises(SpentError):
        accept(invitation, by=user, at=timezone.now())
