"""The file for outsiders, run as they run it, on archives of three programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from elections.crypto import verification
from elections.crypto.election import Question
from elections.crypto.errors import RefusedError
from elections.crypto.verification import Rules, verify_archive
from tests.elections.crypto.boxes import Box, Keys

FOLDER = Path(__file__).parent / "vectors"
FILE = Path("elections/crypto/verify.py").resolve()
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
GOOD, BAD = EXPECTED["elections"], EXPECTED["tampered"]


def run(*arguments, folder=None, **variables):
    return subprocess.run(
        [sys.executable, str(FILE), *map(str, arguments)],
        check=False, capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
    )  # fmt: skip


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["file"])
def test_an_honest_archive_gives_its_result(case):
    flag = [] if case["trustee_profile"] == "full" or not case["threshold"] else ["--bare"]
    done = run(FOLDER / case["file"], *flag)
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.rsplit(" : ", 1)[1] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert told == [str(votes) for question in case["result"] for votes in question]
    assert case["final_event"] in done.stdout

    verdict = verify_archive((FOLDER / case["file"]).read_bytes(), Rules(case["trustee_profile"]))
    assert verdict.result == case["result"]
    assert (verdict.ballots, len(verdict.trackers)) == (case["ballots"], case["counted"])
    assert (verdict.tally.weight, verdict.head) == (case["total_weight"], case["final_event"])
    assert verdict.setup.election.fingerprint == case["election_fingerprint"]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["file"])
def test_a_tampered_archive_is_refused_with_the_reason(case):
    done = run(FOLDER / case["file"])
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"REFUSÉ. {case['check']} : ")
    with pytest.raises(RefusedError) as refusal:
        verify_archive((FOLDER / case["file"]).read_bytes())
    assert refusal.value.check == case["check"]


@pytest.mark.parametrize(("file", "check"), [("s3-threshold-2of3.bel", "C8"), ("s4-weights.bel", "C7")])
def test_trustees_who_signed_less_are_refused_unless_asked_otherwise(file, check):
    assert run(FOLDER / file).stdout.startswith(f"REFUSÉ. {check}")


def test_a_voter_finds_the_ballot_that_counts_and_not_the_one_that_it_replaced():
    case = next(case for case in GOOD if case["file"].startswith("s5"))
    by_voter = {}
    for cast in case["cast_in_order"]:
        by_voter.setdefault(cast["id"], []).append(cast["tracker"])
    replaced, counted = by_voter["m1"]
    assert run(FOLDER / case["file"], counted).returncode == 0
    done = run(FOLDER / case["file"], replaced)
    assert (done.returncode, done.stdout[:12]) == (1, "REFUSÉ. H2 :")
    assert run(FOLDER / case["file"], "--no-revote").stdout.startswith("REFUSÉ. D13")


def test_an_archive_that_stops_after_any_event_is_an_open_box(tmp_path):
    content = (FOLDER / "v0-vectors.bel").read_bytes()
    earlier = tmp_path / "earlier.bel"
    ends = [i for i in range(0, len(content), 512) if b".event.json" in content[i : i + 100]]
    for end in ends[1:]:
        size = int(content[end + 124 : end + 135], 8)
        earlier.write_bytes(content[: end + 512 + size + -size % 512])
        done = run(earlier)
        assert done.returncode == 0, done.stdout
    assert run(FOLDER / "v0-vectors.bel", f"--earlier={earlier}").returncode == 0


@pytest.mark.parametrize("content", [b"", b"\0" * 512, b"not an archive", b"{}" * 4000], ids=len)
def test_what_is_no_archive_is_refused_in_words(content, tmp_path):
    (tmp_path / "x.bel").write_bytes(content)
    done = run(tmp_path / "x.bel")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("REFUSÉ. A")


def test_a_missing_file_is_said_and_misuse_shows_the_usage(tmp_path):
    assert run(tmp_path / "none.bel").returncode == 1
    assert run().returncode == 2
    assert "verify.py FILE [TRACKER]" in run("--unknown", "x").stdout


def test_the_file_needs_nothing_but_the_standard_library(tmp_path):
    (tmp_path / "verify.py").write_bytes(FILE.read_bytes())
    isolated = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(FOLDER / "v0-vectors.bel")]
    done = subprocess.run(isolated, check=False, capture_output=True, cwd=tmp_path, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_old_terminal_does_not_break_it():
    done = run(FOLDER / "v0-vectors.bel", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")


def test_several_processes_give_the_same_verdict(monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 2)
    content, bad = [(FOLDER / f).read_bytes() for f in ("v0-vectors.bel", "t1-vote-counted-twice.bel")]

    assert verify_archive(content, processes=2).result == verify_archive(content).result
    with pytest.raises(RefusedError) as refusal:
        verify_archive(bad, processes=2)
    assert refusal.value.check == "D9"


def test_a_label_cannot_steer_the_terminal(tmp_path):
    box = Box((Question("\x1b[2J\x1b]0;x\x07", ("a\nTout est juste.",)),), (1,), Keys(0, 0))
    box.cast(0, [1])
    box.finish(1)
    (tmp_path / "e.bel").write_bytes(box.content)

    done = run(tmp_path / "e.bel")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.splitlines()[-1] == "  a?Tout est juste. : 1"
