"""Limits on attempts: counted in the database, so that all processes share them."""

import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client
from django.urls import reverse

from leader.shared.cache import CachedValue
from leader.shared.mails import Letter
from tests.accounts.test_sign_in import ask_for_a_code
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def test_a_fourth_code_within_a_minute_is_refused_from_wherever_it_is_asked():
    user = UserFactory()

    answers = [
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(reverse("account_request_login_code"), {"email": user.email})
        for n in range(4)
    ]

    assert [a.status_code for a in answers[:3]] == [302, 302, 302]
    assert answers[3].status_code != 302
    assert Letter.objects.filter(recipient=user.email).count() == 3


def test_an_unknown_address_is_limited_like_a_known_one():
    answers = [ask_for_a_code(Client(), "nobody@leader.example").status_code for _ in range(4)]

    assert answers[:3] == [302, 302, 302]
    assert answers[3] != 302


def test_wrong_passwords_are_counted_even_when_the_right_one_comes_next(client):
    user = UserFactory()
    user.set_password("vigne-zinc-ardoise-42")
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)

    for _ in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": user.email, "password": "vigne-zinc-ardoise-42"})

    assert "_auth_user_id" not in client.session


ASKS_TWICE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
setup_test_environment()
settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/h/ip"}  # an hour: to start may take a while
for _ in range(2):
    print(Client().post(reverse("account_request_login_code"), {"email": "nobody@leader.example"}).status_code)
"""


def test_two_processes_count_together(make_database):
    address = make_database("limits_of_two_processes", migrated=True)

    def ask_twice():
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "leader.settings"}
        command = [sys.executable, "-c", ASKS_TWICE]
        asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
        return asked.stdout.split()

    assert ask_twice() == ["302", "302"]
    assert ask_twice() == ["302", "200"]  # the fourth gets no code, and the page says so


def test_the_counters_are_rows_that_another_process_reads():
    cache.set("attempts", 3)

    assert CachedValue.objects.filter(cache_key__contains="attempts").exists()
    assert DatabaseCache("shared_cachedvalue", {}).get("attempts") == 3


def test_the_address_behind_a_proxy_counts_when_the_proxy_is_declared(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    answers = [
        Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{n // 20}").post(
            reverse("account_request_login_code"), {"email": f"a{n}@leader.example"}
        )
        for n in range(25)
    ]

    assert {a.status_code for a in answers} == {302}
