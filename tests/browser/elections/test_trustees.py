"""What the browser of a trustee refuses to decrypt, whatever a hostile site hands to it."""

import pytest

from elections import rehearsal
from elections.crypto.canonical import parse
from elections.crypto.ceremony import spoken_fingerprint
from elections.crypto.verification import verify_archive
from tests.elections.crypto.boxes import Box, keys

pytestmark = pytest.mark.browser
DECRYPT = """async ([seed, sealed, options]) => attempt(async () =>
    (window.work ??= new Engine()).ask("decryptBox", [await bytes("/box.bel"), seed, sealed, { revote: false, ...options }]))"""


def decrypt(engine, site, content, **options):
    """Return what the trustee of number 1 makes of an archive: its part, or ``refused`` and the check."""
    site.put["/box.bel"] = ("application/octet-stream", content)
    return engine.evaluate(DECRYPT, [keys().seeds[0].text, keys().sealed[0], options])


def voted(*votes):
    box = Box()
    for voter, vote in enumerate(votes):
        box.cast(voter, vote)
    return box


def test_attack_19_a_box_from_which_ballots_were_taken_is_refused(engine, site):
    whole = voted([0, 1, 0], [0, 0, 1], [0, 1, 0])
    whole.close()
    fewer = Box()
    fewer.steps = list(whole.steps[:3])  # the same election, its last ballot left out before the closing
    fewer.election, fewer.roll = whole.election, whole.roll
    fewer.close()
    assert verify_archive(fewer.content).tally.ballots == 2  # right in itself: only the number tells

    assert decrypt(engine, site, fewer.content, ballots=3) == "refused R2"
    part = decrypt(engine, site, whole.content, ballots=3)
    assert (part["owner"], part["ballots"], part["weight"]) == (2, 3, 3)
    assert part["spoken"] == spoken_fingerprint(keys().certificates)
    assert part["closing"] == next(event.hash for event, _data in whole.steps if event.type == "EndBallots")


def test_attack_19_a_box_that_is_cut_or_has_a_hole_is_refused(engine, site):
    box = voted([0, 1, 0], [0, 0, 1])
    box.close()
    content = box.content
    assert decrypt(engine, site, content[:-512], ballots=2) in {"refused A2", "refused A4"}
    assert decrypt(engine, site, content[: len(content) // 1024 * 512], ballots=2).startswith("refused A")
    hole = voted([0, 1, 0], [0, 0, 1])
    del hole.steps[1]
    hole.close()
    assert decrypt(engine, site, hole.content, ballots=1) == "refused B1"


def test_a_box_of_one_ballot_does_not_pass_for_a_rehearsal_nor_the_reverse(engine, site):
    alone = voted([0, 1, 0])
    alone.close()
    assert decrypt(engine, site, alone.content, rehearsal=True) == "refused R1"
    dummy = rehearsal.make(keys().text)
    assert decrypt(engine, site, dummy, ballots=3) == "refused R1"


def test_a_rehearsal_of_the_site_is_decrypted_and_accepted_by_it(engine, site):
    dummy = rehearsal.make(keys().text)
    part = decrypt(engine, site, dummy, rehearsal=True)
    said = {name: part[name] for name in ("owner", "text", "owned")}
    assert rehearsal.check(dummy, 2, said).owner == 2
    assert parse(part["owned"])["owner"] == 2
