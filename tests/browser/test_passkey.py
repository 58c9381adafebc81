"""A passkey, from enrolment to sign-in, with a virtual authenticator in Chromium under the strict policy."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.test_sign_in import code_sent_to
from tests.factories.members import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def somebody():
    """Return an account without a password."""
    return UserFactory(password="!")


def sign_in_by_code(page, user):
    page.get_by_label("Adresse e-mail").first.fill(user.email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.wait_for_url("**" + reverse("account_confirm_login_code"))
    page.locator("input[name=code]").fill(code_sent_to(user.email))
    page.locator("main form").first.locator("button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/connexion/" not in url)


def test_a_passkey_is_added_and_then_signs_in_without_anything_typed(open_page, somebody, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test server has no certificate
    page = open_page(reverse("account_login"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_by_code(page, somebody)
    home = page.url

    page.goto(home.rstrip("/") + reverse("mfa_add_webauthn"))
    page.locator("input[name=name]").fill("Ordinateur")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/ajout/" not in url)
    assert Authenticator.objects.filter(user=somebody, type=Authenticator.Type.WEBAUTHN).count() == 1

    page.context.clear_cookies()
    page.goto(home.rstrip("/") + reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url(home)

    page.locator("summary", has_text="Mon compte").click()
    assert page.get_by_text(somebody.email, exact=True).is_visible()
