"""belenios-tool, an independent program, and ours: each reads what the other made."""

import json
from functools import partial

from elections.crypto.ballots import check_ballot
from elections.crypto.canonical import compact
from elections.crypto.channel import send
from elections.crypto.credentials import public_credential, write_roll
from elections.crypto.election import read_election
from elections.crypto.verification import Rules, verify_archive
from tests.elections.crypto import belenios
from tests.elections.crypto.boxes import Box, Keys
from tests.elections.crypto.verdicts import accepted

pytestmark = belenios.needs_tool
GROUP = ("--group", "BELENIOS-2048")
TEMPLATE = {
    "description": "Élection d’essai",
    "name": "Bureau",
    "questions": [
        {"answers": ["Amélie", "Benoît"], "blank": True, "min": 1, "max": 1, "question": "Présidence"},
        {"answers": ["A", "B", "C"], "min": 0, "max": 2, "question": "Conseil"},
    ],
    "administrator": "Bureau",
    "credential_authority": "Secrétaire",
}
VOTES = [[[0, 1, 0], [1, 1, 0]], [[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 0]]]


def write(folder, name, text):
    (folder / name).write_text(text)
    return name


def codes_in(folder):
    """Return the codes that the tool made; each line of its file is a name and a code."""
    lines = next(folder.glob("*.privcreds")).read_text().splitlines()
    return [line.split()[1] for line in lines]


def test_our_verifiers_accept_an_election_made_by_the_tool_alone(tmp_path):
    said = partial(belenios.said, tmp_path)
    uuid = said("setup", "generate-token").strip()
    said("setup", "generate-credentials", "--uuid", uuid, *GROUP, "--count", "3")
    said("setup", "generate-trustee-key", *GROUP)
    keys = [p.read_text() for p in tmp_path.glob("*.pubkey")]
    write(tmp_path, "public_keys.jsons", "".join(keys))
    said("setup", "make-trustees")
    write(tmp_path, "template.json", json.dumps(TEMPLATE))
    (next(tmp_path.glob("*.pubcreds"))).rename(tmp_path / "public_creds.json")
    said("setup", "make-election", "--uuid", uuid, *GROUP, "--template", "template.json")
    said("archive", "init")
    for code, votes in zip(codes_in(tmp_path), VOTES, strict=True):
        write(tmp_path, "code", code)
        write(tmp_path, "votes", json.dumps(votes))
        ballot = said("election", "generate-ballot", "--privcred", "code", "--ballot", "votes")
        said("archive", "add-event", "--type=Ballot", stdin=ballot)
    said("archive", "add-event", "--type=EndBallots")
    summed = said("election", "compute-encrypted-tally")
    said("archive", "add-event", "--type=EncryptedTally", stdin=summed)
    key = next(tmp_path.glob("*.privkey")).name
    part = said("election", "decrypt", "--privkey", key, "--trustee-id", "1")
    said("archive", "add-event", "--type=PartialDecryption", stdin=part)
    result = said("election", "compute-result")
    said("archive", "add-event", "--type=Result", stdin=result)

    content = next(tmp_path.glob("*.bel")).read_bytes()
    verdict = accepted(content, tmp_path)
    assert verdict.result == [[1, 1, 1], [1, 2, 0]]
    assert verify_archive(content, Rules(revote=False)).ballots == 3


def test_03_a_ballot_made_by_the_tool_is_cast_in_our_box(tmp_path):
    box = Box()
    said = partial(belenios.said, tmp_path)
    said("setup", "generate-credentials", "--uuid", box.uuid, *GROUP, "--count", "1")
    (line,) = json.loads(next(tmp_path.glob("*.pubcreds")).read_text())
    (code,) = codes_in(tmp_path)
    box.roll[int(line.split(",")[0])] = 1
    box.set_up(box.election.text, box.trustees_text, write_roll(box.roll))
    (tmp_path / "e.bel").write_bytes(box.content)
    write(tmp_path, "code", code)
    write(tmp_path, "votes", "[[0,0,1]]")
    text = said("election", "generate-ballot", "--privcred", "code", "--ballot", "votes").strip()

    assert check_ballot(box.election, box.roll, text)
    box.add("Ballot", text)
    box.cast(0, [0, 1, 0])
    assert box.finish() == [[0, 1, 1]]
    accepted(box.content, tmp_path)


def test_the_tool_decrypts_for_a_trustee_of_our_ceremony(tmp_path):
    box = Box(held=Keys(2, 3, partial(send, algorithm="AES-CCM")))
    box.cast(0, [0, 1, 0])
    box.close()
    (tmp_path / "e.bel").write_bytes(box.content)
    write(tmp_path, "t.key", box.keys.seeds[1].text)
    write(tmp_path, "t.dkey", box.keys.sealed[1])
    options = ("--key", "t.key", "--decryption-key", "t.dkey", "--trustee-id", "3")
    part = belenios.said(tmp_path, "election", "decrypt-threshold", *options)
    box.add("PartialDecryption", *part.split())
    box.decrypt(1, 4)

    assert box.proclaim() == [[0, 1, 0]]
    accepted(box.content, tmp_path)


def test_labels_of_every_kind_keep_their_fingerprint(tmp_path):
    box = Box()
    label = 'a"b\\c/d\u2028 é🌿\u007f\t'
    text = box.election.text.replace(compact("Essai"), compact(label))
    box.election = read_election(text)
    box.roll = {public_credential(box.uuid, code): 1 for code in box.codes}
    box.set_up(text, box.trustees_text, write_roll(box.roll))
    box.cast(0, [0, 1, 0])

    accepted(box.content, tmp_path)
