"""Counting a closed box: trustees decrypt its sum, the server adds its share, and the numbers are recorded.

One ballot alone is never decrypted: only the sum of all that are in the box, recomputed here from the ballots.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from elections import box, incidents, results, shares, verdicts
from elections.crypto.ballots import read_ballot
from elections.crypto.canonical import string
from elections.crypto.decryption import Decryption, count, decrypt, read_decryption, write_owned, write_result
from elections.crypto.events import Step
from elections.crypto.tally import Tally, counted, tally
from elections.crypto.verification import Setup
from elections.models import Box, Candidacy, Election, KeyCeremony, Trustee
from elections.rehearsal import read_part
from elections.results import Counted
from elections.templatetags.booth import script_hash

SERVER = 1  # the number of the server among the owners of a part of the key


def take(election: Election, ceremony: KeyCeremony, trustee: Trustee, value: Any, *, at: datetime) -> None:
    """Put what a trustee decrypted into the box; when enough have, add the server's share and record the count.

    Called with the election's row held; raise RefusedError when a proof is wrong.
    """
    _compare_scripts(election)
    steps, setup = box.steps(election), box.setup(election)
    summed = sum_of(setup, steps)
    part = read_part(setup, summed, trustee.owner, value)
    if steps[-1].event.type == "EndBallots":
        box.append(election, "EncryptedTally", [summed.text, summed.sized])
    box.append(election, "PartialDecryption", [string(value["text"]), string(value["owned"])])
    parts = [*_parts(setup, summed, steps), part]
    if len(parts) == ceremony.threshold:
        _conclude(election, ceremony, setup, summed, parts, at)
    verdicts.ask(election, at=at)


def _compare_scripts(election: Election) -> None:
    """Write in the register, and so in the minutes, that trustees have other scripts than those of the opening."""
    opened_with = Box.objects.values_list("script_sha256", flat=True).get(election=election)
    if opened_with != script_hash():
        said = _(
            "The scripts of the trustees at the decryption are not those of the opening; their SHA-256: %(hash)s."
        )
        incidents.record_once(election, said % {"hash": script_hash()})


def sum_of(setup: Setup, steps: Sequence[Step]) -> Tally:
    """Return the encrypted sum of the ballots of a box; each was checked when it came in."""
    texts = [step.data[0] for step in steps if step.event.type == "Ballot"]
    ballots = counted(read_ballot(setup.election, text) for text in texts)
    return tally(setup.election, setup.roll, ballots)


def _parts(setup: Setup, summed: Tally, steps: Sequence[Step]) -> list[Decryption]:
    return [
        read_decryption(setup.election, setup.trustees, summed, *step.data)
        for step in steps
        if step.event.type == "PartialDecryption"
    ]


def _conclude(
    election: Election, ceremony: KeyCeremony, setup: Setup, summed: Tally, parts: list[Decryption], at: datetime
) -> None:
    """Add the server's share, which nothing else ever uses, publish the result and record it."""
    text = decrypt(setup.election, summed.sums, shares.take_out(ceremony.server_share))
    owned = write_owned(SERVER, text)
    box.append(election, "PartialDecryption", [text, owned])
    own = read_decryption(setup.election, setup.trustees, summed, text, owned)
    found = count(setup.election, setup.trustees, summed, [own, *parts])
    box.append(election, "Result", [write_result(found)])
    results.record(election, _counted(election, found), at=at)


def _counted(election: Election, found: Sequence[Sequence[int]]) -> list[Counted]:
    """Return the numbers as the count of each office: questions and answers have the order of the ballot paper."""
    told = []
    for contest, numbers in zip(election.contests.select_related("office"), found, strict=True):
        standing = Candidacy.objects.standing().filter(contest=contest).values_list("pk", flat=True)
        blank, *voices = numbers
        told.append(Counted(contest, dict(zip(standing, voices, strict=True)), blank, 0))
    return told
