"""The own share of the site in a key: kept encrypted, under a key that comes from the environment."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from elections.crypto.group import Number, number
from elections.holding import RefusedActError


def lock_away(secret: Number) -> str:
    """Return a secret scalar as the database keeps it."""
    return _keys().encrypt(str(secret).encode()).decode()


def take_out(kept: str) -> Number:
    """Return the secret scalar; raise RefusedActError when no key of the environment opens it."""
    try:
        return number(int(_keys().decrypt(kept.encode())))
    except InvalidToken as error:
        raise RefusedActError(
            _("The server cannot open its own share of the key: it was kept under another SECRET_KEY.")
        ) from error


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(secret)) for secret in secrets])


def _key_from(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leader election share").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
