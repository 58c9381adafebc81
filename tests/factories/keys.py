"""A security key that was never touched: good to be listed and renamed, not to sign in."""

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from members.models import User

FLAG = AuthenticatorData.FLAG


def key_of(user: User, name: str = "Clé") -> Authenticator:
    """Give ``user`` a security key called ``name``."""
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "passwordless": False, "credential": _credential(f"{user.pk} {name}".encode())},
    )


def _credential(number: bytes) -> dict[str, object]:
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = AttestedCredentialData.create(bytes(16), number, public)
    registered = AuthenticatorData.create(sha256(b"testserver"), FLAG.UP | FLAG.AT, 0, attested)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver")
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", registered, {})),
        },
    }
