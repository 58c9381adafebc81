"""The browsers that walk with hostile inputs: one for each role, and some in the middle of signing in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from leader.shared.mails import Letter
from members.models import User
from tests.factories.keys import key_of
from tests.factories.members import PASSWORD, UserFactory
from tests.walk.audited import Audited, Change
from tests.walk.world import World

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class LightHasher(Argon2PasswordHasher):
    """The hasher of the site with next to no work; what it made, the site reads."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@dataclass
class Answer:
    """What came back, the tables written to meanwhile, what the audit saw, and the letters that waited."""

    status: int
    headers: dict[str, str]
    html: str
    written: set[str]
    changes: list[Change]
    letters: list[tuple[str, str]]


class Browser:
    """A browser that takes an error of ours for an answer, and whose every visit is undone."""

    def __init__(self, client: Client, audited: Audited) -> None:
        self._client, self._audited = client, audited
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def get(self, address: str) -> Answer:
        """Visit ``address``."""
        return self._send(lambda: self._client.get(address, secure=True))

    def post(self, address: str, typed: dict[str, Any]) -> Answer:
        """Send a form."""
        return self._send(lambda: self._client.post(address, typed, secure=True))

    def _send(self, request: Callable[[], Any]) -> Answer:
        self._client.cookies.clear()  # each visit begins as the browser stood at first
        for name, value in self._cookies.items():
            self._client.cookies[name] = value
        written: set[str] = set()
        with transaction.atomic():
            with connection.execute_wrapper(_noting(written)):
                response = request()
            if response.status_code < 500:
                connection.check_constraints()  # what waits for the end of a transaction is checked now
            answer = _read(response, written)
            if written - {"django_session"}:
                answer.changes = self._audited.changes()
                answer.letters = list(Letter.objects.values_list("subject", "recipient"))
            transaction.set_rollback(True)
        return answer


def _noting(written: set[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if found := re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', str(sql), re.IGNORECASE):
            written.add(found[1])
        return execute(sql, params, many, context)

    return note


def _read(response: Any, written: set[str]) -> Answer:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    is_html = "html" in response.headers.get("Content-Type", "")
    html = content.decode(errors="replace") if is_html else ""
    return Answer(response.status_code, dict(response.headers), html, written, [], [])


def clients_of(world: World) -> dict[str, Client]:
    """Return a client for each role, and one for each step of signing in."""
    clients = {role: _signed_in(user) for role, user in world.users.items()}
    return clients | {name: prepare() for name, prepare in UNDER_WAY.items()}


def _signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def _account(name: str, **fields: Any) -> User:
    user = UserFactory(email=f"{name}@leader.example", **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def _posting(client: Client, name: str, **typed: str) -> Client:
    client.post(reverse(name), typed, secure=True)
    return client


def _asked_for_a_code() -> Client:
    return _posting(_signed_in(None), "account_request_login_code", email=_account("coded").email)


def _asked_for_the_second_factor() -> Client:
    user = _account("halfway")
    TOTP.activate(user, SECRET)
    return _posting(_signed_in(None), "account_login", login=user.email, password=PASSWORD)


def _forgot_the_password() -> Client:
    return _posting(_signed_in(None), "account_reset_password", email=_account("forgetful").email)


def _typed_the_code_of_the_reset() -> Client:
    user = _account("nearly")
    client = _posting(_signed_in(None), "account_reset_password", email=user.email)
    text = Letter.objects.filter(recipient=user.email).latest("pk").text
    code = re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", text, re.MULTILINE)
    return _posting(client, "account_confirm_password_reset_code", code=code[0] if code else "")


def _signs_up() -> Client:
    return _posting(_signed_in(None), "account_signup", email="new@leader.example")


def secured(name: str = "secured", *, has_key: bool = True, **fields: Any) -> Client:
    """Return the browser of somebody with a password and every factor, who has just confirmed it."""
    user = _account(name, **fields)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    if has_key:
        key_of(user)
    client = _posting(_signed_in(None), "account_login", login=user.email, password=PASSWORD)
    counter = next(iter(yield_hotp_counters_from_time()))
    _posting(client, "mfa_authenticate", code=format_hotp_value(hotp_value(SECRET, counter)))
    return _posting(client, "account_reauthenticate", password=PASSWORD)


UNDER_WAY: dict[str, Callable[[], Client]] = {
    "asked for a code": _asked_for_a_code,
    "asked for the second factor": _asked_for_the_second_factor,
    "forgot the password": _forgot_the_password,
    "typed the code of the reset": _typed_the_code_of_the_reset,
    "signs up": _signs_up,
    "secured": secured,
}
