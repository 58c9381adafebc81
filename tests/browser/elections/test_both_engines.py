"""What the browser makes is accepted by the engine, by the file for outsiders and by belenios-tool; and the reverse."""

import json
import random

import pytest

from elections.crypto import ceremony
from elections.crypto.ballots import check_ballot
from elections.crypto.credentials import new_seed, normal_code, private_exponent
from elections.crypto.decryption import write_owned
from elections.crypto.election import Question
from elections.crypto.group import g_power, power, random_scalar
from elections.crypto.hashing import sha_b64
from elections.crypto.trustees import write_key
from tests.browser.elections.test_vectors import EXPECTED, verified
from tests.elections.crypto import boxes
from tests.elections.crypto.boxes import Box, Keys
from tests.elections.crypto.test_elections import SHAPES, possible
from tests.elections.crypto.verdicts import accepted

pytestmark = pytest.mark.browser
QUESTIONS = (
    Question("Présidence", ("Amélie 🌿", "Benoît « Ben » d’Oc"), 1, 1, blank=True),
    Question('Conseil "élargi"', ("A", "B", "C"), 0, 2),
    Question("Trésorerie", ("Zoé", "Yann", "Xavier"), 2, 3, blank=True),
)
ASK = "async ([job, input]) => { window.work ??= new Engine(); return attempt(() => work.ask(job, input)); }"
CLASHES = {"t1": "E1", "t2": "G2", "t3": "E2", "t4": "D3", "t5": "F5", "t6": "B3"}


def ask(engine, job, *arguments):
    """Give a job to the worker, as the pages do."""
    return engine.evaluate(ASK, [job, list(arguments)])


def setup_of(box):
    return list(box.steps[0][1])


def cast(engine, box, voter, *votes):
    """Cast a ballot that the browser made; return its tracker."""
    ask(engine, "openBooth", setup_of(box))
    made = ask(engine, "encrypt", box.codes[voter], votes)
    ballot = check_ballot(box.election, box.roll, made["ballot"])
    assert ballot.tracker == made["tracker"]
    box.add("Ballot", made["ballot"])
    return made["tracker"]


class BrowserKeys(Keys):
    """A ceremony in which each trustee is a browser, and the server is ours."""

    def __init__(self, engine, threshold, size):
        self.engine, self.server = engine, random_scalar()
        self.papers = [ask(engine, "newSeed") for _ in range(size)]
        self.seeds = [ceremony.Seed(paper) for paper in self.papers]
        places = [{"threshold": threshold, "size": size, "index": i} for i in range(1, size + 1)]
        self.certificates = [
            ask(engine, "certify", paper, place) for paper, place in zip(self.papers, places, strict=True)
        ]
        spoken = {
            ask(engine, "spokenFingerprint", self.certificates),
            ceremony.spoken_fingerprint(self.certificates),
        }
        assert len(spoken) == 1
        dealt = [ask(engine, "deal", paper, self.certificates, threshold) for paper in self.papers]
        self.handed = ceremony.collect(self.certificates, threshold, dealt)
        kept = [
            ask(engine, "accept", paper, self.certificates, threshold, mine)
            for paper, mine in zip(self.papers, self.handed, strict=True)
        ]
        self.sealed = [one["private_key"] for one in kept]
        public = [one["public_key"] for one in kept]
        group = ceremony.publish(self.certificates, threshold, self.handed[0], public)
        self.text = ceremony.write_trustees(write_key(self.server, random_scalar()), group)


@pytest.mark.parametrize(("threshold", "size"), [(2, 3), (3, 5)])
def test_01_a_whole_election_by_browsers_alone(engine, site, tmp_path, threshold, size):
    held = BrowserKeys(engine, threshold, size)
    box = Box(QUESTIONS, (1, 3, 1, 1), held)
    votes = [
        ([0, 1, 0], [1, 1, 0], [0, 1, 1, 0]),
        ([1, 0, 0], [0, 0, 0], [1, 0, 0, 0]),
        ([0, 0, 1], [0, 0, 1], [0, 1, 1, 1]),
    ]
    trackers = [cast(engine, box, voter, *vote) for voter, vote in enumerate(votes)]
    box.close()
    box.decrypt(1)
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    for index in range(size - threshold, size):  # the first seeds are lost
        part = engine.evaluate(
            "async ([seed, sealed]) => work.ask('decryptBox', [await bytes('/box.bel'), seed, sealed, {}])",
            [held.papers[index], held.sealed[index]],
        )
        assert part["owner"] == index + 2
        assert part["owned"] == write_owned(part["owner"], part["text"])
        assert (part["ballots"], part["weight"], part["fingerprint"]) == (3, 5, box.election.fingerprint)
        box.add("PartialDecryption", part["text"], part["owned"])

    assert box.proclaim() == [[3, 1, 1], [1, 1, 1], [3, 2, 2, 1]]
    verdict = accepted(box.content, tmp_path)
    assert verdict.trackers == trackers
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    again = engine.evaluate("async () => (await verifyArchive(await bytes('/box.bel'))).result")
    assert again == verdict.result


def test_01_a_ballot_of_the_browser_for_every_shape_of_question_and_weight(engine, tmp_path):
    weights, chance = (1, 3, 50), random.Random(1)  # noqa: S311
    box = Box(tuple(SHAPES.values()), weights)
    votes = [[possible(question, chance) for question in SHAPES.values()] for _ in weights]
    for voter, vote in enumerate(votes):
        cast(engine, box, voter, *vote)
    plain = [
        [sum(w * vote[q][i] for w, vote in zip(weights, votes, strict=True)) for i in range(question.slots)]
        for q, question in enumerate(SHAPES.values())
    ]

    assert box.finish(1, 3, 4) == plain
    assert accepted(box.content, tmp_path).result == plain


@pytest.mark.parametrize("case", EXPECTED["elections"], ids=lambda case: case["file"])
def test_02_archives_of_others_are_read_in_the_browser(engine, site, case):
    verdict = verified(engine, site, case["file"], case.get("trustee_profile") or "full")
    if case["accept"]:
        assert verdict["state"] == "Result"
    else:
        assert verdict == f"refused {CLASHES[case['file'][:2]]}"


def test_the_fingerprints_agree_on_whatever_is_written(engine):
    texts = ["", "é🌿\u2028", 'a"b\\c/d', "\u007f", "0" * 1000]
    assert engine.evaluate("(texts) => Promise.all(texts.map(shaB64))", texts) == [sha_b64(text) for text in texts]


def test_arithmetic_agrees_on_random_numbers(engine):
    exponents = [random_scalar() for _ in range(40)] + [0, 1, 2]
    elements = [g_power(random_scalar()) for _ in exponents]
    made = engine.evaluate(
        """([elements, exponents]) => elements.map((element, place) => {
            const [x, e] = [BigInt(element), BigInt(exponents[place])];
            return [power(x, e), fixed(x).power(e), gPower(e), gPower(-e), inverse(x)].map(String);
        })""",
        [[str(x) for x in elements], [str(e) for e in exponents]],
    )
    assert made == [
        [str(y) for y in (power(x, e), power(x, e), g_power(e), g_power(-e), power(x, -1))]
        for x, e in zip(elements, exponents, strict=True)
    ]


def test_codes_agree_on_random_ones(engine):
    pairs = [[new_seed(), new_seed()] for _ in range(30)]
    made = engine.evaluate(
        "(pairs) => Promise.all(pairs.map(async ([uuid, code]) => String(await privateExponent(uuid, normalCode(code)))))",
        pairs,
    )
    assert made == [str(private_exponent(uuid, normal_code(code))) for uuid, code in pairs]


def test_a_stranger_among_many_elements_is_found(engine):
    found = engine.evaluate(
        """() => {
            const members = Array.from({ length: 300 }, (_, place) => gPower(BigInt(place)));
            const strange = (place) => members.map((one, other) => (other === place ? P - one : one));
            return [allMembers(members), ...[0, 150, 299].map((place) => allMembers(strange(place)))];
        }"""
    )
    assert found == [True, False, False, False]


def test_secrets_are_drawn_again_rather_than_reduced(engine):
    """The generator is the browser's; what it gives too large is thrown away, and the rest is kept as it is."""
    drawn = engine.evaluate(
        """() => {
            const real = crypto.getRandomValues.bind(crypto);
            const sizes = [];
            const given = [Q + 5n, 2n ** 256n - 1n, Q - 1n].map((x) => x.toString(16).padStart(64, "0").match(/../g).map((h) => parseInt(h, 16)));
            crypto.getRandomValues = (array) => { sizes.push(array.length); array.set(given[sizes.length - 1]); return array; };
            const scalar = randomScalar();
            const letters = [255, 232, 231, ...Array.from({ length: 21 }, (_, place) => place)];
            crypto.getRandomValues = (array) => { array[0] = letters.shift(); return array; };
            const seed = newSeed();
            crypto.getRandomValues = real;
            return [String(scalar - Q), sizes, seed];
        }"""
    )
    assert drawn == ["-1", [32, 32, 32], "z123456789ABCDEFGHJKLM"]


def test_two_ballots_of_one_vote_share_nothing(engine):
    box = Box()
    ask(engine, "openBooth", setup_of(box))
    made = [json.loads(ask(engine, "encrypt", box.codes[0], [[0, 1, 0]])["ballot"]) for _ in range(2)]
    numbers = [set(_numbers(ballot["answers"])) for ballot in made]
    assert not numbers[0] & numbers[1]


def _numbers(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _numbers(inner)


@pytest.fixture
def booth(engine):
    box = Box()
    ask(engine, "openBooth", setup_of(box))
    return box


def test_a_code_that_is_not_on_the_roll_is_told_before_anything_is_sent(engine, booth):
    assert ask(engine, "recognise", booth.codes[1]) == 1
    assert ask(engine, "recognise", new_seed()) == "refused D3"
    assert ask(engine, "encrypt", new_seed(), [[0, 1, 0]]) == "refused D3"


def test_a_setup_whose_key_nobody_holds_opens_no_booth(engine, booth):
    other = Box(held=boxes.Keys(2, 3))
    texts = setup_of(booth)
    texts[1] = other.trustees_text
    assert ask(engine, "openBooth", texts) == "refused A4"
    box = Box()
    box.election = other.election
    box.set_up(other.election.text, box.trustees_text, setup_of(box)[2])
    assert ask(engine, "openBooth", setup_of(box)) == "refused C3"


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('"challenge":"', '"challenge":"0', "J1"),
        ('{"election_uuid"', '{ "election_uuid"', "D1"),
        ('"alpha":"', '"alpha":"1', "D4"),
    ],
)
def test_a_ballot_that_was_changed_is_refused(engine, booth, old, new, check):
    text = booth.ballot(0, [0, 1, 0]).replace(old, new, 1)
    made = engine.evaluate(
        """([election, ballot]) => attempt(async () => {
            const read = await readElection(election);
            return (await readBallot(read, ballot)).text;
        })""",
        [booth.election.text, text],
    )
    assert made in {f"refused {check}", "refused D4"}


def test_a_trustee_refuses_a_false_share_and_a_letter_for_another(engine):
    keys = boxes.keys()
    handed = dict(keys.handed[0])
    swapped = {**handed, "secrets": [keys.handed[1]["secrets"][0], *handed["secrets"][1:]]}
    assert ask(engine, "accept", keys.seeds[0].text, keys.certificates, 2, swapped) == "refused S1"
    seed = keys.seeds[1]
    lie = ceremony.send(seed.signing, g_power(keys.seeds[0].decryption), '{"secret":"5"}')
    false = {**handed, "secrets": [handed["secrets"][0], lie, handed["secrets"][2]]}
    assert ask(engine, "accept", keys.seeds[0].text, keys.certificates, 2, false) == "refused S5"
    assert ask(engine, "deal", new_seed(), keys.certificates, 2) == "refused S4"
    assert ask(engine, "deal", keys.seeds[0].text, keys.certificates[::-1], 2) == "refused C5"


def test_a_trustee_decrypts_nothing_but_the_sum_of_the_whole_box(engine, site):
    box = Box()
    box.cast(0, [0, 1, 0])
    decrypt = "async ([seed, sealed]) => attempt(async () => work.ask('decryptBox', [await bytes('/box.bel'), seed, sealed, {}]))"
    mine = [box.keys.seeds[0].text, box.keys.sealed[0]]
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    assert engine.evaluate(decrypt, mine) == "refused B3"  # still open
    alone = box.tally
    box.cast(1, [0, 0, 1])
    box.add("EndBallots")
    box.add("EncryptedTally", alone.text, alone.sized)  # the sum of one ballot: who voted what would be seen
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    assert engine.evaluate(decrypt, mine) == "refused E1"
    assert engine.evaluate(decrypt, [new_seed(), mine[1]]) == "refused E1"


def test_a_wrong_seed_opens_no_key(engine, site):
    box = Box()
    box.cast(0, [0, 1, 0])
    box.close()
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    decrypt = "async ([seed, sealed]) => attempt(async () => work.ask('decryptBox', [await bytes('/box.bel'), seed, sealed, {}]))"
    assert engine.evaluate(decrypt, [new_seed(), box.keys.sealed[0]]) == "refused S1"


def test_the_worker_tells_how_far_it_is_while_the_page_stays_awake(engine, site):
    box = Box()
    for voter in range(3):
        box.cast(voter, [0, 1, 0])
    box.close()
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    shares, turns = engine.evaluate(
        """async ([seed, sealed]) => {
            const shares = [];
            let turns = 0;
            const beat = setInterval(() => { turns += 1; }, 5);
            await work.ask("decryptBox", [await bytes("/box.bel"), seed, sealed, { revote: false }], (share) => shares.push(share));
            clearInterval(beat);
            return [shares, turns];
        }""",
        [box.keys.seeds[0].text, box.keys.sealed[0]],
    )
    assert shares == [1 / 3, 2 / 3, 1]
    assert turns > 5
