"""The pages of the account in a real Chromium: every step of signing in, every factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser.audit import assert_sound
from tests.factories.members import UserFactory
from tests.walk.browsers import UNDER_WAY, secured
from tests.walk.visits import UNDER_WAY as PAGES_UNDER_WAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = [(who, names[0]) for who, names in PAGES_UNDER_WAY.items() if who != "secured"]
OWN = [*PAGES_UNDER_WAY["secured"], "account_logout"]


@pytest.mark.parametrize(("who", "name"), STEPS)
def test_a_step_of_signing_in_is_sound(open_page, who, name):
    assert_sound(open_page(reverse(name), client=UNDER_WAY[who]()))


@pytest.mark.parametrize("name", OWN)
def test_a_page_of_ones_account_is_sound(open_page, name):
    page = open_page(reverse(name), client=secured())

    assert page.url.endswith(reverse(name))
    assert_sound(page)


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_a_page_of_a_key_is_sound(open_page, name):
    client = secured()
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)

    assert_sound(open_page(reverse(name, args=[key.pk]), client=client))


@pytest.mark.parametrize("name", ["account_set_password", "mfa_activate_totp", "mfa_index", "account_email"])
def test_a_page_of_an_account_without_password_is_sound(open_page, name):
    user = UserFactory(password="!")

    assert_sound(open_page(reverse(name), user=user))


def test_a_code_that_is_wrong_is_told_in_a_sound_page(open_page):
    page = open_page(reverse("account_confirm_login_code"), client=UNDER_WAY["asked for a code"](), width=390)

    page.locator("input[name=code]").fill("AAA-AAA")
    page.get_by_role("button", name="Confirmer").click()
    page.locator("[aria-invalid=true]").wait_for()

    assert_sound(page)
