"""The rehearsal: a dummy election under the true key, which every trustee decrypts before the vote may open.

Its question is always the same, and the trustees' page rehearses with no other: a true box cannot pass for it.
"""

import time

from elections.crypto.archive import write_event, write_head
from elections.crypto.ballots import make_ballot, read_ballot
from elections.crypto.canonical import compact, fields, string
from elections.crypto.credentials import new_code, new_seed, private_exponent, public_credential, write_roll
from elections.crypto.decryption import Decryption, count, decrypt, read_decryption, write_owned
from elections.crypto.election import Question, read_election, write_election
from elections.crypto.errors import RefusedError
from elections.crypto.events import Event, follow
from elections.crypto.group import Number
from elections.crypto.hashing import sha_hex
from elections.crypto.tally import Tally, tally
from elections.crypto.trustees import read_trustees
from elections.crypto.verification import Setup, Verdict, verify_archive

QUESTION = Question("Répétition", ("A", "B"), 1, 1, blank=True)  # static/js/elections/trustee_work.js knows it too
VOTES = [[0, 1, 0], [0, 0, 1], [0, 0, 1]]
SUMS = [[0, 1, 2]]


def make(trustees_text: str) -> bytes:
    """Return the archive of a rehearsal: three ballots, closed and summed, under the key of ``trustees_text``."""
    uuid, codes = new_seed(), [new_code() for _vote in VOTES]
    public_key = read_trustees(trustees_text).public_key
    election = read_election(write_election(uuid, "Répétition", "", public_key, [QUESTION]))
    roll = {public_credential(uuid, code): 1 for code in codes}
    texts = [election.text, trustees_text, write_roll(roll)]
    names = dict(zip(("election", "trustees", "credentials"), map(sha_hex, texts), strict=True))
    ballots = [
        make_ballot(election, private_exponent(uuid, code), [vote])
        for code, vote in zip(codes, VOTES, strict=True)
    ]
    summed = tally(election, roll, [read_ballot(election, text) for text in ballots])
    return _archive(
        [
            ("Setup", [*texts, compact(names)]),
            *[("Ballot", [text]) for text in ballots],
            ("EndBallots", []),
            ("EncryptedTally", [summed.text, summed.sized]),
        ]
    )


def _archive(steps: list[tuple[str, list[str]]]) -> bytes:
    timestamp = int(time.time())
    content = write_head(timestamp)
    last: Event | None = None
    for kind, data in steps:
        last = follow(last, kind, data)
        content += write_event(last, data, timestamp)
    return content


def check(archive: bytes, owner: int, value: object) -> Decryption:
    """Return what a trustee decrypted of the rehearsal, proven; raise RefusedError."""
    setup, summed = _summed(verify_archive(archive))
    return read_part(setup, summed, owner, value)


def check_all(archive: bytes, values: list[object], server_share: Number, threshold: int) -> None:
    """Check that the server with any ``threshold`` neighbours among the trustees counts the dummy votes."""
    setup, summed = _summed(verify_archive(archive))
    parts = [read_part(setup, summed, owner, value) for owner, value in enumerate(values, 2)]
    own = decrypt(setup.election, summed.sums, server_share)
    server = read_decryption(setup.election, setup.trustees, summed, own, write_owned(1, own))
    for first in range(len(parts) - threshold + 1):
        if count(setup.election, setup.trustees, summed, [server, *parts[first : first + threshold]]) != SUMS:
            raise RefusedError("G2", "the rehearsal did not count the dummy votes")


def _summed(verdict: Verdict) -> tuple[Setup, Tally]:
    if verdict.tally is None:
        raise RefusedError("B3", "the box is not closed yet")
    return verdict.setup, verdict.tally


def read_part(setup: Setup, summed: Tally, owner: int, value: object) -> Decryption:
    """Return the decryption that the trustee of number ``owner`` sent, proven; raise RefusedError."""
    told, text, owned = fields(value, "owner", "text", "owned")
    part = read_decryption(setup.election, setup.trustees, summed, string(text), string(owned))
    if repr(told) != str(owner) or part.owner != owner:
        raise RefusedError("F1", "a partial decryption belongs to another trustee")
    return part
