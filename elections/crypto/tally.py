"""The encrypted sum of the counted ballots (section 11)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from elections.crypto.ballots import Ballot
from elections.crypto.canonical import compact, small
from elections.crypto.election import Election
from elections.crypto.group import Number, P, number, power
from elections.crypto.hashing import sha_hex
from elections.crypto.proofs import Pair


@dataclass(frozen=True)
class Tally:
    """One ciphertext for each slot of each question, and how many ballots and voices it sums."""

    sums: list[list[Pair]]
    ballots: int
    weight: int

    @property
    def text(self) -> str:
        """The text that trustees decrypt."""
        return compact([[{"alpha": str(a), "beta": str(b)} for a, b in question] for question in self.sums])

    @property
    def sized(self) -> str:
        """The text that says what was summed."""
        return compact(
            {
                "num_tallied": small(self.ballots),
                "total_weight": small(self.weight),
                "encrypted_tally": sha_hex(self.text),
            }
        )


def counted(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Keep the last ballot of each credential, in the order of the box."""
    last = {ballot.credential: ballot for ballot in ballots}
    return list(last.values())


def tally(election: Election, weights: Mapping[Number, int], ballots: Sequence[Ballot]) -> Tally:
    """Return the encrypted tally of the ballots that count; each ciphertext is raised to its voter's weight."""
    sums = [[(number(1), number(1))] * question.slots for question in election.questions]
    total = 0
    for ballot in ballots:
        weight = weights[ballot.credential]
        total += weight
        for question, answer in zip(sums, ballot.answers, strict=True):
            for slot, (a, b) in enumerate(answer.choices):
                alpha, beta = question[slot]
                question[slot] = (alpha * _raised(a, weight) % P, beta * _raised(b, weight) % P)
    return Tally(sums, len(ballots), total)


def _raised(element: Number, weight: int) -> Number:
    return element if weight == 1 else power(element, weight)
