"""The attacks of the threat model, by their number; each is tried on every verifier."""

import json

import pytest

from elections.crypto import ceremony, verify
from elections.crypto.ballots import check_ballot, make_ballot, sign
from elections.crypto.canonical import compact
from elections.crypto.channel import send
from elections.crypto.credentials import new_code, private_exponent, write_roll
from elections.crypto.decryption import decrypt, write_owned, write_result
from elections.crypto.election import Question
from elections.crypto.errors import RefusedError
from elections.crypto.group import G, P, g_power, random_scalar
from elections.crypto.hashing import sha_hex
from elections.crypto.trustees import certificates_text, read_certificates, sign_message, write_key
from elections.crypto.verification import verify_archive
from tests.elections.crypto import belenios
from tests.elections.crypto.boxes import PRESIDENT, Box, keys
from tests.elections.crypto.verdicts import accepted, refused

BLANK, FIRST, SECOND = [1, 0, 0], [0, 1, 0], [0, 0, 1]


def voted(**options):
    box = Box(**options)
    box.cast(0, FIRST)
    box.cast(1, SECOND)
    return box


def resigned(box, voter, text, change):
    """Return a ballot with its answers changed and signed again with the voter's own code."""
    answers = json.loads(text)["answers"]
    change(answers)
    return sign(box.election, private_exponent(box.uuid, box.codes[voter]), answers, random_scalar())


def test_attack_00_an_honest_election_is_accepted(tmp_path):
    box = voted(weights=(3, 1, 50))
    box.cast(2, BLANK)
    assert box.finish() == [[50, 3, 1]]

    assert accepted(box.content, tmp_path).result == [[50, 3, 1]]


def test_attack_01_a_candidate_gets_two_voices_from_one_ballot(tmp_path):
    def double(answers):
        beta = answers[0]["choices"][1]["beta"]
        answers[0]["choices"][1]["beta"] = str(int(beta) * int(G) % int(P))

    box = voted()
    box.add("Ballot", resigned(box, 2, box.ballot(2, FIRST), double))

    refused(box.content, tmp_path, "D9")


def test_attack_01_two_candidates_get_a_voice_where_one_may(tmp_path):
    box = voted()
    generous = Question(PRESIDENT.text, PRESIDENT.answers, 0, 2, blank=True)
    loose = type(box.election)(**{**box.election.__dict__, "questions": (generous,)})
    text = make_ballot(loose, private_exponent(box.uuid, box.codes[2]), [[0, 1, 1]])
    cut = resigned(box, 2, text, lambda answers: answers[0].update(overall_proof=answers[0]["overall_proof"][:2]))
    box.add("Ballot", cut)

    refused(box.content, tmp_path, "D10")


def test_attack_01_a_blank_vote_that_also_chooses(tmp_path):
    def copy_second_voice(answers):
        other = json.loads(box.ballot(2, FIRST))["answers"][0]
        for part in ("choices", "individual_proofs"):
            answers[0][part][1] = other[part][1]

    box = voted()
    box.add("Ballot", resigned(box, 2, box.ballot(2, BLANK), copy_second_voice))

    refused(box.content, tmp_path, "D10", "D11")


def test_attack_02_a_ballot_of_a_code_that_is_not_on_the_roll(tmp_path):
    box = voted()
    box.add("Ballot", make_ballot(box.election, private_exponent(box.uuid, new_code()), [FIRST]))

    refused(box.content, tmp_path, "D3")


def test_attack_03_the_ciphertext_of_another_voter_under_the_own_signature(tmp_path):
    box = voted()
    victim = box.steps[1][1][0]
    box.add("Ballot", resigned(box, 2, victim, lambda answers: None))

    refused(box.content, tmp_path, "D9")


def test_attack_04_answers_exchanged_under_a_kept_signature(tmp_path):
    box = voted()
    mine, other = json.loads(box.ballot(2, FIRST)), json.loads(box.ballot(2, SECOND))
    box.add("Ballot", compact({**mine, "answers": other["answers"]}))

    refused(box.content, tmp_path, "D4")


def test_attack_04_answers_exchanged_and_their_hash_with_them(tmp_path):
    box = voted()
    mine, other = json.loads(box.ballot(2, FIRST)), json.loads(box.ballot(2, SECOND))
    signature = {**mine["signature"], "hash": other["signature"]["hash"]}
    box.add("Ballot", compact({**mine, "answers": other["answers"], "signature": signature}))

    refused(box.content, tmp_path, "D5")


def test_attack_05_a_ballot_of_another_election(tmp_path):
    box, other = voted(), Box()
    box.add("Ballot", other.ballot(0, FIRST))

    refused(box.content, tmp_path, "D2")


def test_attack_06_the_published_result_is_altered(tmp_path):
    box = voted()
    box.close()
    box.decrypt(1, 2, 3)
    box.add("Result", write_result([[0, 2, 0]]))

    refused(box.content, tmp_path, "G2")


def test_attack_07_the_tally_gains_a_voice(tmp_path):
    box = voted()
    summed = box.tally
    alpha, beta = summed.sums[0][1]
    summed.sums[0][1] = (alpha, beta * G % P)
    box.add("EndBallots")
    box.add("EncryptedTally", summed.text, summed.sized)
    for owner in (1, 2, 3):
        text = decrypt(box.election, summed.sums, box.keys.secret(owner))
        box.add("PartialDecryption", text, write_owned(owner, text))
    box.add("Result", write_result([[0, 2, 1]]))

    refused(box.content, tmp_path, "E1")


def test_attack_08_a_false_number_of_ballots(tmp_path):
    box = voted()
    sized = compact({**json.loads(box.tally.sized), "num_tallied": 3, "total_weight": 3})
    box.add("EndBallots")
    box.add("EncryptedTally", box.tally.text, sized)
    box.decrypt(1, 2, 3)
    box.proclaim()

    refused(box.content, tmp_path, "E2", tool="accepts")


@pytest.mark.parametrize("owner", [1, 3])
def test_attack_09_a_trustee_lies_in_the_decryption(owner, tmp_path):
    box = voted()
    box.close()
    box.decrypt(*{1, 2, 3} - {owner})
    lie = json.loads(box.partial(owner)[0])
    lie["decryption_factors"][0][1] = str(int(lie["decryption_factors"][0][1]) * int(G) % int(P))
    box.add("PartialDecryption", compact(lie), write_owned(owner, compact(lie)))
    box.add("Result", write_result([[0, 1, 1]]))

    refused(box.content, tmp_path, "F5")


@pytest.mark.parametrize("owners", [(1,), (1, 2), (1, 4)])
def test_attack_10_fewer_trustees_than_the_threshold(owners, tmp_path):
    box = voted()
    box.close()
    box.decrypt(*owners)
    with pytest.raises(RefusedError) as refusal:
        box.count()
    assert refusal.value.check == "F6"
    box.add("Result", write_result([[0, 1, 1]]))

    refused(box.content, tmp_path, "F6")


def test_attack_11_the_share_of_the_server_is_missing(tmp_path):
    box = voted()
    box.close()
    box.decrypt(2, 3, 4)
    box.add("Result", write_result([[0, 1, 1]]))

    refused(box.content, tmp_path, "F6")


def test_attack_12_a_key_without_proof_that_cancels_the_others(tmp_path):
    """A trustee who answers last publishes own·others^-1: the election key would be its own."""
    held = keys()
    own = random_scalar()
    group_key = verify.read_trustees(held.text, False)[3] * pow(g_power(held.server), -1, P) % P
    cancelling = g_power(own) * pow(group_key, -1, P) % P
    key = {**write_key(own, random_scalar()), "public_key": str(cancelling)}
    box = Box()
    election = box.election.text.replace(str(box.election.public_key), str(g_power(own)))
    box.set_up(election, ceremony.write_trustees(key, held.group), write_roll(box.roll))

    refused(box.content, tmp_path, "C4")


def test_attack_13_a_ciphertext_outside_the_group(tmp_path):
    def leave(answers):
        answers[0]["choices"][1]["alpha"] = str(P - int(answers[0]["choices"][1]["alpha"]))

    box = voted()
    box.add("Ballot", resigned(box, 2, box.ballot(2, FIRST), leave))

    refused(box.content, tmp_path, "D8")


def test_attack_13_a_decryption_factor_outside_the_group(tmp_path):
    box = voted()
    box.close()
    box.decrypt(1, 2)
    text = json.loads(box.partial(3)[0])
    text["decryption_factors"][0][0] = str(P - int(text["decryption_factors"][0][0]))
    box.add("PartialDecryption", compact(text), write_owned(3, compact(text)))

    refused(box.content, tmp_path, "F4", tool=None)  # without that check, an even challenge gets through


def test_attack_13_a_credential_outside_the_group(tmp_path):
    box = Box()
    roll = {P - credential: weight for credential, weight in box.roll.items()}
    box.set_up(box.election.text, box.trustees_text, write_roll(roll))

    refused(box.content, tmp_path, "C10", tool="accepts")


def test_attack_14_a_ballot_removed_after_publication_shows_beside_an_earlier_copy(tmp_path):
    whole, shorter = tmp_path / "whole", tmp_path / "shorter"
    whole.mkdir()
    shorter.mkdir()
    box = voted()
    published = box.content
    box.steps = [*box.steps[:1]]
    box.cast(1, SECOND)

    accepted(box.content, shorter)  # nothing in the file itself shows it
    (whole / "e.bel").write_bytes(published)
    (shorter / "election.bel").write_bytes(box.content)
    earlier = f"--earlier={whole / 'e.bel'}"
    assert verify.main([str(shorter / "election.bel"), earlier]) == 1
    assert verify.main([str(whole / "e.bel"), earlier]) == 0
    if belenios.TOOL:
        compare = ("election", "verify-diff", "--dir1", str(whole), "--dir2", str(shorter))
        assert belenios.run(tmp_path, *compare).returncode != 0


def test_attack_16_of_several_ballots_of_a_code_the_last_counts(tmp_path):
    box = voted()
    first = box.steps[1][1][0]
    box.cast(0, BLANK)
    assert box.finish() == [[1, 0, 1]]

    verdict = accepted(box.content, tmp_path)
    assert (verdict.ballots, len(verdict.trackers)) == (3, 2)
    assert check_ballot(box.election, box.roll, first).tracker not in verdict.trackers


def test_attack_16_the_server_writes_the_old_ballot_of_a_revoter_again(tmp_path):
    box = voted()
    box.cast(0, BLANK)
    box.add("Ballot", box.steps[1][1][0])

    refused(box.content, tmp_path, "D12", tool="accepts")


def test_attack_17_a_share_meant_for_another_trustee():
    held = keys()
    for letter, check in [
        (held.handed[1]["secrets"][0], "S1"),
        (
            # the sender seals for trustee 1 a letter that names trustee 2
            _sealed_under_another_name(held),
            "S3",
        ),
    ]:
        handed = {**held.handed[0], "secrets": [letter, *held.handed[0]["secrets"][1:]]}
        with pytest.raises(RefusedError) as refusal:
            ceremony.accept(held.seeds[0], held.certificates, 2, handed)
        assert refusal.value.check == check


def _sealed_under_another_name(held):
    one, other = (g_power(seed.decryption) for seed in held.seeds[:2])

    class Disguised(int):
        def __str__(self):
            return str(other)

    return send(held.seeds[0].signing, Disguised(one), compact({"secret": "1"}))


def test_attack_17_a_share_that_its_sender_did_not_publish():
    held = keys()
    false = send(held.seeds[2].signing, g_power(held.seeds[0].decryption), compact({"secret": "12345"}))
    handed = {**held.handed[0], "secrets": [*held.handed[0]["secrets"][:2], false]}

    with pytest.raises(RefusedError, match="trustee 3") as refusal:
        ceremony.accept(held.seeds[0], held.certificates, 2, handed)
    assert refusal.value.check == "S5"


def test_attack_17_a_letter_that_another_trustee_signed():
    held = keys()
    false = send(held.seeds[1].signing, g_power(held.seeds[0].decryption), compact({"secret": "12345"}))
    handed = {**held.handed[0], "secrets": [*held.handed[0]["secrets"][:2], false]}

    with pytest.raises(RefusedError) as refusal:
        ceremony.accept(held.seeds[0], held.certificates, 2, handed)
    assert refusal.value.check == "S2"


def test_a_server_that_plays_the_other_trustees_shows_in_the_spoken_fingerprint():
    held, other = keys(), ceremony.Seed("1" * 22)
    played = [held.certificates[0], ceremony.certify(other, (2, 3, 2)), held.certificates[2]]

    assert ceremony.spoken_fingerprint(played) != ceremony.spoken_fingerprint(held.certificates)
    with pytest.raises(RefusedError) as refusal:
        ceremony.deal(held.seeds[1], played, 2)
    assert refusal.value.check == "S4"


@pytest.mark.parametrize("place", [(2, 3, 1), (3, 3, 2), (2, 4, 2)], ids=["place of another", "threshold", "size"])
def test_a_certificate_of_another_ceremony_is_refused(place):
    held = keys()
    certificates = [held.certificates[0], ceremony.certify(held.seeds[1], place), held.certificates[2]]
    with pytest.raises(RefusedError) as refusal:
        ceremony.deal(held.seeds[0], certificates, 2)
    assert refusal.value.check == "C5"


def test_what_the_independent_program_misses_is_refused(tmp_path):
    box = voted()
    box.close()
    box.decrypt(1, 2, 3)
    kept = list(box.steps)
    box.proclaim()

    box.force("Result", write_result([[0, 1, 1]]))  # two results
    refused(box.content, tmp_path, "B3", tool="accepts")

    box.steps = list(kept)
    box.force("PartialDecryption", *box.partial(3))  # a trustee twice
    refused_at_f2 = pytest.raises(RefusedError, match="F2")
    with refused_at_f2:
        verify_archive(box.content)

    box.steps = kept[:3]
    box.force("EndBallots")
    box.force("Ballot", box.ballot(2, FIRST))  # a ballot after the closing
    refused(box.content, tmp_path, "B3", tool=None)


@pytest.mark.parametrize(
    ("line", "check"), [("{},0", "C10"), ("0{}", "C10"), ("{},01", "C10"), ("{},-1", "C10"), ("{} ", "C10")]
)
def test_a_malformed_line_of_the_roll_is_refused(line, check, tmp_path):
    box = Box()
    credential = next(iter(box.roll))
    box.set_up(box.election.text, box.trustees_text, compact([line.format(credential)]))

    refused(box.content, tmp_path, check, "J1", tool=None)


def test_a_setup_that_names_other_texts_is_refused(tmp_path):
    box, other = Box(), Box()
    names = {"election": sha_hex(other.election.text), "trustees": sha_hex(box.trustees_text)}
    names["credentials"] = sha_hex(write_roll(box.roll))
    box.steps = []
    box.add("Setup", box.election.text, box.trustees_text, write_roll(box.roll), compact(names))

    refused(box.content, tmp_path, "A4")


def test_a_key_of_the_group_that_nobody_signed_is_refused(tmp_path):
    held = keys()
    unsigned = [{k: v for k, v in key.items() if k != "signature"} for key in held.group["verification_keys"]]
    text = ceremony.write_trustees(
        write_key(held.server, random_scalar()), {**held.group, "verification_keys": unsigned}
    )
    box = Box()
    box.set_up(box.election.text, text, write_roll(box.roll))

    refused(box.content, tmp_path, "C8", tool="accepts")


def test_a_coefficient_outside_the_group_is_refused(tmp_path):
    """Two trustees who write p - A cancel out in every product: belenios-tool accepts."""
    held, coefexps, signatures = keys(), [], []
    certificates = read_certificates(held.certificates, 2)
    for seed, value in zip(held.seeds, held.group["coefexps"], strict=True):
        outside = [int(a) for a in json.loads(value["message"])["coefexps"]]
        if seed is not held.seeds[2]:
            outside[0] = int(P) - outside[0]
        message = compact({"coefexps": [str(a) for a in outside]})
        coefexps.append(sign_message(message, seed.signing, random_scalar()).json())
        seen = sign_message(certificates_text(certificates, outside), seed.signing, random_scalar())
        signatures.append(seen.signature.json())
    group = {**held.group, "coefexps": coefexps, "signatures": signatures}
    text = ceremony.write_trustees(write_key(held.server, random_scalar()), group)
    box = Box()
    box.set_up(box.election.text, text, write_roll(box.roll))

    refused(box.content, tmp_path, "C6", tool="accepts")


def test_a_trustee_counted_twice_does_not_make_the_threshold(tmp_path):
    box = voted()
    box.close()
    box.decrypt(1, 2, 2)
    box.add("Result", write_result([[0, 1, 1]]))

    refused(box.content, tmp_path, "F2")


@pytest.mark.parametrize("owner", [0, 5, -1, "1", True, None])
def test_a_decryption_of_nobody_is_refused(owner, tmp_path):
    box = voted()
    box.close()
    text, _ = box.partial(1)
    box.add("PartialDecryption", text, compact({"owner": owner, "payload": sha_hex(text)}))

    refused(box.content, tmp_path, "F1", "J1", tool=None)
