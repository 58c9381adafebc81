"""A short secret in the database while it is needed: locked under a key that comes from the environment."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def lock(secret: str) -> str:
    """Return ``secret`` as a table may hold it."""
    return _keys().encrypt(secret.encode()).decode()


def unlock(kept: str) -> str:
    """Return the secret; raise ``cryptography.fernet.InvalidToken`` when no key of the environment opens it."""
    return _keys().decrypt(kept.encode()).decode()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(secret)) for secret in secrets])


def _key_from(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leader locked secret").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
