"""Sealed letters between trustees, which the server passes on and cannot read (section 10, channel).

ElGamal carries a fresh AES-256 key; the content is signed by its sender and names its recipient.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM

from elections.crypto.canonical import canonical, compact, fields, string
from elections.crypto.errors import RefusedError
from elections.crypto.group import Draw, Number, P, g_power, inverse, power, random_scalar, read_member
from elections.crypto.trustees import is_signed, read_signed, sign_message

GCM = "AES-GCM"


def send(
    sender: Number, recipient: Number, message: str, draw: Draw = random_scalar, *, algorithm: str = GCM
) -> str:
    """Return the sealed text of ``message``, from the signing secret of the sender to an encryption key.

    Another ``algorithm`` than GCM means CCM, the older form that trustees with ``belenios-tool`` 2 read.
    """
    inner = compact({"recipient": str(recipient), "message": message})
    content = compact(sign_message(inner, sender, draw("sign_w")).json()).encode()
    r, shared = draw("r"), g_power(draw("s"))
    alpha, beta = g_power(r), power(recipient, r) * shared % P
    key, nonce = _key(shared), _nonce(alpha)
    if algorithm == GCM:
        data, head = AESGCM(key).encrypt(nonce, content, None), {"algorithm": GCM}
    else:
        data, head = AESCCM(key, tag_length=8).encrypt(nonce[:13], content, None), {}
    return compact({**head, "alpha": str(alpha), "beta": str(beta), "data": data.hex()})


def read_letter(sealed: object) -> tuple[bool, Number, Number, bytes]:
    """Return what all can read of a sealed text (GCM or not, alpha, beta, data); raise RefusedError."""
    value = canonical(string(sealed), "J3")
    gcm = type(value) is dict and value.get("algorithm") == GCM
    *_, alpha, beta, data = fields(value, *(["algorithm"] if gcm else []), "alpha", "beta", "data")
    elements = [read_member(element, "S1", "a sealed letter") for element in (alpha, beta)]
    try:
        return gcm, elements[0], elements[1], bytes.fromhex(string(data))
    except ValueError as error:
        raise RefusedError("S1", "a sealed letter cannot be opened") from error


def receive(secret: Number, sender: Number, sealed: str) -> str:
    """Return the message of a sealed text with the own decryption secret and the sender's verification key.

    Raises RefusedError (J1 to J3, S1: it cannot be opened, S2: not signed by the sender, S3: for somebody else).
    """
    gcm, alpha, beta, content = read_letter(sealed)
    key, nonce = _key(beta * inverse(power(alpha, secret)) % P), _nonce(alpha)
    try:
        opened = (
            AESGCM(key).decrypt(nonce, content, None)
            if gcm
            else AESCCM(key, tag_length=8).decrypt(nonce[:13], content, None)
        ).decode()
    except (InvalidTag, ValueError) as error:
        raise RefusedError("S1", "a sealed letter cannot be opened") from error
    signed = read_signed(canonical(opened, "J3"))
    if not is_signed(signed, sender):
        raise RefusedError("S2", "a sealed letter is not signed by its sender")
    recipient, message = fields(canonical(signed.message, "J3"), "recipient", "message")
    if recipient != str(g_power(secret)):
        raise RefusedError("S3", "a sealed letter was meant for another trustee")
    return string(message)


def _key(shared: Number) -> bytes:
    return hashlib.sha256(f"key|{shared}".encode()).digest()


def _nonce(alpha: Number) -> bytes:
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()
