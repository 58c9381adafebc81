"""Strict headers on every answer, and a refusal of what no page can read."""

import os
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile

from members.models import User

LOGIN = "/compte/login/"
COOKIE = site.SESSION_COOKIE_NAME

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


NASTY_FORMS = {
    "a value": urlencode({"name": "a\x00b"}),
    "the name of a field": urlencode({"na\x00me": "a"}),
    "one of two values": "name=a&name=%00",
}


@pytest.mark.parametrize("form", NASTY_FORMS.values(), ids=NASTY_FORMS)
@pytest.mark.parametrize("path", ["/compte/login/", "/admin/login/"])
def test_a_nul_byte_in_a_form_is_a_bad_request(client, path, form):
    response = client.post(path, form, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "Cette demande" in response.content.decode()


@pytest.mark.parametrize(
    "part",
    [
        b'name="name"\r\n\r\na\x00b',
        b'name="na\x00me"\r\n\r\na',
        b'name="fi\x00le"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\na',
    ],
    ids=["a value", "the name of a field", "the name of a field with a file"],
)
def test_a_nul_byte_in_a_part_of_a_form_with_files_is_a_bad_request(client, part):
    body = b"--limit\r\nContent-Disposition: form-data; " + part + b"\r\n--limit--\r\n"

    assert client.post(LOGIN, body, content_type="multipart/form-data; boundary=limit").status_code == 400


def test_a_nul_byte_in_the_cookie_of_the_session_is_a_bad_request(client):
    assert client.get("/", HTTP_COOKIE=rf'{COOKIE}="aaaaaaaa\000bbbbbbbb"').status_code == 400


@pytest.mark.parametrize(
    ("limit", "form"),
    [
        ({"DATA_UPLOAD_MAX_MEMORY_SIZE": 1000}, {"login": "a" * 1001}),
        ({"DATA_UPLOAD_MAX_NUMBER_FIELDS": 2}, {"a": "1", "b": "2", "c": "3"}),
        ({"DATA_UPLOAD_MAX_NUMBER_FILES": 1}, {n: SimpleUploadedFile(n, b"a") for n in "abc"}),
        ({"UPLOAD_MAX_BYTES": 1000}, {"file": SimpleUploadedFile("list.csv", b"a" * 1001)}),
    ],
    ids=["text", "fields", "files", "bytes"],
)
def test_a_form_that_is_too_large_is_told_so_on_a_page(client, settings, limit, form):
    for name, value in limit.items():
        setattr(settings, name, value)

    response = client.post(LOGIN, form)

    assert response.status_code == 413
    assert "trop volumineu" in response.content.decode()
    assert response["X-Frame-Options"] == "DENY"


def test_a_form_that_breaks_off_is_a_bad_request(client):
    broken = client.post(LOGIN, b"--limit\r\nContent-Dis", content_type="multipart/form-data; boundary=\xff")

    assert broken.status_code == 400


@pytest.mark.parametrize("query", ["q=a&q=b", "page=1&page=2&page=", "q&q&=&&", "territoire=1&territoire=x"])
def test_a_duplicated_parameter_is_no_accident(client, query):
    for path in ["/", "/territoires/"]:
        assert client.get(f"{path}?{query}").status_code == 200


def test_an_error_of_ours_and_a_style_sheet_have_the_strict_headers(client, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
    client.raise_request_exception = False

    broken, sheet = client.post("/create-and-fail/", {"name": "Anne"}), client.get("/static/css/base.css")

    assert (broken.status_code, sheet.status_code) == (500, 200)
    for response in [broken, sheet]:
        assert response["Content-Security-Policy"].startswith("default-src 'self'")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/static/css/base.css"])
def test_over_tls_the_browser_is_told_to_stay_there_for_two_years(client, path):
    assert client.get(path, secure=True)["Strict-Transport-Security"] == (
        "max-age=63072000; includeSubDomains; preload"
    )


def test_the_cookies_are_bound_to_this_host_to_tls_and_out_of_reach_of_scripts(client, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    User.objects.create_user("anne@example.org")

    client.get("/sign-in/")

    for name in ["__Host-sessionid", "__Host-csrftoken"]:
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_at_log_out_the_browser_is_told_to_forget(client, settings):
    settings.ROOT_URLCONF = "tests.shared.pages"
    User.objects.create_user("anne@example.org")
    assert "Clear-Site-Data" not in client.get("/sign-in/")

    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_a_forged_header_of_a_proxy_is_not_believed(rf):
    request = rf.get(
        "/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_FOR="1.2.3.4", HTTP_X_FORWARDED_HOST="e"
    )

    assert not request.is_secure()
    assert get_adapter().get_client_ip(request) == "127.0.0.1"
    assert request.get_host() == "testserver"


def test_a_proxy_is_believed_once_a_setting_says_that_there_is_one():
    shown = "s.SECURE_PROXY_SSL_HEADER, s.SECURE_SSL_REDIRECT, s.ALLAUTH_TRUSTED_PROXY_COUNT"
    told = subprocess.run(
        [sys.executable, "-c", f"from leader import settings as s; print({shown})"],
        env={**os.environ, "BEHIND_PROXY": "on"}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert told.stdout.strip() == "('HTTP_X_FORWARDED_PROTO', 'https') True 1"


def test_a_page_of_somebody_signed_in_is_not_stored(client):
    client.force_login(User.objects.create_user("anne@example.org"))

    assert "no-store" in client.get("/")["Cache-Control"]
    assert "private" in client.get("/")["Cache-Control"]


def test_passwords_are_kept_by_argon2():
    assert User.objects.create_user("anne@example.org", "a long sentence").password.startswith("argon2")
