"""Whatever bytes an archive holds, it is accepted or refused in words: no other exception, no long wait."""

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections.crypto import verify
from elections.crypto.archive import read_archive, write_event, write_head
from elections.crypto.canonical import compact
from elections.crypto.election import Question
from elections.crypto.errors import RefusedError
from elections.crypto.events import Event, read_chain
from elections.crypto.hashing import sha_hex
from elections.crypto.verification import verify_archive
from tests.elections.crypto.boxes import Box, Keys

CONTENT = (Path(__file__).parent / "vectors" / "v0-vectors.bel").read_bytes()
STEPS = read_chain((record.kind, record.text) for record in read_archive(CONTENT))
TIMESTAMP = 1795000000


def smallest():
    """Return the steps of an election that is cheap to verify: one answer, one voter, the server's key."""
    box = Box((Question("?", ("a",)),), (1,), Keys(0, 0))
    box.cast(0, [1])
    box.finish(1)
    return read_chain((record.kind, record.text) for record in read_archive(box.content))


SMALLEST = smallest()
TOO_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["0", "1", "-1", "01", "9" * 617, "9" * 77, "1e9", "٣", "", "Single", "\udfff", 2**30])
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner)
)


def verdicts(content):
    """Return whether the engine and the file for outsiders accept; any other exception fails the test."""
    told = []
    for check, refusal in ((verify_archive, RefusedError), (verify.verify, verify.Refused)):
        try:
            told.append(bool(check(content)))
        except refusal:
            told.append(False)
    return told


@given(st.binary(max_size=3000))
@settings(deadline=None, max_examples=200)
def test_random_bytes(content):
    assert verdicts(content) == [False, False]


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
@settings(deadline=None, max_examples=60, suppress_health_check=TOO_SLOW)
def test_attack_15_any_byte_that_is_changed(place, change):
    changed = bytearray(CONTENT)
    changed[place] ^= change

    with pytest.raises(RefusedError):
        list(read_chain((record.kind, record.text) for record in read_archive(bytes(changed))))
    with pytest.raises(verify.Refused):
        list(verify.events(bytes(changed)))


@given(st.integers(0, len(CONTENT)), st.integers(0, 3000), st.binary(max_size=600))
@settings(deadline=None, max_examples=25, suppress_health_check=TOO_SLOW)
def test_bytes_cut_out_and_put_in(place, length, added):
    changed = CONTENT[:place] + added + CONTENT[place + length :]
    if changed != CONTENT and not CONTENT.startswith(changed):
        assert verdicts(changed) == [False, False]


def rebuilt(texts):
    """Return an archive of (type, texts) whose names, hashes and chain are right, whatever the texts say."""
    content, before = write_head(TIMESTAMP), None
    for kind, data in texts:
        height, parent = (before.height + 1, before.hash) if before else (0, None)
        before = Event(kind, height, parent, sha_hex(data[-1]) if data else None)
        content += write_event(before, data, TIMESTAMP)
    return content


def setup_of(data):
    """Return the last text of a setup, which names the three others."""
    return compact(dict(zip(("election", "trustees", "credentials"), map(sha_hex, data[:3]), strict=True)))


def put(value, path, new):
    """Replace what lies in ``value`` at a path of random numbers."""
    if not path or not isinstance(value, (list, dict)) or not value:
        return new
    keys = list(value) if isinstance(value, dict) else range(len(value))
    key = keys[path[0] % len(keys)]
    value[key] = put(value[key], path[1:], new)
    return value


@given(
    step=st.integers(0, len(SMALLEST)),
    which=st.integers(0, 3),
    path=st.lists(st.integers(0, 20), max_size=7),
    new=VALUES,
)
@settings(deadline=None, max_examples=150, suppress_health_check=TOO_SLOW)
def test_06_any_value_of_any_text_replaced_under_right_hashes(step, which, path, new):
    steps, step = (STEPS, 0) if step == len(SMALLEST) else (SMALLEST, step)  # the setup of the first has a group
    texts = [(one.event.type, list(one.data)) for one in steps]
    data = texts[step][1]
    if not data:
        return
    old = data[which % len(data)]
    value = put(json.loads(old), path, new)
    try:
        text = compact(value)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, separators=(",", ":"))
    data[which % len(data)] = text
    if len(data) == 4 and which < 3:
        data[3] = setup_of(data)
    if text != old:
        ours, theirs = verdicts(rebuilt(texts[: step + 1]))
        assert ours == theirs
        assert not ours or (len(data) == 4 and which in (0, 2))  # another title or roll may be right


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        "9" * 100_000,
        '{"version":1,"version":1}',
        '"\\ud800"',
        "1e999999",
        "-0",
        "NaN",
        "[1,]",
        "",
        "\ufeff{}",
    ],
    ids=lambda text: text[:12],
)
@pytest.mark.parametrize("place", range(4))
def test_a_hostile_text_in_each_place_of_the_setup(text, place):
    data = list(STEPS[0].data)
    data[place] = text
    if place < 3:
        data[3] = setup_of(data)

    assert verdicts(rebuilt([("Setup", data)])) == [False, False]


@pytest.mark.parametrize("threshold", [0, 1, 4, -1, 10**9, "2", None, True, 2.0])
def test_an_impossible_threshold_costs_nothing(threshold):
    data = list(STEPS[0].data)
    trustees = json.loads(data[1])
    trustees[1][1]["threshold"] = threshold
    data[1] = compact(trustees)
    data[3] = setup_of(data)

    assert verdicts(rebuilt([("Setup", data)])) == [False, False]


def test_a_record_that_claims_eight_gigabytes_takes_no_memory():
    head = bytearray(CONTENT)
    head[1024 + 124 : 1024 + 135] = b"7" * 11
    tracemalloc.start()
    try:
        assert verdicts(bytes(head)) == [False, False]
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_an_archive_above_the_limit_is_not_read(tmp_path):
    huge = tmp_path / "huge.bel"
    with huge.open("wb") as file:
        file.truncate(verify.LARGEST + 1)
    assert verify.main([str(huge)]) == 1
    with pytest.raises(RefusedError, match="larger"):
        list(read_archive(huge.read_bytes()))
