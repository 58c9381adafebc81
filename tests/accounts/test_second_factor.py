"""The second factor: asked after the first, imposed on those who see the files of others, kept encrypted."""

from copy import deepcopy

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as site_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from leader.shared.mails import Letter
from members.accounts.second_factor import TRUE_FACTORS, SecondFactorAdapter
from members.models import User
from tests.accounts.test_sign_in import ask_for_a_code, code_sent_to, is_signed_in, type_the_code
from tests.factories.accounts import lead_of, staff
from tests.factories.members import UserFactory
from tests.shared.waiting import pool, post, until_somebody_waits_for_a_lock
from tests.walk.browsers import secured

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


def factors_of_staff():
    owned = Authenticator.objects.filter(user__is_staff=True, type__in=TRUE_FACTORS)
    return sorted(owned.values_list("type", flat=True))


def ways_out():
    key = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True).first()
    return [reverse("mfa_deactivate_totp"), *([reverse("mfa_remove_webauthn", args=[key])] if key else [])]


@pytest.mark.usefixtures("imposed")
def test_staff_cannot_take_away_their_last_factor_and_are_told_why():
    client = secured(is_staff=True, has_key=False)

    page = client.post(reverse("mfa_deactivate_totp"))

    assert factors_of_staff() == ["totp"]
    assert "ajoutez-en un autre" in page.content.decode()


@pytest.mark.usefixtures("imposed")
@pytest.mark.parametrize("backwards", [False, True])
def test_staff_may_take_away_one_factor_of_two_and_not_the_other(backwards):
    client = secured(is_staff=True)
    first, second = reversed(ways_out()) if backwards else ways_out()

    assert client.post(first).status_code == 302
    page = client.post(second)

    assert factors_of_staff() == (["totp"] if backwards else ["webauthn"])
    assert "ajoutez-en un autre" in page.content.decode()


@pytest.mark.usefixtures("imposed")
def test_somebody_who_needs_none_may_take_away_all():
    client = secured()

    for address in ways_out():
        client.post(address)

    assert not Authenticator.objects.filter(type__in=TRUE_FACTORS).exists()


@pytest.mark.usefixtures("imposed")
@pytest.mark.django_db(transaction=True)
def test_of_two_factors_that_are_taken_away_at_once_one_stays():
    client = secured(is_staff=True)

    with pool(2) as threads, transaction.atomic():
        User.objects.select_for_update().get(is_staff=True)  # holds both back at the same place
        for address in ways_out():
            threads.submit(post, address, {}, deepcopy(client.cookies))
        until_somebody_waits_for_a_lock(2)

    assert len(factors_of_staff()) == 1


@pytest.mark.usefixtures("imposed")
def test_recovery_codes_alone_are_no_second_factor(client):
    user = staff()
    RecoveryCodes.activate(user)
    client.force_login(user)

    assert client.get(reverse("pages:home")).headers["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("imposed")
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_whose_factor_is_gone_from_the_database_are_stopped_at_the_next_click(client, method):
    user = staff()
    factor = TOTP.activate(user, SECRET)
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200

    factor.instance.delete()

    for name in ["admin:index", "pages:home", "members:company-list", "pages:dossier-list"]:
        assert getattr(client, method)(reverse(name)).headers["Location"] == reverse("mfa_index")


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
