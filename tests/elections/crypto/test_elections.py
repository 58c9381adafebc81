"""Whole elections of every shape: what is decrypted is what was voted, and every verifier agrees."""

import random

import pytest

from elections.crypto.ballots import make_ballot
from elections.crypto.credentials import private_exponent
from elections.crypto.decryption import Logarithms
from elections.crypto.election import Question
from elections.crypto.errors import RefusedError
from elections.crypto.group import g_power
from tests.elections.crypto.boxes import PRESIDENT, Box, Keys, keys
from tests.elections.crypto.verdicts import accepted

SHAPES = {
    "one candidate or blank": Question("Seule candidate", ("Zoé",), 1, 1, blank=True),
    "resolution": Question("Quitus", ("Pour", "Contre", "Abstention")),
    "up to two of three": Question("Conseil « élargi »", ("Ægir", "Ζωή", "🌿"), 0, 2),
    "two to three of four or blank": Question('A "b"\n\\', ("a", "b", "c", "d"), 2, 3, blank=True),
    "twenty candidates": Question("Vingt", tuple(f"n° {i}" for i in range(1, 21)), 1, 10, blank=True),
}


def possible(question, chance):
    """Draw a vote that the question allows."""
    if question.blank and chance.random() < 0.25:
        return [1] + [0] * len(question.answers)
    chosen = chance.sample(range(len(question.answers)), chance.randint(question.minimum, question.maximum))
    return [0] * question.blank + [int(i in chosen) for i in range(len(question.answers))]


@pytest.mark.parametrize("shape", SHAPES)
def test_01_every_shape_of_question_with_weights(shape, tmp_path):
    question, weights, chance = SHAPES[shape], (1, 3, 50), random.Random(shape)  # noqa: S311
    box = Box((question,), weights)
    votes = [possible(question, chance) for _ in weights]
    for voter, vote in enumerate(votes):
        box.cast(voter, vote)
    plain = [sum(w * vote[i] for w, vote in zip(weights, votes, strict=True)) for i in range(question.slots)]

    assert box.finish(1, 3, 4) == [plain]
    assert accepted(box.content, tmp_path).result == [plain]


def test_several_questions_and_a_weight_above_what_json_numbers_hold():
    box = Box((PRESIDENT, SHAPES["resolution"], SHAPES["up to two of three"]), (1, 2**30))
    box.cast(0, [0, 1, 0], [1, 0, 0], [1, 1, 0])
    box.cast(1, [1, 0, 0], [0, 0, 1], [0, 0, 0])

    assert box.finish() == [[2**30, 1, 0], [1, 0, 2**30], [1, 1, 0]]


def test_nobody_voted(tmp_path):
    box = Box()
    assert box.finish() == [[0, 0, 0]]

    verdict = accepted(box.content, tmp_path)
    assert (verdict.ballots, verdict.tally.weight) == (0, 0)


def test_a_small_election_with_the_key_of_the_server_alone(tmp_path):
    box = Box(held=Keys(0, 0))
    box.cast(0, [1, 0, 0])
    assert box.finish(1) == [[1, 0, 0]]

    accepted(box.content, tmp_path)


def test_three_of_five_with_two_lost_and_not_with_three(tmp_path):
    box = Box(held=keys(3, 5))
    box.cast(0, [0, 0, 1])
    box.close()
    box.decrypt(1, 2, 6)
    with pytest.raises(RefusedError) as refusal:
        box.count()
    assert refusal.value.check == "F6"

    box.decrypt(5)
    assert box.proclaim() == [[0, 0, 1]]
    accepted(box.content, tmp_path)


def test_more_trustees_than_needed_may_decrypt(tmp_path):
    box = Box()
    box.cast(1, [0, 1, 0])
    assert box.finish(4, 2, 1, 3) == [[0, 1, 0]]

    accepted(box.content, tmp_path)


def test_05_two_hundred_random_elections_give_the_plain_count():
    chance = random.Random(7)  # noqa: S311
    for _ in range(200):
        size, blank = chance.randint(1, 3), chance.random() < 0.5
        low = chance.randint(0, size)
        question = Question("?", tuple("abc"[:size]), low, chance.randint(max(low, 1), size), blank=blank)
        weights = [chance.choice([1, 1, 2, 50]) for _ in range(chance.randint(1, 2))]
        box = Box((question,), weights)
        plain = [0] * question.slots
        for voter, weight in enumerate(weights):
            vote = possible(question, chance)
            box.cast(voter, vote)
            plain = [total + weight * v for total, v in zip(plain, vote, strict=True)]
        assert box.finish(1, *chance.sample([2, 3, 4], 2)) == [plain]


@pytest.mark.parametrize("vote", [[0, 1, 1], [1, 1, 0], [0, 0, 0], [0, 2, 0], [0, 1], [0, -1, 1]])
def test_a_vote_out_of_bounds_is_not_encrypted(vote):
    box = Box()
    with pytest.raises(ValueError, match="bounds"):
        make_ballot(box.election, private_exponent(box.uuid, box.codes[0]), [vote])


def test_a_result_is_found_up_to_the_total_weight_and_not_beyond():
    logarithms = Logarithms(1000)
    assert [logarithms.find(g_power(v)) for v in (0, 1, 31, 32, 999, 1000)] == [0, 1, 31, 32, 999, 1000]
    for beyond in (1001, -1):
        with pytest.raises(RefusedError):
            logarithms.find(g_power(beyond))
    with pytest.raises(RefusedError):
        Logarithms(2**40)
