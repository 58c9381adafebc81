"""What a password must be."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.accounts import lead_of, staff
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password", ["court", "onze-lettre", "leader-occitanie", "Toulouse31000", "123456789012345", "password1234"]
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, UserFactory())


def test_a_password_may_not_be_the_address():
    user = UserFactory(email="jeanne.martinez@leader.example")

    with pytest.raises(ValidationError):
        validate_password("jeanne.martinez", user)


def test_twelve_characters_do_for_a_member_but_not_for_those_who_enter_the_desk():
    validate_password("vigne-zinc-42", UserFactory())

    for clerk in (staff(), lead_of()):
        with pytest.raises(ValidationError):
            validate_password("vigne-zinc-42", clerk)
        validate_password("vigne-zinc-ardoise-42", clerk)


def test_somebody_without_a_password_sets_one_on_the_page(client):
    user = UserFactory(password="!")
    client.force_login(user)

    client.post(reverse("account_set_password"), {"password1": "vigne-zinc-42", "password2": "vigne-zinc-42"})

    user.refresh_from_db()
    assert user.check_password("vigne-zinc-42")
