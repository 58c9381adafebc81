"""What trustees decrypt, how it is combined, and the result (section 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from elections.crypto.canonical import canonical, compact, fields, items, small
from elections.crypto.election import Election
from elections.crypto.errors import RefusedError
from elections.crypto.group import (
    Draw,
    G,
    Number,
    P,
    Q,
    g_power,
    inverse,
    is_member,
    number,
    power,
    random_scalar,
    read_element,
)
from elections.crypto.hashing import challenge, sha_hex
from elections.crypto.proofs import Pair, Proof, read_proof
from elections.crypto.tally import Tally
from elections.crypto.trustees import Trustees

GREATEST_WEIGHT = 2**32  # the search for a result takes the square root of it
Factors = list[list[Number]]


@dataclass(frozen=True)
class Decryption:
    """The decryption factors of one trustee (``owner``), proven, in the shape of the tally."""

    owner: int
    factors: Factors


def decrypt(election: Election, sums: Sequence[Sequence[Pair]], secret: Number, draw: Draw = random_scalar) -> str:
    """Return the text of a trustee's partial decryption; the caller has recomputed ``sums`` from the whole box."""
    prefix = _prefix(election, g_power(secret))
    factors, proofs = [], []
    for i, question in enumerate(sums):
        row = [power(alpha, secret) for alpha, _ in question]
        factors.append([str(factor) for factor in row])
        proofs.append(
            [
                _prove(prefix, alpha, secret, draw(f"decrypt.{i}.{j}.w")).json()
                for j, (alpha, _) in enumerate(question)
            ]
        )
    return compact({"decryption_factors": factors, "decryption_proofs": proofs})


def _prefix(election: Election, public: Number) -> str:
    return f"decrypt|{election.fingerprint}|{public}|"


def _prove(prefix: str, alpha: Number, secret: Number, nonce: Number) -> Proof:
    asked = challenge(prefix, [g_power(nonce), power(alpha, nonce)])
    return Proof(asked, (nonce - secret * asked) % Q)


def write_owned(owner: int, text: str) -> str:
    """Return the text that says whose partial decryption it is; owners are counted from 1."""
    return compact({"owner": owner, "payload": sha_hex(text)})


def read_decryption(election: Election, trustees: Trustees, tally: Tally, text: str, owned: str) -> Decryption:
    """Return a partial decryption, proven; raise RefusedError (F1, F3 to F5, J1 to J3)."""
    owner, payload = fields(canonical(owned, "F3"), "owner", "payload")
    if type(owner) is not int or owner not in trustees.keys:
        raise RefusedError("F1", "a partial decryption belongs to no trustee")
    if payload != sha_hex(text):
        raise RefusedError("F3", "a partial decryption is not the one that its owner names")
    factors, proofs = fields(canonical(text, "F3"), "decryption_factors", "decryption_proofs")
    try:
        shaped = [
            list(zip(question, items(fs, len(question)), items(ps, len(question)), strict=True))
            for question, fs, ps in zip(
                tally.sums, items(factors, len(tally.sums)), items(proofs, len(tally.sums)), strict=True
            )
        ]
    except RefusedError as error:
        raise RefusedError("F3", "a partial decryption does not have the shape of the tally") from error
    key, prefix = trustees.keys[owner], _prefix(election, trustees.keys[owner])
    return Decryption(owner, [[_factor(owner, key, prefix, *slot) for slot in question] for question in shaped])


def _factor(owner: int, key: Number, prefix: str, pair: Pair, factor: object, proof: object) -> Number:
    read, proven = read_element(factor), read_proof(proof)
    if not is_member(read):
        raise RefusedError("F4", f"a decryption factor of trustee {owner} is not in the group")
    first = g_power(proven.response) * power(key, proven.challenge) % P
    second = power(pair[0], proven.response) * power(read, proven.challenge) % P
    if challenge(prefix, [first, second]) != proven.challenge:
        raise RefusedError("F5", f"trustee {owner} did not prove the decryption")
    return read


def missing(trustees: Trustees, owners: Sequence[int]) -> bool:
    """Say whether those who decrypted are too few: each single key and k of the group are needed."""
    present = set(owners)
    few = any(
        len(present & set(range(group.first, group.first + group.size))) < group.threshold
        for group in trustees.groups
    )
    return few or not present >= set(trustees.singles)


def lagrange(index: int, indexes: Sequence[int]) -> Number:
    """Return the exponent of one trustee's factor among those of ``indexes`` (counted from 1 in their group)."""
    result = number(1)
    for other in indexes:
        if other != index:
            result = result * other % Q * pow(number(other - index), -1, Q) % Q
    return result


def combine(trustees: Trustees, decryptions: Sequence[Decryption]) -> Factors:
    """Return the product of all factors; raise RefusedError (F2: an owner twice, F6: too few)."""
    by_owner = {one.owner: one.factors for one in decryptions}
    if len(by_owner) != len(decryptions):
        raise RefusedError("F2", "a trustee decrypted twice")
    if missing(trustees, list(by_owner)):
        raise RefusedError("F6", "too few trustees decrypted")
    exponents = {owner: number(1) for owner in trustees.singles}
    for group in trustees.groups:
        present = [j for j in range(1, group.size + 1) if group.first + j - 1 in by_owner][: group.threshold]
        exponents |= {group.first + j - 1: lagrange(j, present) for j in present}
    first = next(iter(by_owner.values()))
    result = [[number(1)] * len(row) for row in first]
    for owner, exponent in exponents.items():
        for row, factors in zip(result, by_owner[owner], strict=True):
            row[:] = [r * power(f, exponent) % P for r, f in zip(row, factors, strict=True)]
    return result


class Logarithms:
    """Finds v from G^v for 0 ≤ v ≤ ``greatest``, in a table of the square root of it."""

    def __init__(self, greatest: int) -> None:
        if greatest > GREATEST_WEIGHT:
            raise RefusedError("G1", "the total weight is too large to be counted")
        self.greatest, self.step = greatest, isqrt(greatest) + 1
        self.table, element = {}, number(1)
        for exponent in range(self.step):
            self.table[element] = exponent
            element = element * G % P
        self.back = inverse(element)

    def find(self, element: Number) -> int:
        """Return v; raise RefusedError (G1) when there is none."""
        for giant in range(self.step + 1):
            small_step = self.table.get(element)
            if small_step is not None and giant * self.step + small_step <= self.greatest:
                return giant * self.step + small_step
            element = element * self.back % P
        raise RefusedError("G1", "a sum is not within the total weight")


def count(
    election: Election, trustees: Trustees, tally: Tally, decryptions: Sequence[Decryption]
) -> list[list[int]]:
    """Return the votes for each slot of each question, blank ones first; raise RefusedError (F2, F6, G1, G3)."""
    factors = combine(trustees, decryptions)
    logarithms = Logarithms(tally.weight)
    result = [
        [logarithms.find(beta * inverse(f) % P) for (_, beta), f in zip(question, row, strict=True)]
        for question, row in zip(tally.sums, factors, strict=True)
    ]
    for question, votes in zip(election.questions, result, strict=True):
        voices = tally.weight - (votes[0] if question.blank else 0)
        if not question.minimum * voices <= sum(votes[question.blank :]) <= question.maximum * voices:
            raise RefusedError("G3", "the sums do not keep to the bounds of a question")
    return result


def write_result(result: Sequence[Sequence[int]]) -> str:
    """Return the text of the result."""
    return compact({"result": [[small(votes) for votes in question] for question in result]})
