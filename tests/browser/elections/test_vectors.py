"""Every value of the vectors, computed in Chromium by the modules that voters and trustees load."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "elections" / "crypto" / "vectors"
V = json.loads((FOLDER / "vectors.json").read_text())
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
T = V["threshold"]
PLACES = [{"threshold": T["k"], "size": T["n"], "index": one["index"]} for one in T["trustees"]]


def draws(one):
    """Return what a trustee of the vectors draws, by name."""
    return {
        **{key: value for key, value in one.items() if key.endswith("_w")},
        **{f"polynomial.{degree}": value for degree, value in enumerate(one["polynomial"])},
    }


@pytest.fixture(scope="module")
def certificates(engine):
    """Return the certificates of the three trustees, made in the browser."""
    return [
        engine.evaluate(
            "([seed, place, values]) => certify(seed, place, { draw: listed(values) })",
            [one["secret_seed"], place, draws(one)],
        )
        for one, place in zip(T["trustees"], PLACES, strict=True)
    ]


def test_the_group(engine):
    group = V["group"]
    assert engine.evaluate("[P, Q, G].map(String)") == [group["p"], group["q"], group["g"]]
    joined = engine.evaluate("shaHex([P, Q, G].join(','))")
    assert joined == group["sha256_of_p_q_g_joined_by_commas"]
    assert engine.evaluate("[gPower(2n), inverse(G), gPower(Q - 1n), gPower(-1n)].map(String)") == [
        group["g_pow_2"],
        *[group["g_inverse"]] * 3,
    ]
    assert engine.evaluate("[isMember(G), isMember(P - 1n), isMember(0n), isMember(P)]") == [True, *[False] * 3]


@pytest.mark.parametrize("case", V["codes"]["cases"], ids=lambda case: case["typed"])
def test_codes(engine, case):
    made = engine.evaluate(
        """async ([typed, uuid]) => {
            try {
              const code = normalCode(typed);
              return [code, ...[await privateExponent(uuid, code), await publicCredential(uuid, code)].map(String)];
            } catch (error) { return error.name; }
        }""",
        [case["typed"], V["codes"]["uuid"]],
    )
    if case["valid"]:
        assert made == [case["canonical"], case["private_exponent"], case["public_credential"]]
    else:
        assert made == "CodeError"


def test_the_mandatory_key(engine):
    key = V["mandatory_key"]
    made = engine.evaluate(
        "async ([x, w]) => compact(await writeKey(BigInt(x), BigInt(w)))", [key["private_x"], key["w"]]
    )
    assert made == key["json"]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_steps_of_a_trustee(engine, certificates, index):
    mine = T["trustees"][index]
    assert certificates[index] == {"message": mine["cert_message"], "signature": mine["cert_signature"]}
    dealt = engine.evaluate(
        """([seed, certificates, threshold, values]) =>
            deal(seed, certificates, threshold, { draw: listed(values), seal: async (_from, _to, text) => text })""",
        [mine["secret_seed"], certificates, T["k"], draws(mine)],
    )
    assert dealt["coefexps"] == {"message": mine["coefexps_message"], "signature": mine["coefexps_signature"]}
    assert dealt["signature"] == mine["certs_sig_signature"]
    assert [json.loads(letter)["secret"] for letter in dealt["secrets"]] == mine["shares_sent_to_1_2_3"]
    hashed = engine.evaluate(
        """async ([values, threshold, coefexps]) =>
            shaHex(certificatesText(await readCertificates(values, threshold), coefexps))""",
        [certificates, T["k"], json.loads(mine["coefexps_message"])["coefexps"]],
    )
    assert hashed == mine["certs_sig_message_sha256"]


def test_the_key_of_a_trustee_is_the_sum_of_its_shares(engine, certificates):
    dealt = [
        engine.evaluate(
            "([seed, certs, k, values]) => deal(seed, certs, k, { draw: listed({ ...values, sign_w: 5, r: 6, s: 7 }), "
            "seal: (from, to, text) => send(from, to, text) })",
            [one["secret_seed"], certificates, T["k"], draws(one)],
        )
        for one in T["trustees"]
    ]
    for index, one in enumerate(T["trustees"]):
        handed = {
            "polynomial": dealt[index]["polynomial"],
            "secrets": [each["secrets"][index] for each in dealt],
            "coefexps": [each["coefexps"] for each in dealt],
            "signatures": [each["signature"] for each in dealt],
        }
        kept = engine.evaluate(
            "([seed, certs, k, handed, values]) => accept(seed, certs, k, handed, { draw: listed(values), "
            "seal: (from, to, text) => send(from, to, text) })",
            [one["secret_seed"], certificates, T["k"], handed, draws(one)],
        )
        key = engine.evaluate(
            "async ([seed, sealed]) => String(await decryptionKey(seed, sealed))",
            [one["secret_seed"], kept["private_key"]],
        )
        assert key == one["decryption_key"]
        assert kept["public_key"] == json.loads(one["verification_key_json"])


def test_the_published_trustees(engine):
    read = engine.evaluate(
        """async (text) => {
            const { publicKey, keys, singles, group } = await readTrustees(text);
            return [String(publicKey), keys.size, singles, group.first, group.threshold, group.size];
        }""",
        T["trustees_json"],
    )
    assert read == [T["election_public_key"], 4, [1], 2, 2, 3]


@pytest.mark.parametrize(("form", "algorithm"), [("gcm_form", "AES-GCM"), ("ccm_form", "AES-CCM")])
def test_sealed_letters(engine, form, algorithm):
    channel = V["channel"]
    seeds = [T["trustees"][channel[side] - 1]["secret_seed"] for side in ("from", "to")]
    values = {name: channel[name] for name in ("sign_w", "r", "s")}
    made = engine.evaluate(
        """async ([[from, to], text, values, algorithm]) => {
            const [sender, recipient] = [await secretsOf(from), await secretsOf(to)];
            const sealed = await send(sender.signing, gPower(recipient.decryption), text, { draw: listed(values), algorithm });
            return [sealed, await receive(recipient.decryption, gPower(sender.signing), sealed)];
        }""",
        [seeds, channel["plaintext"], values, algorithm],
    )
    assert made == [channel[form], channel["plaintext"]]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_ballots(engine, index):
    case = V["ballots"][index]
    made = engine.evaluate(
        """async ([text, code, votes, values]) => {
            const election = await readElection(text);
            const exponent = await privateExponent(election.uuid, normalCode(code));
            const ballot = await makeBallot(election, exponent, votes, { draw: listed(values) });
            await checkProofs(election, await readBallot(election, ballot));
            return [election.fingerprint, ballot, await trackerOf(ballot)];
        }""",
        [V["election"]["json"], case["code"], case["choices"], case["random"]],
    )
    assert made == [V["election"]["fingerprint"], case["ballot_json"], case["tracker"]]


def test_the_tally_the_partial_decryptions_and_the_result(engine):
    texts = [ballot["ballot_json"] for ballot in V["ballots"]]
    made = engine.evaluate(
        """async ([text, roll, texts, secret, trustees, parts]) => {
            const election = await readElection(text);
            const ballots = await Promise.all(texts.map((one) => readBallot(election, one)));
            const summed = await tally(election, readRoll(roll), counted(ballots));
            const decrypted = [];
            for (const [x, values] of secret) {
              decrypted.push(await decrypt(election, summed.sums, BigInt(x), { draw: listed(values) }));
            }
            const held = await readTrustees(trustees);
            const read = [];
            for (const [place, owner] of parts.entries()) {
              const owned = await writeOwned(owner, decrypted[place]);
              read.push(await readDecryption(election, held, summed.sums, decrypted[place], owned));
            }
            return [summed.text, summed.sized, decrypted, count(election, held, summed, read), String(lagrange(1, [1, 3]))];
        }""",
        [
            V["election"]["json"],
            V["credentials"]["json"],
            texts,
            [
                [secret, V["partial_decryptions"][name]["random"]]
                for name, secret in [
                    ("server", V["mandatory_key"]["private_x"]),
                    ("trustee_1", T["trustees"][0]["decryption_key"]),
                    ("trustee_3", T["trustees"][2]["decryption_key"]),
                ]
            ],
            T["trustees_json"],
            [1, 2, 4],
        ],
    )
    assert made == [
        V["tally"]["encrypted_tally_json"],
        V["tally"]["sized_json"],
        [V["partial_decryptions"][name]["json"] for name in ("server", "trustee_1", "trustee_3")],
        V["combination"]["result"],
        V["combination"]["lagrange_1"],
    ]


VERIFY = """async ([address, profile]) => attempt(async () => {
    const { result, state, head, trackers } = await verifyArchive(await bytes(address), { profile });
    return { result, state, head, trackers };
})"""


def verified(engine, site, name, profile="full"):
    site.put[f"/{name}"] = ("application/octet-stream", (FOLDER / name).read_bytes())
    return engine.evaluate(VERIFY, [f"/{name}", profile])


def test_the_archive_of_the_vectors(engine, site):
    verdict = verified(engine, site, "v0-vectors.bel")
    assert verdict["result"] == V["combination"]["result"]
    assert verdict["head"] == V["archive"]["final_event"]
    assert set(verdict["trackers"]) <= {ballot["tracker"] for ballot in V["ballots"]}
