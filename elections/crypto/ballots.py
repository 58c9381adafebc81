"""The ballot of a voter: made, read and checked (sections 7 and 8).

A vote is a list with 0 or 1 for each slot of each question; the blank vote has the first slot where it is offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elections.crypto.canonical import canonical, compact, fields, items
from elections.crypto.election import Election, Question
from elections.crypto.errors import RefusedError
from elections.crypto.group import (
    Draw,
    Number,
    P,
    Q,
    all_members,
    fixed,
    g_power,
    is_member,
    product,
    random_scalar,
    read_element,
)
from elections.crypto.hashing import sha_b64
from elections.crypto.proofs import (
    Pair,
    Proof,
    prove_one,
    prove_secret,
    proves_one,
    proves_secret,
    read_proof,
    shift,
)

KEYS = ("election_uuid", "election_hash", "credential", "answers")


@dataclass(frozen=True)
class Answer:
    """What answers one question: a ciphertext and its proof for each slot, and the proofs of the whole."""

    choices: list[Pair]
    individual: list[list[Proof]]
    overall: list[Proof]
    blank: list[Proof] | None


@dataclass(frozen=True)
class Ballot:
    """A ballot as it was read; ``tracker`` (43 characters) is the receipt of the voter."""

    text: str
    credential: Number
    answers: list[Answer]
    hash: str
    signature: Proof

    @property
    def tracker(self) -> str:
        """The receipt: the fingerprint of the whole text."""
        return sha_b64(self.text)

    @property
    def elements(self) -> list[Number]:
        """All group elements of the ciphertexts."""
        return [element for answer in self.answers for pair in answer.choices for element in pair]


def make_ballot(
    election: Election, exponent: Number, votes: Sequence[Sequence[int]], draw: Draw = random_scalar
) -> str:
    """Return the text of a ballot signed with the private exponent of a code.

    Raises ValueError when the votes do not keep to the bounds of the questions. ``draw`` is for the vectors.
    """
    if len(votes) != len(election.questions) or not all(
        question.allows(vote) for question, vote in zip(election.questions, votes, strict=True)
    ):
        raise ValueError("The votes do not keep to the bounds of the questions.")
    credential = g_power(exponent)
    answers = [
        encrypt(election, credential, question, vote, draw, f"question.{index}")
        for index, (question, vote) in enumerate(zip(election.questions, votes, strict=True))
    ]
    return sign(election, exponent, answers, draw("signature.w"))


def sign(election: Election, exponent: Number, answers: list[dict[str, Any]], nonce: Number) -> str:
    """Return the text of a ballot from its answers as they are written."""
    core = dict(zip(KEYS, (election.uuid, election.fingerprint, str(g_power(exponent)), answers), strict=True))
    digest = sha_b64(compact(core))
    signature = prove_secret(f"sig|{digest}|", exponent, nonce)
    return compact({**core, "signature": {"hash": digest, "proof": signature.json()}})


def encrypt(
    election: Election, credential: Number, question: Question, vote: Sequence[int], draw: Draw, name: str
) -> dict[str, Any]:
    """Return the answer to one question as it is written: ciphertexts and proofs."""
    key, start = election.public_key, _start(election, credential)
    nonces = [draw(f"{name}.r.{slot}") for slot in range(len(vote))]
    choices = [(g_power(r), fixed(key).power(r) * g_power(m) % P) for r, m in zip(nonces, vote, strict=True)]
    individual = [
        prove_one(
            _individual_prefix(start, choice), key, [choice, shift(choice, 1)], vote[slot], nonces[slot],
            draw, f"{name}.individual.{slot}",
        )
        for slot, choice in enumerate(choices)
    ]  # fmt: skip
    blank = _blank_statements(choices) if question.blank else None
    prefix, statements = _overall(question, start, choices)
    chosen, rest = sum(vote[question.blank :]), sum(nonces[question.blank :]) % Q
    is_blank = bool(question.blank and vote[0])
    blank_proof = (
        prove_one(
            f"bproof0|{_all(start, choices)}|", key, blank, int(is_blank), rest if is_blank else nonces[0],
            draw, f"{name}.blank",
        )
        if blank
        else None
    )  # fmt: skip
    true, witness = (0, nonces[0]) if is_blank else (question.blank + chosen - question.minimum, rest)
    overall = prove_one(prefix, key, statements, true, witness, draw, f"{name}.overall")
    return {
        "choices": [{"alpha": str(a), "beta": str(b)} for a, b in choices],
        "individual_proofs": [[proof.json() for proof in proofs] for proofs in individual],
        "overall_proof": [proof.json() for proof in overall],
        **({"blank_proof": [proof.json() for proof in blank_proof]} if blank_proof else {}),
    }


def _start(election: Election, credential: Number) -> str:
    return f"{election.fingerprint}|{credential}"


def _individual_prefix(start: str, choice: Pair) -> str:
    return f"prove|{start}|{choice[0]},{choice[1]}|"


def _all(start: str, choices: Sequence[Pair]) -> str:
    return f"{start}|" + ",".join(f"{a},{b}" for a, b in choices)


def _sum(choices: Sequence[Pair]) -> Pair:
    return product([a for a, _ in choices]), product([b for _, b in choices])


def _blank_statements(choices: Sequence[Pair]) -> list[Pair]:
    """Return "the vote is not blank" and "no answer is chosen"; one of them holds."""
    return [choices[0], _sum(choices[1:])]


def _overall(question: Question, start: str, choices: Sequence[Pair]) -> tuple[str, list[Pair]]:
    """Return the prefix and the statements of the proof of the bounds."""
    total = _sum(choices[question.blank :])
    within = [shift(total, count) for count in range(question.minimum, question.maximum + 1)]
    if question.blank:
        return f"bproof1|{_all(start, choices)}|", [shift(choices[0], 1), *within]
    return f"prove|{_all(start, choices)}|{total[0]},{total[1]}|", within


def read_ballot(election: Election, text: str) -> Ballot:
    """Return the ballot of a text: form and bindings; raise RefusedError (D1, D2, D4, D6, D7, J1 to J3).

    The elements are in range but not yet known to be members, and no proof is checked: see ``check_proofs``.
    """
    value = canonical(text, "D1")
    uuid, fingerprint, credential, answers, signature = fields(value, *KEYS, "signature")
    if (uuid, fingerprint) != (election.uuid, election.fingerprint):
        raise RefusedError("D2", "a ballot belongs to another election")
    digest, proof = fields(signature, "hash", "proof")
    if digest != sha_b64(compact({key: value[key] for key in KEYS})):
        raise RefusedError("D4", "a ballot is not the one that was signed")
    if type(answers) is not list or len(answers) != len(election.questions):
        raise RefusedError("D6", "a ballot does not answer each question once")
    read = [_answer(question, answer) for question, answer in zip(election.questions, answers, strict=True)]
    return Ballot(text, read_element(credential), read, digest, read_proof(proof))


def _answer(question: Question, value: Any) -> Answer:
    keys = ["choices", "individual_proofs", "overall_proof", *(["blank_proof"] if question.blank else [])]
    try:
        choices, individual, overall, *blank = fields(value, *keys)
        items(choices, question.slots)
        items(individual, question.slots)
    except RefusedError as error:
        raise RefusedError("D7", "an answer does not have the form that its question asks") from error
    return Answer(
        [_pair(choice) for choice in choices],
        [_proofs(proofs) for proofs in individual],
        _proofs(overall),
        _proofs(blank[0]) if blank else None,
    )


def _pair(value: Any) -> Pair:
    alpha, beta = fields(value, "alpha", "beta")
    return read_element(alpha), read_element(beta)


def _proofs(value: Any) -> list[Proof]:
    return [read_proof(proof) for proof in items(value)]


def check_members(ballots: Sequence[Ballot]) -> None:
    """Check that all ciphertexts are in the group, for many ballots at once; raise RefusedError (D8)."""
    if all_members([element for ballot in ballots for element in ballot.elements]):
        return
    for ballot in ballots:
        if not all(is_member(element) for element in ballot.elements):
            raise RefusedError("D8", f"a ciphertext of ballot {ballot.tracker} is not in the group")
    raise RefusedError("D8", "a ciphertext is not in the group")


def check_proofs(election: Election, ballot: Ballot) -> None:
    """Check signature and proofs of a ballot whose elements are members; raise RefusedError (D5, D9 to D11)."""
    if not proves_secret(f"sig|{ballot.hash}|", ballot.credential, ballot.signature):
        raise RefusedError("D5", f"the signature of ballot {ballot.tracker} is wrong")
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        _check_answer(election, question, ballot, answer)


def _check_answer(election: Election, question: Question, ballot: Ballot, answer: Answer) -> None:
    key, start = election.public_key, _start(election, ballot.credential)
    for choice, proofs in zip(answer.choices, answer.individual, strict=True):
        if not proves_one(_individual_prefix(start, choice), key, [choice, shift(choice, 1)], proofs):
            raise RefusedError("D9", f"ballot {ballot.tracker} does not prove that each choice is 0 or 1")
    prefix, statements = _overall(question, start, answer.choices)
    if not proves_one(prefix, key, statements, answer.overall):
        raise RefusedError("D10", f"ballot {ballot.tracker} does not prove that its choices keep to the bounds")
    if answer.blank is not None:
        prefix = f"bproof0|{_all(start, answer.choices)}|"
        if not proves_one(prefix, key, _blank_statements(answer.choices), answer.blank):
            raise RefusedError("D11", f"ballot {ballot.tracker} does not prove that a blank vote chooses nothing")


def check_ballot(election: Election, roll: dict[Number, int], text: str) -> Ballot:
    """Return a ballot that may stand in the box, with all its checks done (D1 to D11); raise RefusedError.

    That the same text is not in the box already (D12), and whether the credential may vote again (D13), is for the
    caller to say.
    """
    ballot = read_ballot(election, text)
    if ballot.credential not in roll:
        raise RefusedError("D3", "a ballot is signed by a code that is not on the roll")
    check_members([ballot])
    check_proofs(election, ballot)
    return ballot
