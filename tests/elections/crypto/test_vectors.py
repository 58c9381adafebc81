"""Every value of the vectors, computed by the engine."""

import hashlib
import json
from pathlib import Path

import pytest

from elections.crypto import ceremony
from elections.crypto.archive import header, read_archive, write_event, write_head
from elections.crypto.ballots import check_ballot, make_ballot
from elections.crypto.canonical import canonical
from elections.crypto.channel import receive, send
from elections.crypto.credentials import CodeError, normal_code, private_exponent, read_roll, write_roll
from elections.crypto.decryption import (
    combine,
    count,
    decrypt,
    lagrange,
    read_decryption,
    write_owned,
    write_result,
)
from elections.crypto.election import Question, read_election, write_election
from elections.crypto.events import follow, read_chain
from elections.crypto.group import G, P, Q, all_members, g_power, inverse, is_member, number, power
from elections.crypto.hashing import sha_hex, sha_int
from elections.crypto.tally import tally
from elections.crypto.trustees import certificates_text, read_certificates, read_trustees, write_key

FOLDER = Path(__file__).parent / "vectors"
V = json.loads((FOLDER / "vectors.json").read_text())
ELECTION = read_election(V["election"]["json"])
TRUSTEES = read_trustees(V["threshold"]["trustees_json"])
ROLL = read_roll(V["credentials"]["json"])


def from_seed(seed):
    return lambda name: sha_int(f"{seed}|{name}") % Q


def listed(values):
    return lambda name: number(values[name])


def sealed_like(_sender, _key, text, *_):
    return text


def test_the_group():
    group = V["group"]
    assert [str(x) for x in (P, Q, G)] == [group["p"], group["q"], group["g"]]
    assert sha_hex(f"{P},{Q},{G}") == group["sha256_of_p_q_g_joined_by_commas"]
    assert str(g_power(2)) == group["g_pow_2"]
    assert str(inverse(G)) == group["g_inverse"] == str(g_power(Q - 1))
    assert P.bit_length() == group["p_bits"]
    assert is_member(G)
    assert not is_member(P - 1)


@pytest.mark.parametrize("case", V["codes"]["cases"], ids=lambda case: case["typed"])
def test_codes(case):
    if not case["valid"]:
        with pytest.raises(CodeError):
            normal_code(case["typed"])
        return
    code, uuid = normal_code(case["typed"]), V["codes"]["uuid"]
    assert code == case["canonical"]
    assert sha_hex(case["hash_input_0"]) == case["hash_0"]
    exponent = private_exponent(uuid, code)
    assert str(exponent) == case["private_exponent"]
    assert str(g_power(exponent)) == case["public_credential"]


def test_the_old_form_of_codes_gives_the_credential_that_it_should():
    old = V["codes"]["old_15_character_form"]
    derived = hashlib.pbkdf2_hmac("sha256", old["code"].encode(), V["codes"]["uuid"].encode(), 1000, 32)
    exponent = number(int.from_bytes(derived, "big")) % Q
    assert (str(exponent), str(g_power(exponent))) == (old["private_exponent"], old["public_credential"])


def test_the_mandatory_key():
    key = V["mandatory_key"]
    assert write_key(number(key["private_x"]), number(key["w"])) == json.loads(key["json"])


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_steps_of_a_trustee(index):
    threshold, mine = V["threshold"], V["threshold"]["trustees"][index]
    seed = ceremony.Seed(mine["secret_seed"])
    k, n = threshold["k"], threshold["n"]
    assert str(seed.signing) == str(int(mine["sk_unreduced"]) % Q)
    assert str(seed.decryption) == str(int(mine["dk_unreduced"]) % Q)

    certificates = [
        ceremony.certify(ceremony.Seed(one["secret_seed"]), (k, n, one["index"]), listed(one))
        for one in threshold["trustees"]
    ]
    assert certificates[index]["message"] == mine["cert_message"]
    assert certificates[index]["signature"] == mine["cert_signature"]

    draws = {**mine, **{f"polynomial.{degree}": value for degree, value in enumerate(mine["polynomial"])}}
    dealt = ceremony.deal(seed, certificates, k, listed(draws), sealed_like)
    assert dealt["coefexps"] == {"message": mine["coefexps_message"], "signature": mine["coefexps_signature"]}
    assert dealt["signature"] == mine["certs_sig_signature"]
    assert [json.loads(letter)["secret"] for letter in dealt["secrets"]] == mine["shares_sent_to_1_2_3"]
    coefexps = json.loads(mine["coefexps_message"])["coefexps"]
    text = certificates_text(read_certificates(certificates, k), [number(a) for a in coefexps])
    assert sha_hex(text) == mine["certs_sig_message_sha256"]


def test_the_key_of_a_trustee_is_the_sum_of_its_shares_and_the_group_is_published():
    threshold = V["threshold"]
    seeds = [ceremony.Seed(one["secret_seed"]) for one in threshold["trustees"]]
    places = [(threshold["k"], threshold["n"], one["index"]) for one in threshold["trustees"]]
    certificates = [
        ceremony.certify(seed, place, listed(one))
        for seed, place, one in zip(seeds, places, threshold["trustees"], strict=True)
    ]
    dealt = []
    for seed, one in zip(seeds, threshold["trustees"], strict=True):
        draws = {**one, **{f"polynomial.{degree}": value for degree, value in enumerate(one["polynomial"])}}
        dealt.append(ceremony.deal(seed, certificates, threshold["k"], listed(draws)))
    handed = ceremony.collect(certificates, threshold["k"], dealt)
    public = []
    for seed, mine, one in zip(seeds, handed, threshold["trustees"], strict=True):
        kept = ceremony.accept(seed, certificates, threshold["k"], mine, listed(one))
        assert str(ceremony.decryption_key(seed, kept["private_key"])) == one["decryption_key"]
        assert kept["public_key"] == json.loads(one["verification_key_json"])
        public.append(kept["public_key"])

    group = ceremony.publish(certificates, threshold["k"], handed[0], public)
    text = ceremony.write_trustees(json.loads(V["mandatory_key"]["json"]), group)
    assert text == threshold["trustees_json"]
    assert sha_hex(text) == threshold["trustees_json_sha256"]
    assert str(read_trustees(text).public_key) == threshold["election_public_key"]


@pytest.mark.parametrize(("form", "algorithm"), [("gcm_form", "AES-GCM"), ("ccm_form", "AES-CCM")])
def test_sealed_letters(form, algorithm):
    channel = V["channel"]
    sender, recipient = [
        ceremony.Seed(V["threshold"]["trustees"][channel[side] - 1]["secret_seed"]) for side in ("from", "to")
    ]
    key = g_power(recipient.decryption)
    sealed = send(sender.signing, key, channel["plaintext"], listed(channel), algorithm=algorithm)
    assert sealed == channel[form]
    assert receive(recipient.decryption, g_power(sender.signing), sealed) == channel["plaintext"]


def test_the_election_and_its_roll():
    value = V["election"]
    questions = [
        Question("Présidence", ("Amélie", "Benoît 🌿"), 1, 1, blank=True),
        Question('Conseil "élargi"', ("A", "B", "C"), 0, 2),
    ]
    text = write_election(
        V["codes"]["uuid"], "Bureau 2026", "Élection d’essai — ½ ✓", TRUSTEES.public_key, questions
    )
    assert text == value["json"]
    assert (len(text.encode()), sha_hex(text)) == (value["bytes_utf8"], value["sha256_hex"])
    assert ELECTION.fingerprint == value["fingerprint"]
    roll = {
        g_power(private_exponent(ELECTION.uuid, code)): weight
        for code, weight in zip(V["credentials"]["codes"], V["credentials"]["weights"], strict=True)
    }
    assert roll == ROLL
    assert write_roll(roll) == V["credentials"]["json"]


@pytest.mark.parametrize("vector", V["ballots"], ids=lambda vector: vector["seed"])
def test_ballots(vector):
    draw = from_seed(vector["seed"])
    assert {name: str(draw(name)) for name in vector["random"]} == vector["random"]
    exponent = private_exponent(ELECTION.uuid, vector["code"])
    text = make_ballot(ELECTION, exponent, vector["choices"], draw)
    assert text == vector["ballot_json"]
    ballot = check_ballot(ELECTION, ROLL, text)
    assert (ballot.tracker, ballot.hash) == (vector["tracker"], vector["core_hash"])


def test_tally_decryptions_and_result():
    ballots = [check_ballot(ELECTION, ROLL, vector["ballot_json"]) for vector in V["ballots"]]
    summed = tally(ELECTION, ROLL, ballots)
    assert (summed.text, summed.sized) == (V["tally"]["encrypted_tally_json"], V["tally"]["sized_json"])

    secrets = {1: V["mandatory_key"]["private_x"]}
    secrets |= {one["index"] + 1: one["decryption_key"] for one in V["threshold"]["trustees"]}
    read = []
    for name in ("server", "trustee_1", "trustee_3"):
        vector = V["partial_decryptions"][name]
        text = decrypt(ELECTION, summed.sums, number(secrets[vector["owner"]]), listed(vector["random"]))
        assert text == vector["json"]
        owned = write_owned(vector["owner"], text)
        read.append(read_decryption(ELECTION, TRUSTEES, summed, text, owned))
    combination = V["combination"]
    assert str(lagrange(1, [1, 3])) == combination["lagrange_1"]
    assert str(lagrange(3, [1, 3])) == combination["lagrange_3"]
    factors = combine(TRUSTEES, read)
    clear = [
        [str(beta * inverse(factor) % P) for (_, beta), factor in zip(*rows, strict=True)]
        for rows in zip(summed.sums, factors, strict=True)
    ]
    assert clear == combination["g_to_the_result"]
    assert count(ELECTION, TRUSTEES, summed, read) == combination["result"]
    assert [[str(power(G, v)) for v in votes] for votes in combination["result"]] == clear


def test_the_archive():
    vector, timestamp = V["archive"], int(V["archive"]["timestamp"])
    content = (FOLDER / vector["file"]).read_bytes()
    steps = read_chain((record.kind, record.text) for record in read_archive(content))
    assert [json.loads(step.event.text) for step in steps] == [_event(event) for event in vector["events"]]
    assert steps[-1].event.hash == vector["final_event"]

    written, previous = write_head(timestamp), None
    for step in steps:
        previous = follow(previous, step.event.type, step.data)
        written += write_event(previous, step.data, timestamp)
    assert written == content
    assert hashlib.sha256(written).hexdigest() == vector["sha256_of_whole_file"]
    first, second = vector["records"][:2]
    assert header(first["name"], first["bytes"], timestamp).hex() == vector["header_record_512_bytes_hex"]
    assert header(second["name"], second["bytes"], timestamp).hex() == vector["second_record_header_hex"]
    assert steps[-1].data == [write_result(V["combination"]["result"])]


def _event(event):
    return canonical(event, "B2") if isinstance(event, str) else event


def test_a_stranger_among_many_elements_is_found():
    members = [g_power(exponent) for exponent in range(1, 400)]
    assert all_members(members)
    for place in (0, 200, 398):  # of order 2: a single product with random exponents misses it every other time
        assert not all_members([*members[:place], P - members[place], *members[place + 1 :]])
    assert not all_members([*members, number(0)])
    assert not all_members([*members, P])
