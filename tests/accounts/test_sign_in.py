"""Signing in: by a code, by a password, and by one click in the demonstration alone."""

import re

import pytest
from django.urls import reverse

from leader.demonstration.accounts import ACCOUNTS
from leader.shared.mails import Letter
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
HOME = "/"


def ask_for_a_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def type_the_code(client, code):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def code_sent_to(email):
    text = Letter.objects.filter(recipient=email).latest("pk").text
    return re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", text, re.MULTILINE).group()


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "name", ["account_login", "account_request_login_code", "account_signup", "account_reset_password"]
)
def test_the_pages_of_sign_in_are_open(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_a_code_sent_by_mail_signs_in(client):
    user = UserFactory()

    ask_for_a_code(client, user.email)
    answer = type_the_code(client, code_sent_to(user.email))

    assert answer.headers["Location"] == HOME
    assert is_signed_in(client)


def test_a_wrong_code_typed_three_times_ends_the_attempt(client):
    user = UserFactory()
    ask_for_a_code(client, user.email)
    code = code_sent_to(user.email)

    for _ in range(3):
        type_the_code(client, "AAA-AAA")
    type_the_code(client, code)

    assert not is_signed_in(client)


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(client, client_of_another):
    known = UserFactory()

    for_known = ask_for_a_code(client, known.email)
    for_unknown = ask_for_a_code(client_of_another, "nobody@leader.example")

    assert (for_known.status_code, for_known.headers["Location"]) == (
        for_unknown.status_code,
        for_unknown.headers["Location"],
    )
    pages = [
        re.sub(r'(value|content)="[^"]*"', "", c.get(for_known.headers["Location"]).content.decode())
        for c in (client, client_of_another)
    ]
    assert pages[0].replace(known.email, "") == pages[1].replace("nobody@leader.example", "")
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == sorted(
        [known.email, "nobody@leader.example"]
    )


def test_a_password_signs_in_once_the_address_is_verified(client):
    user = UserFactory()
    user.set_password("vendange-tardive-1907")
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)

    client.post(reverse("account_login"), {"login": user.email, "password": "vendange-tardive-1907"})

    assert is_signed_in(client)


def test_a_wrong_password_says_no_more_than_that(client):
    user = UserFactory()

    known = client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    unknown = client.post(reverse("account_login"), {"login": "nobody@leader.example", "password": "wrong"})

    assert known.context["form"].errors == unknown.context["form"].errors
    assert not is_signed_in(client)


def test_signing_in_changes_the_key_of_the_session(client):
    user = UserFactory()
    ask_for_a_code(client, user.email)
    before = client.session.session_key

    type_the_code(client, code_sent_to(user.email))

    assert client.session.session_key != before


def test_an_account_that_is_suspended_is_out_at_once(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get(reverse("account_email")).status_code == 200

    user.is_active = False
    user.save()

    assert client.get(reverse("account_email")).headers["Location"].startswith(reverse("account_login"))


def test_one_click_signs_in_within_the_demonstration(client, settings):
    settings.DEBUG = settings.DEMONSTRATION = True
    account = ACCOUNTS[0]
    user = UserFactory(email=account.email)

    page = client.get(reverse("account_login"))
    client.post(reverse("demonstration:sign-in"), {"email": account.email})

    assert account.email in page.content.decode()
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(("debug", "demonstration"), [(False, True), (True, False), (False, False)])
def test_one_click_does_not_exist_elsewhere(client, settings, debug, demonstration):
    settings.DEBUG, settings.DEMONSTRATION = debug, demonstration
    account = ACCOUNTS[0]
    UserFactory(email=account.email)

    page = client.get(reverse("account_login"))
    answer = client.post(reverse("demonstration:sign-in"), {"email": account.email})

    assert account.email not in page.content.decode()
    assert answer.status_code == 404
    assert not is_signed_in(client)


def test_one_click_opens_no_account_but_those_of_the_demonstration(client, settings):
    settings.DEBUG = settings.DEMONSTRATION = True
    user = UserFactory(staff=True)

    assert client.post(reverse("demonstration:sign-in"), {"email": user.email}).status_code == 404
