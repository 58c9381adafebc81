"""The second factor: its secrets are encrypted in the database, and those who see the files of others need one."""

import base64
from collections.abc import Callable

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import administers
from members.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

TRUE_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only replace one
OPEN = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypt what the database keeps; who needs a second factor cannot take away the last one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and this is the only one: add another before you remove it."
        )
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under the newest key."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret; an older key of SECRET_KEY_FALLBACKS opens it as well."""
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor of somebody who needs one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=TRUE_FACTORS)
        return not (
            settings.SECOND_FACTOR_IMPOSED
            and administers(authenticator.user)
            and not others.exclude(pk=authenticator.pk).exists()
        )


def second_factor_middleware(get_response: Answer) -> Answer:
    """Show staff, and leads who enter the admin, nothing but the page of enrolment until they have a factor."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_FACTOR_IMPOSED and _lacks_one(request):
            messages.warning(request, gettext("Your role needs a second factor. Set one up to go on."))
            return redirect("mfa_index")
        return get_response(request)

    return middleware


def _lacks_one(request: HttpRequest) -> bool:
    user = request.user
    if not isinstance(user, User) or not _needs_one_here(request, user):
        return False
    # Asked each time, not remembered in the session: whoever takes the last one away is asked again at once.
    return not Authenticator.objects.filter(user=user, type__in=TRUE_FACTORS).exists()


def _needs_one_here(request: HttpRequest, user: User) -> bool:
    enters_the_admin = request.path_info.startswith(reverse("admin:index"))
    if not (user.is_staff or (enters_the_admin and administers(user))):
        return False
    return enters_the_admin or _name_of(request.path_info) not in OPEN


def _name_of(path: str) -> str | None:
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(secret)) for secret in secrets])


def _key_from(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leader second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
