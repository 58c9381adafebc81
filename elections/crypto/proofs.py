"""The two kinds of proof of the format (section 4): of a secret, and of one statement among several.

A proof shows that somebody knows a secret, and nothing about it. Its commitments are not sent: the verifier
computes them anew from challenge and response, and the challenge must be their hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from elections.crypto.canonical import fields
from elections.crypto.group import Draw, G, Number, P, Q, fixed, g_power, power, read_scalar
from elections.crypto.hashing import challenge

Pair = tuple[Number, Number]  # (alpha, beta): a ciphertext, or a statement about one


@dataclass(frozen=True, slots=True)
class Proof:
    """A challenge and a response, two scalars."""

    challenge: Number
    response: Number

    def json(self) -> dict[str, str]:
        """Return the proof as it is written."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


def read_proof(value: object) -> Proof:
    """Return the proof of a JSON value; raise RefusedError (J1, J3)."""
    return Proof(*[read_scalar(scalar) for scalar in fields(value, "challenge", "response")])


def prove_secret(prefix: str, secret: Number, nonce: Number) -> Proof:
    """Prove the knowledge of ``secret``; ``nonce`` is fresh and never used again: two uses tell the secret."""
    asked = challenge(prefix, [g_power(nonce)])
    return Proof(asked, (nonce - secret * asked) % Q)


def proves_secret(prefix: str, public: Number, proof: Proof) -> bool:
    """Say whether ``proof`` shows that somebody knows the secret of ``public`` (an element)."""
    commitment = g_power(proof.response) * power(public, proof.challenge) % P
    return challenge(prefix, [commitment]) == proof.challenge


def shift(pair: Pair, value: int) -> Pair:
    """Return the statement "the pair encrypts ``value``"."""
    return pair[0], pair[1] * _minus(value) % P


@lru_cache(maxsize=1024)
def _minus(value: int) -> Number:
    return g_power(-value)


def prove_one(
    prefix: str, key: Number, statements: Sequence[Pair], true: int, witness: Number, draw: Draw, name: str
) -> list[Proof]:
    """Prove that one statement (a, b) = (g^r, key^r) is true, without telling which.

    ``true`` is its index and ``witness`` its r. ``draw`` gives fresh scalars, named as in the vectors.
    """
    proofs: dict[int, Proof] = {}
    commitments: list[Number] = []
    nonce = draw(f"{name}.{true}.w")
    for index, statement in enumerate(statements):
        if index == true:
            commitments += [g_power(nonce), fixed(key).power(nonce)]
        else:
            proofs[index] = Proof(draw(f"{name}.{index}.challenge"), draw(f"{name}.{index}.response"))
            commitments += _commitments(key, statement, proofs[index])
    asked = (challenge(prefix, commitments) - sum(proof.challenge for proof in proofs.values())) % Q
    proofs[true] = Proof(asked, (nonce - witness * asked) % Q)
    return [proofs[index] for index in range(len(statements))]


def proves_one(prefix: str, key: Number, statements: Sequence[Pair], proofs: Sequence[Proof]) -> bool:
    """Say whether the proofs show that one of the statements is true; all elements are members already."""
    if len(proofs) != len(statements):
        return False
    commitments: list[Number] = []
    for statement, proof in zip(statements, proofs, strict=True):
        commitments += _commitments(key, statement, proof)
    return challenge(prefix, commitments) == sum(proof.challenge for proof in proofs) % Q


def _commitments(key: Number, statement: Pair, proof: Proof) -> Pair:
    a, b = statement
    return (
        fixed(G).power(proof.response) * power(a, proof.challenge) % P,
        fixed(key).power(proof.response) * power(b, proof.challenge) % P,
    )
