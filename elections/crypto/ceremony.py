"""The making of a key that k of n trustees hold together and nobody holds alone (section 10).

Steps 1, 3 and 5 are those of each trustee, who keeps nothing but a seed; steps 4 and 6 are the server's, which
only passes letters on. Everything between the steps is text or plain JSON values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from elections.crypto.canonical import canonical, compact, fields, items, string
from elections.crypto.channel import read_letter, receive, send
from elections.crypto.errors import RefusedError
from elections.crypto.group import NAME, Draw, Number, P, Q, g_power, number, power, random_scalar
from elections.crypto.hashing import sha_b64, sha_int
from elections.crypto.proofs import read_proof
from elections.crypto.trustees import (
    Certificate,
    Signed,
    certificates_text,
    check_signatures,
    check_verification_key,
    is_signed,
    read_certificates,
    read_coefexps,
    sign_message,
    verification_key,
    write_key,
)

Seal = Callable[..., str]


@dataclass(frozen=True)
class Seed:
    """The one secret of a trustee, 22 letters on paper, and the two keys derived from it."""

    text: str

    @property
    def signing(self) -> Number:
        """The secret that signs."""
        return sha_int(f"sk|{self.text}") % Q

    @property
    def decryption(self) -> Number:
        """The secret that opens sealed letters."""
        return sha_int(f"dk|{self.text}") % Q


def certify(seed: Seed, place: tuple[int, int, int], draw: Draw = random_scalar) -> dict[str, Any]:
    """Step 1: return the certificate of a trustee for ``place`` (threshold, size, index from 1)."""
    threshold, size, index = place
    message = {
        "context": {"group": NAME, "size": size, "threshold": threshold, "index": index},
        "verification": str(g_power(seed.signing)),
        "encryption": str(g_power(seed.decryption)),
    }
    return sign_message(compact(message), seed.signing, draw("cert_w")).json()


def spoken_fingerprint(certificates: Sequence[dict[str, Any]]) -> str:
    """Return the ten characters that the trustees compare by voice: they show a server that plays the others."""
    return sha_b64(compact(list(certificates)))[:10]


def deal(
    seed: Seed,
    certificates: Sequence[dict[str, Any]],
    threshold: int,
    draw: Draw = random_scalar,
    seal: Seal = send,
) -> dict[str, Any]:
    """Step 3: check all certificates and return the trustee's polynomial, its shares sealed, and its signatures.

    Raises RefusedError (C5; S4 when the own certificate is not among them).
    """
    read = read_certificates(certificates, threshold)
    _own_index(seed, read)
    polynomial = [draw(f"polynomial.{degree}") for degree in range(threshold)]
    coefexps = [g_power(a) for a in polynomial]
    published = sign_message(compact({"coefexps": [str(a) for a in coefexps]}), seed.signing, draw("coefexps_w"))
    seen = sign_message(certificates_text(read, coefexps), seed.signing, draw("certs_sig_w"))
    kept = compact({"polynomial": [str(a) for a in polynomial]})
    return {
        "polynomial": seal(seed.signing, g_power(seed.decryption), kept),
        "secrets": [
            seal(seed.signing, one.encryption, compact({"secret": str(share(polynomial, index))}))
            for index, one in enumerate(read, 1)
        ],
        "coefexps": published.json(),
        "signature": seen.signature.json(),
    }


def share(polynomial: Sequence[Number], index: int) -> Number:
    """Return the value of a polynomial at ``index``, modulo Q."""
    result = number(0)
    for coefficient in reversed(polynomial):
        result = (result * index + coefficient) % Q
    return result


def _own_index(seed: Seed, certificates: Sequence[Certificate]) -> int:
    own = (g_power(seed.signing), g_power(seed.decryption))
    for index, one in enumerate(certificates, 1):
        if (one.verification, one.encryption) == own:
            return index
    raise RefusedError("S4", "the own certificate is not among those of the ceremony")


def _check_dealt(
    certificates: Sequence[dict[str, Any]],
    threshold: int,
    coefexps: Sequence[object],
    signatures: Sequence[object],
) -> tuple[list[Certificate], list[list[Number]]]:
    read = read_certificates(certificates, threshold)
    if len(coefexps) != len(read) or len(signatures) != len(read):
        raise RefusedError("C5", "a trustee's part of the ceremony is missing")
    dealt = [read_coefexps(value, one, threshold) for value, one in zip(coefexps, read, strict=True)]
    check_signatures(signatures, read, dealt)
    return read, dealt


def check_dealt(value: object, certificates: Sequence[dict[str, Any]], threshold: int, index: int) -> None:
    """Check what one trustee (``index`` from 1) dealt, before all have; raise RefusedError (C5 to C7, J3)."""
    polynomial, secrets, coefexps, signature = fields(value, "polynomial", "secrets", "coefexps", "signature")
    for letter in [polynomial, *items(secrets, len(certificates))]:
        read_letter(letter)
    read = read_certificates(certificates, threshold)
    own = read_coefexps(coefexps, read[index - 1], threshold)
    if not is_signed(Signed(certificates_text(read, own), read_proof(signature)), read[index - 1].verification):
        raise RefusedError("C7", "a trustee did not sign the certificates of all")


def collect(
    certificates: Sequence[dict[str, Any]], threshold: int, dealt: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Step 4: check what all trustees dealt and return what each is handed; raise RefusedError (C5 to C7, J3)."""
    parts = [fields(one, "polynomial", "secrets", "coefexps", "signature") for one in dealt]
    polynomials, secrets, coefexps, signatures = [list(part) for part in zip(*parts, strict=True)]
    _check_dealt(certificates, threshold, coefexps, signatures)
    for letters in secrets:
        items(letters, len(certificates))
    return [
        {
            "polynomial": polynomial,
            "secrets": [letters[index] for letters in secrets],
            "coefexps": coefexps,
            "signatures": signatures,
        }
        for index, polynomial in enumerate(polynomials)
    ]


def accept(
    seed: Seed,
    certificates: Sequence[dict[str, Any]],
    threshold: int,
    handed: dict[str, Any],
    draw: Draw = random_scalar,
    seal: Seal = send,
) -> dict[str, Any]:
    """Step 5: open and check the shares of all; return the own decryption key, sealed, and its public key.

    Raises RefusedError: C5 to C7, S1 to S4 (letters), S5 (a share is not the one that its sender published).
    """
    _, secrets, coefexps, signatures = fields(handed, "polynomial", "secrets", "coefexps", "signatures")
    read, dealt = _check_dealt(certificates, threshold, items(coefexps), items(signatures))
    index = _own_index(seed, read)
    shares = [
        _open_share(seed, one, string(letter), (sender, index), own)
        for sender, (one, letter, own) in enumerate(zip(read, items(secrets, len(read)), dealt, strict=True), 1)
    ]
    key = sum(shares) % Q
    signature = sign_message(str(g_power(key)), seed.signing, draw("vk_signature_w")).signature
    return {
        "private_key": seal(seed.signing, g_power(seed.decryption), compact({"decryption_key": str(key)})),
        "public_key": {**write_key(key, draw("vk_pok_w")), "signature": signature.json()},
    }


def _open_share(
    seed: Seed, sender: Certificate, letter: str, places: tuple[int, int], coefexps: Sequence[Number]
) -> Number:
    opened = receive(seed.decryption, sender.verification, letter)
    (written,) = fields(canonical(opened, "J3"), "secret")
    value = _loose_scalar(written)
    expected = number(1)
    for coefficient in reversed(coefexps):
        expected = power(expected, places[1]) * coefficient % P
    if g_power(value) != expected:
        raise RefusedError("S5", f"the share of trustee {places[0]} is not the one that it published")
    return value


def _loose_scalar(written: object) -> Number:
    """Return a scalar that older programs of a trustee may not have reduced."""
    text = string(written)
    if not (text.isascii() and text.isdigit() and len(text) <= 1000) or (text[0] == "0" and text != "0"):
        raise RefusedError("J1", "a share is not a number")
    return number(text) % Q


def publish(
    certificates: Sequence[dict[str, Any]],
    threshold: int,
    handed: dict[str, Any],
    public_keys: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """Step 6: check the public keys and return the threshold group as published; raise RefusedError (C5 to C8).

    ``handed`` is what step 4 gave to any trustee.
    """
    coefexps, signatures = handed["coefexps"], handed["signatures"]
    read, dealt = _check_dealt(certificates, threshold, coefexps, signatures)
    for index, (value, one) in enumerate(zip(public_keys, read, strict=True), 1):
        check_verification_key(value, verification_key(index, dealt), one)
    return {
        "threshold": threshold,
        "certs": list(certificates),
        "coefexps": coefexps,
        "signatures": signatures,
        "verification_keys": list(public_keys),
    }


def decryption_key(seed: Seed, sealed: str) -> Number:
    """Return the decryption key of a trustee from the seed and the text ``private_key`` of step 5.

    Raises RefusedError (S1 to S3) when the seed is not the one that sealed it.
    """
    opened = receive(seed.decryption, g_power(seed.signing), sealed)
    (written,) = fields(canonical(opened, "J3"), "decryption_key")
    return _loose_scalar(written)


def write_trustees(server_key: dict[str, Any], group: dict[str, Any] | None = None) -> str:
    """Return the text of the trustees: the server's mandatory key, then the threshold group."""
    return compact([["Single", server_key], *([["Pedersen", group]] if group else [])])
