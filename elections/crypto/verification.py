"""The whole check of an archive, for our own pages: faster than ``verify.py``, which outsiders read (section 14).

The ballots are checked by several processes when asked; their elements are checked together. The two must agree,
and the tests ask both.
"""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from elections.crypto.archive import read_archive
from elections.crypto.ballots import Ballot, check_members, check_proofs, read_ballot
from elections.crypto.canonical import canonical, fields
from elections.crypto.credentials import read_roll
from elections.crypto.decryption import Decryption, count, read_decryption, write_result
from elections.crypto.election import Election, read_election
from elections.crypto.errors import RefusedError
from elections.crypto.events import Step, read_chain
from elections.crypto.group import Number
from elections.crypto.hashing import sha_hex
from elections.crypto.tally import Tally, counted, tally
from elections.crypto.trustees import Trustees, read_trustees

CHUNK = 125  # ballots handed to a process at a time


@dataclass(frozen=True)
class Rules:
    """What the archive cannot say itself: the trustees' profile, and whether a code may vote again."""

    profile: str = "full"
    revote: bool = True


@dataclass(frozen=True)
class Setup:
    """What was fixed before the first ballot."""

    election: Election
    trustees: Trustees
    roll: dict[Number, int]


@dataclass(frozen=True)
class Verdict:
    """What a verified archive says; ``result`` is None until it is proclaimed, ``tally`` until the box is closed.

    ``state`` is the type of the last event, ``head`` its hash; ``trackers`` are those of the ballots that count.
    """

    setup: Setup
    ballots: int
    trackers: list[str]
    tally: Tally | None
    decryptions: list[Decryption]
    result: list[list[int]] | None
    state: str
    head: str


def verify_archive(content: bytes, rules: Rules | None = None, processes: int = 1) -> Verdict:
    """Return what an archive says; raise RefusedError at the first check that fails.

    Memory grows with the file (about five times its size), which may have 256 MB; time with its ballots.
    """
    return verify_steps(
        read_chain((record.kind, record.text) for record in read_archive(content)), rules or Rules(), processes
    )


def verify_steps(steps: Sequence[Step], rules: Rules, processes: int = 1) -> Verdict:
    """Return what a chain of events says, as ``verify_archive`` does."""
    setup = read_setup(steps[0].data, rules.profile)
    texts = [step.data[0] for step in steps if step.event.type == "Ballot"]
    ballots = check_box(setup, texts, rules, processes)
    kept = counted(ballots)
    last = {step.event.type: step for step in steps}
    summed = tally(setup.election, setup.roll, kept) if "EndBallots" in last else None
    if summed and "EncryptedTally" in last:
        _check_tally(summed, last["EncryptedTally"].data)
    decryptions = list(_decryptions(setup, summed, steps)) if summed else []
    result = _result(setup, summed, decryptions, last["Result"].data[0]) if summed and "Result" in last else None
    head = steps[-1].event
    return Verdict(
        setup, len(ballots), [one.tracker for one in kept], summed, decryptions, result, head.type, head.hash
    )


def read_setup(data: Sequence[str], profile: str = "full") -> Setup:
    """Return what the four texts of a Setup say; raise RefusedError (C1 to C11)."""
    election_text, trustees_text, roll_text, setup_text = data
    hashes = fields(canonical(setup_text, "C1"), "election", "trustees", "credentials")
    if hashes != [sha_hex(text) for text in data[:3]]:
        raise RefusedError("A4", "the setup names other texts than those before it")
    election = read_election(election_text)
    trustees = read_trustees(trustees_text, profile)
    if election.public_key != trustees.public_key:
        raise RefusedError("C3", "the public key is not the product of the trustees' keys")
    return Setup(election, trustees, read_roll(roll_text))


def check_box(setup: Setup, texts: Sequence[str], rules: Rules, processes: int = 1) -> list[Ballot]:
    """Return the ballots of a box in its order, all checked; raise RefusedError (D1 to D13)."""
    if len(set(texts)) != len(texts):
        raise RefusedError("D12", "a ballot stands twice in the box")
    ballots = []
    for text in texts:
        ballot = read_ballot(setup.election, text)
        if ballot.credential not in setup.roll:
            raise RefusedError("D3", "a ballot is signed by a code that is not on the roll")
        ballots.append(ballot)
    if not rules.revote and len({ballot.credential for ballot in ballots}) != len(ballots):
        raise RefusedError("D13", "a code voted twice")
    _check_all(setup.election, ballots, processes)
    return ballots


def _check_all(election: Election, ballots: list[Ballot], processes: int) -> None:
    if processes == 1 or len(ballots) <= CHUNK:
        _check_chunk(election, ballots)
        return
    # Fresh processes: a copy of one that has threads may hang.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        chunks = [ballots[start : start + CHUNK] for start in range(0, len(ballots), CHUNK)]
        for _ in pool.map(_check_chunk, [election] * len(chunks), chunks):
            pass


def _check_chunk(election: Election, ballots: list[Ballot]) -> None:
    check_members(ballots)
    for ballot in ballots:
        check_proofs(election, ballot)


def _check_tally(ours: Tally, data: Sequence[str]) -> None:
    if data[0] != ours.text:
        raise RefusedError("E1", "the published tally is not the sum of the ballots that count")
    if data[1] != ours.sized:
        raise RefusedError("E2", "the published numbers of ballots and voices are not those of the box")


def _decryptions(setup: Setup, summed: Tally, steps: Sequence[Step]) -> Iterator[Decryption]:
    owners: set[int] = set()
    for step in steps:
        if step.event.type == "PartialDecryption":
            one = read_decryption(setup.election, setup.trustees, summed, *step.data)
            if one.owner in owners:
                raise RefusedError("F2", "a trustee decrypted twice")
            owners.add(one.owner)
            yield one


def _result(setup: Setup, summed: Tally, decryptions: Sequence[Decryption], text: str) -> list[list[int]]:
    ours = count(setup.election, setup.trustees, summed, decryptions)
    if text != write_result(ours):
        raise RefusedError("G2", "the published result is not the one that the trustees decrypted")
    return ours
