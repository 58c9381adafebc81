"""Who holds the key: the server's mandatory share and the threshold group, as published (sections 9 and 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elections.crypto.canonical import canonical, compact, fields, items, string
from elections.crypto.errors import RefusedError
from elections.crypto.group import (
    NAME,
    Number,
    P,
    g_power,
    is_member,
    number,
    power,
    product,
    read_element,
    read_member,
)
from elections.crypto.proofs import Proof, prove_secret, proves_secret, read_proof

PROFILES = ("bare", "context", "full")  # what the trustees' texts must hold; the project writes full


@dataclass(frozen=True)
class Group:
    """A threshold group: ``threshold`` of ``size`` trustees must decrypt; owner numbers from ``first``."""

    first: int
    threshold: int
    size: int


@dataclass(frozen=True)
class Trustees:
    """The public keys by owner number, counted from 1; ``singles`` are the owners who must decrypt."""

    keys: dict[int, Number]
    singles: list[int]
    groups: list[Group]
    public_key: Number


@dataclass(frozen=True)
class Signed:
    """A signed message: a text and the proof of the one who signs it."""

    message: str
    signature: Proof

    def json(self) -> dict[str, Any]:
        """Return it as it is written."""
        return {"message": self.message, "signature": self.signature.json()}


def sign_message(message: str, secret: Number, nonce: Number) -> Signed:
    """Return ``message`` signed with the signing secret of a trustee."""
    return Signed(message, prove_secret(f"sigmsg|{message}|", secret, nonce))


def is_signed(signed: Signed, key: Number) -> bool:
    """Say whether the owner of the verification key signed the message."""
    return proves_secret(f"sigmsg|{signed.message}|", key, signed.signature)


def read_signed(value: object) -> Signed:
    """Return the signed message of a JSON value; raise RefusedError (J1, J3)."""
    message, signature = fields(value, "message", "signature")
    return Signed(string(message), read_proof(signature))


def write_key(secret: Number, nonce: Number) -> dict[str, Any]:
    """Return the public key of a secret as it is written, with the proof that its owner knows the secret."""
    public = g_power(secret)
    proof = prove_secret(f"pok|{NAME}|{public}|", secret, nonce)
    return {"pok": proof.json(), "public_key": str(public)}


def read_key(value: object, check: str) -> Number:
    """Return the proven public key of a JSON value; raise RefusedError (``check``, J1 to J3).

    What it may hold after its two keys is read by the caller.
    """
    if type(value) is not dict or list(value)[:2] != ["pok", "public_key"]:
        raise RefusedError("J3", "a trustee's key lacks its proof or its number")
    if set(value) - {"pok", "public_key", "signature", "name"}:
        raise RefusedError("J3", "a trustee's key holds something unknown")
    public = read_member(value["public_key"], check, "a trustee's key")
    if not proves_secret(f"pok|{NAME}|{public}|", public, read_proof(value["pok"])):
        raise RefusedError(check, "a trustee did not prove to know the secret of the key")
    return public


@dataclass(frozen=True)
class Certificate:
    """What a trustee shows of itself at the first step: two keys, signed, for one place of one ceremony."""

    signed: Signed
    verification: Number
    encryption: Number


def read_certificate(value: object, place: tuple[int, int, int], profile: str = "full") -> Certificate:
    """Return the certificate of a JSON value for ``place`` (threshold, size, index); raise RefusedError (C5)."""
    signed = read_signed(value)
    held = canonical(signed.message, "C5")
    threshold, size, index = place
    if type(held) is dict and "context" in held:
        context, verification, encryption = fields(held, "context", "verification", "encryption")
        # As it is written: to Python true is 1, and the programs of others would refuse the archive in the end.
        if compact(context) != compact({"group": NAME, "size": size, "threshold": threshold, "index": index}):
            raise RefusedError("C5", f"the certificate of trustee {index} was made for another ceremony or place")
    elif profile == "bare":
        verification, encryption = fields(held, "verification", "encryption")
    else:
        raise RefusedError("C5", f"the certificate of trustee {index} does not say for which ceremony it is")
    keys = [read_member(key, "C5", f"a key of trustee {index}") for key in (verification, encryption)]
    if not is_signed(signed, keys[0]):
        raise RefusedError("C5", f"the certificate of trustee {index} is not signed by its key")
    return Certificate(signed, *keys)


def read_certificates(values: Sequence[object], threshold: int, profile: str = "full") -> list[Certificate]:
    """Return all certificates of a ceremony; raise RefusedError (C5) if one is wrong or two share a key."""
    if type(threshold) is not int or not (1 if profile == "bare" else 2) <= threshold <= len(values):
        raise RefusedError("C5", "the threshold does not fit the number of trustees")
    read = [
        read_certificate(value, (threshold, len(values), index), profile) for index, value in enumerate(values, 1)
    ]
    if len({key for one in read for key in (one.verification, one.encryption)}) != 2 * len(read):
        raise RefusedError("C5", "two keys of the trustees are the same")
    return read


def read_coefexps(value: object, certificate: Certificate, threshold: int) -> list[Number]:
    """Return the public coefficients of one trustee; raise RefusedError (C6)."""
    signed = read_signed(value)
    (written,) = fields(canonical(signed.message, "C6"), "coefexps")
    if type(written) is not list or len(written) != threshold:
        raise RefusedError("C6", "a trustee published a wrong number of coefficients")
    if not is_signed(signed, certificate.verification):
        raise RefusedError("C6", "the coefficients of a trustee are not signed")
    coefficients = [read_element(coefficient) for coefficient in written]
    if not all(map(is_member, coefficients)):
        raise RefusedError("C6", "a coefficient is not an element of the group")
    return coefficients


def certificates_text(certificates: Sequence[Certificate], coefexps: Sequence[Number]) -> str:
    """Return the text by which a trustee signs all certificates together with the own coefficients."""
    signed = {"certs": [one.signed.json() for one in certificates], "coefexps": [str(a) for a in coefexps]}
    return "certs_sig|" + compact(signed)


def check_signatures(
    values: Sequence[object], certificates: Sequence[Certificate], coefexps: Sequence[Sequence[Number]]
) -> None:
    """Check that each trustee signed the certificates that it saw; raise RefusedError (C7)."""
    for value, certificate, own in zip(values, certificates, coefexps, strict=True):
        signed = Signed(certificates_text(certificates, own), read_proof(value))
        if not is_signed(signed, certificate.verification):
            raise RefusedError("C7", "a trustee did not sign the certificates of all")


def verification_key(index: int, coefexps: Sequence[Sequence[Number]]) -> Number:
    """Return the public key that the coefficients of all give to the trustee of that index."""
    result = number(1)
    for column in reversed(list(zip(*coefexps, strict=True))):  # Horner's rule: the exponents stay small
        result = power(result, index) * product(column) % P
    return result


def check_verification_key(
    value: Any, expected: Number, certificate: Certificate, profile: str = "full"
) -> Number:
    """Return the public key of one threshold trustee; raise RefusedError (C8)."""
    key = read_key(value, "C8")
    if key != expected:
        raise RefusedError("C8", "a trustee's key does not follow from the coefficients of all")
    if "signature" in value:
        if not is_signed(Signed(str(key), read_proof(value["signature"])), certificate.verification):
            raise RefusedError("C8", "the signature of a trustee's key is wrong")
    elif profile == "full":
        raise RefusedError("C8", "a trustee's key is not signed")
    return key


def read_trustees(text: str, profile: str = "full") -> Trustees:
    """Return the trustees of a published text, all checked; raise RefusedError (C4 to C9, J1 to J3).

    The federation's elections have exactly one key that must be there, the server's, and at most one group.
    """
    keys: list[Number] = []
    singles, groups, parts = [], [], []
    for entry in items(canonical(text, "C1")):
        kind, value = items(entry, 2)
        if kind == "Single":
            singles.append(len(keys) + 1)
            keys.append(_single(value))
            parts.append(keys[-1])
        elif kind == "Pedersen":
            threshold, public_keys, part = _pedersen(value, profile)
            groups.append(Group(len(keys) + 1, threshold, len(public_keys)))
            keys += public_keys
            parts.append(part)
        else:
            raise RefusedError("C9", "a trustee is of an unknown kind")
    if len(singles) != 1 or len(groups) > 1:
        raise RefusedError("C9", "the trustees are not one mandatory key and at most one group")
    if len(set(keys)) != len(keys):
        raise RefusedError("C9", "two trustees have the same key")
    return Trustees(dict(enumerate(keys, 1)), singles, groups, product(parts))


def _single(value: Any) -> Number:
    key = read_key(value, "C4")
    if "signature" in value:
        raise RefusedError("C4", "a mandatory key holds a signature of a threshold key")
    return key


def _pedersen(value: Any, profile: str) -> tuple[int, list[Number], Number]:
    with_signatures = type(value) is dict and "signatures" in value
    names = ["threshold", "certs", "coefexps", *(["signatures"] if with_signatures else []), "verification_keys"]
    threshold, certs, *lists = fields(value, *names)
    certificates = read_certificates(items(certs), threshold, profile)
    if any(type(one) is not list or len(one) != len(certificates) for one in lists):
        raise RefusedError("C5", "a list of the threshold group has a wrong length")
    coefexps = [read_coefexps(*pair, threshold) for pair in zip(lists[0], certificates, strict=True)]
    if with_signatures:
        check_signatures(lists[1], certificates, coefexps)
    elif profile != "bare":
        raise RefusedError("C7", "the trustees did not sign the certificates of all")
    public_keys = [
        check_verification_key(value, verification_key(index, coefexps), certificate, profile)
        for index, (value, certificate) in enumerate(zip(lists[-1], certificates, strict=True), 1)
    ]
    return threshold, public_keys, product([own[0] for own in coefexps])
