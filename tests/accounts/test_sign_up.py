"""A guest account: by an address alone, once it is verified; and the person known by that address."""

import pytest
from django.urls import reverse

from leader.shared.mails import Letter
from members.models import User
from tests.accounts.test_sign_in import ask_for_a_code, code_sent_to, is_signed_in, type_the_code
from tests.factories.members import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def sign_up(client, email):
    return client.post(reverse("account_signup"), {"email": email})


def verify(client, code):
    return client.post(reverse("account_email_verification_sent"), {"code": code})


def test_anybody_may_have_a_guest_account_by_a_code(client):
    sign_up(client, "new@leader.example")
    assert not is_signed_in(client)

    verify(client, code_sent_to("new@leader.example"))

    user = User.objects.get(email="new@leader.example")
    assert is_signed_in(client)
    assert (user.is_staff, user.person, user.has_usable_password()) == (False, None, False)


def test_to_sign_up_with_a_known_address_looks_the_same_and_writes_to_its_owner(client, client_of_another):
    known = UserFactory()

    for_new = sign_up(client, "new@leader.example")
    for_known = sign_up(client_of_another, known.email)

    assert (for_new.status_code, for_new.headers["Location"]) == (
        for_known.status_code,
        for_known.headers["Location"],
    )
    assert Letter.objects.filter(recipient=known.email).count() == 1
    assert User.objects.filter(email=known.email).count() == 1


def test_a_person_known_by_the_address_is_linked_once_it_is_verified(client):
    person = PersonFactory(email="Jeanne@leader.example")
    sign_up(client, "jeanne@leader.example")
    user = User.objects.get(email="jeanne@leader.example")
    assert user.person is None

    verify(client, code_sent_to("jeanne@leader.example"))

    user.refresh_from_db()
    assert user.person == person


def test_an_address_that_two_people_share_links_nobody(client):
    PersonFactory.create_batch(2, email="bureau@leader.example")

    sign_up(client, "bureau@leader.example")
    verify(client, code_sent_to("bureau@leader.example"))

    assert User.objects.get(email="bureau@leader.example").person is None


def test_a_person_who_has_an_account_is_not_linked_to_another(client):
    owner = UserFactory(email="first@leader.example")
    owner.person.email = "second@leader.example"
    owner.person.save()

    sign_up(client, "second@leader.example")
    verify(client, code_sent_to("second@leader.example"))

    assert User.objects.get(email="second@leader.example").person is None


def test_an_account_that_staff_made_is_verified_by_its_first_code(client):
    user = UserFactory()

    ask_for_a_code(client, user.email)
    type_the_code(client, code_sent_to(user.email))

    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [(user.email, True, True)]


def test_letters_are_in_french_and_wait_in_the_outbox(client, mailoutbox):
    user = UserFactory()

    ask_for_a_code(client, user.email)

    letter = Letter.objects.get(recipient=user.email)
    assert letter.text.startswith("Bonjour,\n")
    assert "&" not in letter.text
    assert mailoutbox == []
