"""A form of the account sent twice, by a double click or a lost answer: done once, and nobody stands outside."""

from copy import deepcopy
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leader.shared import idempotency
from leader.shared.idempotency import SentForm
from leader.shared.mails import Letter
from tests.accounts.test_sign_in import ask_for_a_code, code_sent_to, is_signed_in
from tests.factories.members import PASSWORD, UserFactory
from tests.shared.waiting import pool, post
from tests.walk.browsers import secured
from tests.walk.page_forms import forms_of

pytestmark = pytest.mark.django_db


def form_sent_to(client, page, name=None):
    """Return what a browser would send from ``page`` to the address called ``name``, its key included."""
    html = client.get(reverse(page)).content.decode()
    target = reverse(name or page)
    return next(f.values for f in forms_of(html, reverse(page)) if f.method == "post" and f.action == target)


def twice(client, name, form):
    """Send a form, and a copy of it with the cookies of then; return the answers and the browser of the copy."""
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    return [sender.post(reverse(name), form) for sender in (client, copy)], copy


def with_password():
    user = UserFactory()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("account_login", "account_request_login_code"),
        ("account_signup", "account_signup"),
        ("account_reset_password", "account_reset_password"),
    ],
)
def test_one_letter_leaves_and_both_go_on_to_where_it_is_typed(client, page, name):
    user = with_password()
    form = form_sent_to(client, page, name) | {"email": user.email}

    answers, copy = twice(client, name, form)

    assert Letter.objects.count() == 1
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    for sender in (client, copy):
        assert sender.get(answers[0]["Location"]).status_code == 200


def test_a_code_typed_twice_signs_both_in_and_they_are_the_same_session(client):
    user = UserFactory()
    ask_for_a_code(client, user.email)
    form = form_sent_to(client, "account_confirm_login_code") | {"code": code_sent_to(user.email)}

    answers, copy = twice(client, "account_confirm_login_code", form)

    assert [a["Location"] for a in answers] == ["/", "/"]
    assert client.session.session_key == copy.session.session_key
    assert is_signed_in(client)
    assert is_signed_in(copy)


def test_a_password_typed_twice_signs_in(client):
    user = with_password()
    form = form_sent_to(client, "account_login") | {"login": user.email, "password": PASSWORD}

    _answers, copy = twice(client, "account_login", form)

    assert is_signed_in(client)
    assert is_signed_in(copy)


def test_whoever_has_signed_out_is_not_signed_in_by_the_copy_of_an_old_form(client):
    user = with_password()
    form = form_sent_to(client, "account_login") | {"login": user.email, "password": PASSWORD}
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    client.post(reverse("account_login"), form)
    client.post(reverse("account_logout"))

    copy.post(reverse("account_login"), form)

    assert not is_signed_in(copy)


def test_an_old_answer_opens_no_session_any_more(client):
    user = with_password()
    form = form_sent_to(client, "account_login") | {"login": user.email, "password": PASSWORD}
    copy = Client()
    copy.cookies = deepcopy(client.cookies)
    client.post(reverse("account_login"), form)
    SentForm.objects.update(sent_at=timezone.now() - timedelta(minutes=3))

    copy.post(reverse("account_login"), form)

    assert not is_signed_in(copy)


def test_another_browser_gets_nothing_from_the_key(client):
    user = with_password()
    form = form_sent_to(client, "account_login") | {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), form)

    stranger = Client()
    stranger.get(reverse("account_login"))  # its own token against forged requests
    stranger.post(reverse("account_login"), form | {"password": "wrong"})

    assert not is_signed_in(stranger)


def test_a_wrong_password_sent_again_counts_again(client):
    user = with_password()
    form = form_sent_to(client, "account_login") | {"login": user.email, "password": "wrong"}

    for _ in range(5):
        client.post(reverse("account_login"), form)
    client.post(reverse("account_login"), form | {"password": PASSWORD})

    assert not is_signed_in(client)


def test_new_recovery_codes_are_made_once():
    client = secured()
    form = form_sent_to(client, "mfa_generate_recovery_codes")

    def codes():
        return Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).data

    client.post(reverse("mfa_generate_recovery_codes"), form)
    first = codes()
    client.post(reverse("mfa_generate_recovery_codes"), form)

    assert codes() == first


def test_an_address_is_added_once_and_one_letter_asks_to_verify_it():
    client = secured()
    Letter.objects.all().delete()
    page = client.get(reverse("account_email")).content.decode()
    form = next(f for f in forms_of(page, reverse("account_email")) if "action_add" in f.values)

    for _ in range(2):
        client.post(reverse("account_email"), form.values | {"email": "second@leader.example"})

    assert Letter.objects.filter(recipient="second@leader.example").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_ten_copies_of_a_code_that_arrive_together_all_are_let_in_by_one(monkeypatch):
    monkeypatch.setattr(idempotency, "LOOKS", 600)  # a busy machine may take its time for the first
    client, user = Client(), UserFactory()
    ask_for_a_code(client, user.email)
    form = form_sent_to(client, "account_confirm_login_code") | {"code": code_sent_to(user.email)}

    with pool(10) as threads:
        answers = [
            threads.submit(post, reverse("account_confirm_login_code"), form, deepcopy(client.cookies))
            for _ in range(10)
        ]
        locations = {answer.result().headers.get("Location") for answer in answers}
        sessions = {answer.result().client.session.session_key for answer in answers}

    assert locations == {"/"}
    assert len(sessions) == 1
