"""The second factor: asked after the first, imposed on those who see the files of others, kept encrypted."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from leader.shared.mails import Letter
from members.accounts.second_factor import SecondFactorAdapter
from tests.accounts.test_sign_in import ask_for_a_code, code_sent_to, is_signed_in, type_the_code
from tests.factories.accounts import lead_of, staff
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of_the_application(secret=SECRET):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def signed_in_by_code(client, user):
    ask_for_a_code(client, user.email)
    return type_the_code(client, code_sent_to(user.email))


def test_the_code_of_the_application_is_asked_after_the_code_of_the_letter(client):
    user = UserFactory()
    TOTP.activate(user, SECRET)

    answer = signed_in_by_code(client, user)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)

    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(client)

    client.post(reverse("mfa_authenticate"), {"code": code_of_the_application()})
    assert is_signed_in(client)


@pytest.mark.usefixtures("imposed")
def test_staff_without_a_second_factor_see_nothing_but_the_page_of_enrolment(client):
    client.force_login(staff())

    for address in ["/", reverse("admin:index"), reverse("account_email"), "/territoires/", "/nowhere/"]:
        assert client.get(address).headers["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert reverse("mfa_activate_totp") in page.content.decode()


@pytest.mark.usefixtures("imposed")
def test_staff_enrol_an_application_and_are_let_in(client):
    user = UserFactory(staff=True, password="!")
    signed_in_by_code(client, user)

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of_the_application(secret)})

    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()
    assert answer.headers["Location"] in (reverse("mfa_view_recovery_codes"), reverse("mfa_index"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_whoever_has_a_password_confirms_it_before_a_factor_changes(client):
    client.force_login(UserFactory())

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.usefixtures("imposed")
def test_a_lead_needs_a_second_factor_to_enter_the_admin_alone(client):
    client.force_login(lead_of())

    assert client.get("/").status_code == 200
    assert client.get(reverse("admin:index")).headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("imposed")
def test_a_guest_needs_none_and_still_finds_no_admin(client):
    client.force_login(UserFactory())

    assert client.get("/").status_code == 200
    assert client.get(reverse("admin:index")).status_code == 404


@pytest.mark.usefixtures("imposed")
def test_staff_cannot_take_away_their_last_factor(client):
    user = staff()
    TOTP.activate(user, SECRET)
    signed_in_by_code(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code_of_the_application()})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


@pytest.mark.usefixtures("imposed")
def test_somebody_whose_telephone_is_lost_enrols_another(client):
    user = staff()
    TOTP.activate(user, SECRET)
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200

    call_command("forget_second_factor", user.email.upper())

    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get(reverse("admin:index")).headers["Location"] == reverse("mfa_index")
    assert Letter.objects.filter(recipient=user.email).count() == 1


def test_the_second_factor_of_an_unknown_address_is_not_forgotten():
    with pytest.raises(CommandError):
        call_command("forget_second_factor", "nobody@leader.example")


def test_the_secret_is_encrypted_in_the_database():
    user = UserFactory()

    TOTP.activate(user, SECRET)

    assert SECRET not in str(Authenticator.objects.get(user=user).data)


def test_a_secret_encrypted_under_the_key_before_is_still_read(settings):
    encrypted = SecondFactorAdapter().encrypt(SECRET)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [settings.SECRET_KEY]

    assert SecondFactorAdapter().decrypt(encrypted) == SECRET
    assert SecondFactorAdapter().encrypt(SECRET) != encrypted


def test_it_is_imposed_everywhere_but_in_the_demonstration():
    assert not (site_settings.DEBUG and site_settings.DEMONSTRATION)
    assert "members.accounts.second_factor.second_factor_middleware" in site_settings.MIDDLEWARE
