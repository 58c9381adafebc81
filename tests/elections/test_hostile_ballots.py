"""What is no honest ballot never enters the box: attacks and fuzz at the address of casting."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections import box
from elections.crypto.ballots import sign
from elections.crypto.canonical import compact
from elections.crypto.credentials import private_exponent
from elections.crypto.election import Question
from elections.crypto.group import G, P, Q
from leader.shared.limits import Attempts
from tests.elections import online
from tests.elections.crypto.boxes import Box
from tests.elections.test_online_vote import cast, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote():
    return online.opened(3)


def refused(client, vote, text, check, *, number=1, status=400):
    """Expect ``text`` to be refused by ``check``, and nothing to be written."""
    before = counted(vote)
    answer = cast(client, vote, number, text)
    assert (answer.status_code, answer.json().get("check")) == (status, check)
    assert answer.json()["message"]
    assert counted(vote) == before


def changed(text, change):
    value = json.loads(text)
    change(value)
    return compact(value)


def test_01_a_ballot_that_gives_a_candidate_two_votes_is_refused(client, vote):
    def double(value):
        choice = value["answers"][0]["choices"][1]
        choice["beta"] = str(int(choice["beta"]) * G % P)

    refused(client, vote, changed(vote.ballot(1), double), "D4")
    refused(client, vote, _signed_again(vote, 1, double), "D9")


def _signed_again(vote, number, change):
    """Return a ballot changed and signed anew with the voter's own code, as a hostile voter would."""
    from_setup = box.setup(vote.election).election
    exponent = private_exponent(from_setup.uuid, vote.codes[number])
    value = json.loads(vote.ballot(number))
    change(value)
    return sign(from_setup, exponent, value["answers"], 5)


def test_02_a_ballot_with_an_unknown_code_is_refused(client, vote):
    vote.codes.append("1" * 5 + "-" + "2" * 6 + "-" + "3" * 5 + "-" + "4" * 6)

    refused(client, vote, vote.ballot(1, code=-1), "D3")


def test_03_the_ciphertext_of_another_under_the_own_signature_is_refused(client, vote):
    copied = json.loads(vote.ballot(0))["answers"]
    assert cast(client, vote, 0).status_code == 200

    refused(client, vote, _signed_again(vote, 1, lambda value: value.update(answers=copied)), "D9")


def test_04_answers_exchanged_under_a_kept_signature_are_refused(client, vote):
    other = json.loads(vote.ballot(1))["answers"]

    refused(client, vote, changed(vote.ballot(1), lambda value: value.update(answers=other)), "D4")


def test_05_a_ballot_of_another_election_is_refused(client, vote):
    stranger = Box((Question("Présidence", ("A", "B"), 1, 1, blank=True),))

    refused(client, vote, stranger.ballot(0, [0, 1, 0]), "D2")


@pytest.mark.parametrize("alpha", [str(P - 1), "2" * 600, "1"])
def test_13_an_element_outside_the_group_is_refused(client, vote, alpha):
    def stray(value):
        value["answers"][0]["choices"][0]["alpha"] = alpha

    text = _signed_again(vote, 1, stray)
    before = counted(vote)
    assert cast(client, vote, 1, text).status_code == 400
    assert counted(vote) == before


def test_15_one_changed_character_is_refused(client, vote):
    text = vote.ballot(1)
    place = text.index('"response":"') + 15
    digit = "1" if text[place] != "1" else "2"

    answer = cast(client, vote, 1, text[:place] + digit + text[place + 1 :])

    assert answer.status_code == 400
    assert counted(vote) == (0, 0)


def test_16_a_second_ballot_of_one_code_is_refused(client, vote):
    assert cast(client, vote, 1).status_code == 200

    refused(client, vote, vote.ballot(1), None, status=409)


def test_a_ballot_larger_than_256_kb_is_refused(client, vote):
    refused(client, vote, '"' + "a" * 300_000 + '"', None, status=413)


def test_nobody_else_casts(client, vote):
    address, text = vote.address(0), vote.ballot(0)

    assert client.post(address, {"ballot": text}).status_code == 302
    assert client.get(address).status_code == 302
    client.force_login(vote.room.voters[1])
    assert client.post(address, {"ballot": text}).status_code == 404
    assert client.get(address).status_code == 405
    assert counted(vote) == (0, 0)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-Q, P * 2) | st.text(max_size=20) | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NASTY = st.sampled_from(["", "[", "{}", "[" * 50_000, '{"a":1,"a":2}', "1e999", "\ud7ff", "9" * 5_000, "NaN"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_text_breaks_the_address_of_casting(client, vote, data):
    value = json.loads(_HONEST.setdefault(vote.election.pk, vote.ballot(1)))
    keys = list(value)

    text = data.draw(
        NASTY
        | JSON.map(lambda one: json.dumps(one))
        | st.tuples(st.sampled_from(keys), JSON).map(lambda pair: json.dumps({**value, pair[0]: pair[1]}))
        | st.integers(0, 4_000).map(lambda end: json.dumps(value)[:end])
        | st.text(max_size=200).filter(lambda typed: "\x00" not in typed)
    )
    Attempts.objects.all().delete()
    began = time.perf_counter()
    answer = cast(client, vote, 1, text or " ")

    assert answer.status_code in {400, 413}
    assert answer.json()["message"]
    assert time.perf_counter() - began < 20
    assert counted(vote) == (0, 0)


_HONEST: dict[int, str] = {}


def test_half_characters_of_a_strange_charset_are_refused_in_words(client, vote):
    client.force_login(vote.room.voters[1])
    body = b'--x\r\nContent-Disposition: form-data; name="ballot"\r\n\r\n+2AA-\r\n--x--\r\n'
    for charset in ["utf-7", "utf-16-surrogatepass", "idna"]:
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        answer = client.generic("POST", vote.address(1), body, content_type=kind)
        assert answer.status_code == 400
    assert counted(vote) == (0, 0)
