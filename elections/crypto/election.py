"""The frozen text of an election: its questions, its public key, its fingerprint (section 6).

The text is hashed as it stands and never written again: one comma changed voids every ballot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elections.crypto.canonical import compact, items, parse, string
from elections.crypto.credentials import ALPHABET
from elections.crypto.errors import RefusedError
from elections.crypto.group import NAME, Number, read_member
from elections.crypto.hashing import sha_b64


@dataclass(frozen=True)
class Question:
    """One question: the voter selects ``minimum`` to ``maximum`` answers, or votes blank where that is offered."""

    text: str
    answers: tuple[str, ...]
    minimum: int = 1
    maximum: int = 1
    blank: bool = False

    def __post_init__(self) -> None:
        if not (0 <= self.minimum <= self.maximum <= len(self.answers) and self.maximum >= 1):
            raise RefusedError("C2", "the bounds of a question do not fit its answers")

    @property
    def slots(self) -> int:
        """How many ciphertexts answer the question; the blank vote has the first."""
        return len(self.answers) + self.blank

    def allows(self, vote: Sequence[int]) -> bool:
        """Say whether a plain vote (0 or 1 for each slot) keeps to the bounds."""
        if len(vote) != self.slots or not set(vote) <= {0, 1}:
            return False
        chosen = sum(vote[self.blank :])
        return chosen == 0 if self.blank and vote[0] else self.minimum <= chosen <= self.maximum


@dataclass(frozen=True)
class Election:
    """An election as its ``text`` says it; ``fingerprint`` (43 characters) stands for that text in every proof."""

    uuid: str
    name: str
    public_key: Number
    questions: tuple[Question, ...]
    text: str
    fingerprint: str


def write_election(
    uuid: str, name: str, description: str, public_key: Number, questions: Sequence[Question], **signed: str
) -> str:
    """Return the text of an election; ``signed`` may name ``administrator`` and ``credential_authority``."""
    blank: list[dict[str, Any]] = [{}, {"blank": True}]
    asked: list[dict[str, Any]] = [
        {
            "answers": list(question.answers),
            **blank[question.blank],
            "min": question.minimum,
            "max": question.maximum,
            "question": question.text,
        }
        for question in questions
    ]
    text: dict[str, Any] = {
        "version": 1,
        "description": description,
        "name": name,
        "group": NAME,
        "public_key": str(public_key),
        "questions": asked,
        "uuid": uuid,
    }
    text |= {key: signed[key] for key in ("administrator", "credential_authority") if key in signed}
    return compact(text)


def read_election(text: str) -> Election:
    """Return the election of a text, in any order of keys; raise RefusedError (C2, C3, J1 to J3)."""
    value = parse(text)
    if type(value) is not dict or repr(value.get("version")) != "1" or value.get("group") != NAME:
        raise RefusedError("C2", "not an election of version 1 in the group BELENIOS-2048")
    uuid = string(value.get("uuid"))
    if len(uuid) < 14 or not set(uuid) <= set(ALPHABET):
        raise RefusedError("C2", "the identifier of the election is malformed")
    questions = tuple(_question(asked) for asked in items(value.get("questions")))
    if not questions:
        raise RefusedError("C2", "the election asks nothing")
    public_key = read_member(value.get("public_key"), "C3", "the public key")
    return Election(uuid, string(value.get("name")), public_key, questions, text, sha_b64(text))


def _question(value: Any) -> Question:
    if type(value) is not dict or "type" in value:
        raise RefusedError("C2", "a question is of a kind that is not counted here")
    answers = tuple(string(answer) for answer in items(value.get("answers")))
    low, high, blank = value.get("min"), value.get("max"), value.get("blank", False)
    if type(low) is not int or type(high) is not int or type(blank) is not bool:
        raise RefusedError("C2", "a question lacks its bounds")
    return Question(string(value.get("question")), answers, low, high, blank)
