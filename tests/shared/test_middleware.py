"""Strict headers on every answer, and a refusal of what no page can read."""

import pytest

from members.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/admin/", "/no-such-page/", "/?q=%00"])
def test_every_answer_has_the_strict_headers(client, path):
    response = client.get(path)

    assert response["Content-Security-Policy"].startswith("default-src 'self'; object-src 'none'")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/?q=%00", "/%00/", "/admin/members/user/?email__startswith=%00"])
def test_a_nul_byte_in_the_address_is_a_bad_request(client, path):
    client.force_login(User.objects.create_superuser("clerk@example.org"))

    assert client.get(path).status_code == 400


def test_a_page_of_somebody_signed_in_is_not_stored(client):
    client.force_login(User.objects.create_user("anne@example.org"))

    assert "no-store" in client.get("/")["Cache-Control"]
    assert "private" in client.get("/")["Cache-Control"]


def test_passwords_are_kept_by_argon2():
    assert User.objects.create_user("anne@example.org", "a long sentence").password.startswith("argon2")
