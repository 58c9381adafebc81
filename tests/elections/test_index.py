"""The index of attacks and acceptance tests: each row, and the tests that show it, at the level it speaks of.

A row that no test shows says why. The test below keeps the index true: every test that it names exists.
"""

import re
from pathlib import Path

import pytest

CRYPTO, HTTP, BROWSER = "tests/elections/crypto", "tests/elections", "tests/browser/elections"
ATTACKS, ELECTIONS = f"{CRYPTO}/test_attacks.py", f"{CRYPTO}/test_elections.py"
OPERATION, ACCEPTANCE = f"{HTTP}/test_vote_operation.py", f"{HTTP}/test_acceptance.py"
BALLOTS, KEYS, ROOMS = f"{HTTP}/test_hostile_ballots.py", f"{HTTP}/test_key_ceremony.py", f"{HTTP}/test_rooms.py"
DECRYPTING, DATABASE = f"{HTTP}/test_decrypting.py", f"{HTTP}/test_kept_by_the_database.py"
ENGINES, ARCHIVES = f"{BROWSER}/test_both_engines.py", f"{CRYPTO}/test_hostile_archives.py"

# Where an attack is tried: on archives (every verifier), at the address of casting, in the browser of a trustee.
ATTACK_ROWS = {
    "00 honest": [(ATTACKS, "attack_00")],
    "01 a candidate gets two voices from one ballot": [(ATTACKS, "attack_01"), (BALLOTS, "01_a_ballot")],
    "02 an unknown credential": [(ATTACKS, "attack_02"), (BALLOTS, "02_a_ballot")],
    "03 the ciphertext of another voter": [(ATTACKS, "attack_03"), (BALLOTS, "03_the_ciphertext")],
    "04 answers swapped under a kept signature": [(ATTACKS, "attack_04"), (BALLOTS, "04_answers")],
    "05 a ballot of another election": [(ATTACKS, "attack_05"), (BALLOTS, "05_a_ballot")],
    "06 the published result altered": [(ATTACKS, "attack_06"), (DECRYPTING, "a_box_that_our_verifier_refuses")],
    "07 the tally gains a voice": [(ATTACKS, "attack_07")],
    "08 a false number of ballots": [(ATTACKS, "attack_08")],
    "09 a trustee lies": [(ATTACKS, "attack_09"), (DECRYPTING, "a_false_decryption")],
    "10 fewer than k trustees": [(ATTACKS, "attack_10"), (ACCEPTANCE, "attack_10_and_11")],
    "11 the share of the server is missing": [(ATTACKS, "attack_11"), (ACCEPTANCE, "attack_10_and_11")],
    "12 a key without proof": [(ATTACKS, "attack_12")],
    "13 an element outside the group": [(ATTACKS, "attack_13"), (BALLOTS, "13_an_element")],
    "14 a ballot removed after publication": [
        (ATTACKS, "attack_14"), (f"{HTTP}/test_heads.py", "whoever_kept_a_head"), (ACCEPTANCE, "29_a_backup"),
    ],
    "15 one byte flipped": [(ARCHIVES, "attack_15"), (BALLOTS, "15_one_changed_character")],
    "16 a code votes again": [(ATTACKS, "attack_16"), (BALLOTS, "16_a_second_ballot")],
    "17 a share for another, or not the committed one": [
        (ATTACKS, "attack_17"), (KEYS, "attack_17"), (ENGINES, "a_trustee_refuses_a_false_share"),
    ],
}  # fmt: skip

ROWS = {
    "01 ballots of the browser, every shape": [(ENGINES, "01_"), (ELECTIONS, "01_every_shape")],
    "02 ballots of the engine, read in the browser": [
        (ENGINES, "02_"), (f"{BROWSER}/test_vectors.py", "the_archive_of_the_vectors"),
    ],
    "03 a ballot of belenios-tool": [
        (f"{CRYPTO}/test_belenios_tool.py", "03_a_ballot"), (ACCEPTANCE, "03_a_ballot"),
    ],
    "04 all attacks in our verifier": [
        (ATTACKS, "attack_"), (f"{CRYPTO}/test_verify_file.py", "a_tampered_archive"),
    ],
    "05 random rules": [(ELECTIONS, "05_two_hundred")],
    "06 any change of the archive": [(ARCHIVES, "attack_15"), (ARCHIVES, "06_any_value")],
    "07 fifty requests": [(OPERATION, "07_fifty")],
    "08 a crash after each statement": [(OPERATION, "08_a_crash")],
    "09 a lost reply": [(OPERATION, "09_a_lost_reply")],
    "10 a millisecond before and after the end": [(OPERATION, "10_")],
    "11 a false clock": [(OPERATION, "11_")],
    "12 proxies": [(OPERATION, "12_"), (ROOMS, "12_"), (DATABASE, "12_")],
    "13 another weight": [(OPERATION, "13_")],
    "14 members struck off, members who come": [(OPERATION, "14_")],
    "15 no link of a sign-off to a ballot": [(OPERATION, "15_"), (ACCEPTANCE, "15_")],
    "16 logs": [(OPERATION, "16_")],
    "17 who may write what": [(OPERATION, "17_"), (KEYS, "17_the_share_of_the_site")],
    "18 a decryption before the closing": [(OPERATION, "18_"), (DECRYPTING, "attack_18")],
    "19 a truncated box": [(f"{BROWSER}/test_trustees.py", "attack_19")],
    "20 no network, no other origin": [(f"{BROWSER}/test_a_whole_election.py", "20_the_booth")],
    # A lot is drawn in the room, and who was drawn is typed: the site draws none that somebody could grind.
    "21 rounds, ties, blank, nobody": [(ACCEPTANCE, "21_"), (ROOMS, "21_"), (DECRYPTING, "21_")],
    "22 quorum": [(ACCEPTANCE, "22_"), (ROOMS, "22_")],
    "23 thirds by lot": [("tests/elections/test_thirds.py", "23_")],
    "24 vacancy, co-optation, ratification": [
        ("tests/mandates/test_bureaux.py", "a_co_optation_waits"), ("tests/mandates/test_bureaux.py", "24_"),
    ],
    "25 every item of the minutes": [(ACCEPTANCE, "25_"), (ROOMS, "25_")],
    "26 the declaration within three months": [("tests/mandates/test_bureaux.py", "each_change_of_a_declared")],
    "27 no vote from afar without an article": [(OPERATION, "27_")],
    "28 small colleges": [(ROOMS, "28_")],
    "29 a restore during an open vote": [(ACCEPTANCE, "29_")],
    "30 three hundred voters in a minute": "a benchmark, since it measures the machine: benchmarks/ballots.py",
    "31 seeds lost": [(DECRYPTING, "attack_31"), (KEYS, "attack_31"), (ELECTIONS, "three_of_five")],
}  # fmt: skip


@pytest.mark.parametrize("row", [*ATTACK_ROWS, *ROWS])
def test_each_row_names_tests_that_exist(row):
    shown = (ATTACK_ROWS | ROWS)[row]
    if isinstance(shown, str):
        assert shown
        return
    for file, name in shown:
        assert re.search(rf"^def test_{name}", Path(file).read_text(), re.MULTILINE), (file, name)


def test_no_row_is_forgotten():
    assert [name[:2] for name in ATTACK_ROWS] == [f"{number:02}" for number in range(18)]
    assert [name[:2] for name in ROWS] == [f"{number:02}" for number in range(1, 32)]
