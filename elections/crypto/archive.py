"""The file that anyone may verify: an old tar that only grows (section 13).

Each record is a header of 512 bytes, a body, and zeros up to a multiple of 512. The headers are those that
this module would write: an archive has no second form.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elections.crypto.canonical import compact
from elections.crypto.errors import RefusedError
from elections.crypto.events import Event
from elections.crypto.hashing import sha_hex

BLOCK = 512
LARGEST = 256 * 2**20  # bytes of an archive that is read: about 20,000 ballots with one question
_HEAD = re.compile(r'\{"version":1,"timestamp":"([1-9][0-9]{0,9})"\}')
_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json")


@dataclass(frozen=True)
class Record:
    """A body and its kind: ``data`` or ``event``."""

    kind: str
    text: str


def header(name: str, size: int, timestamp: int) -> bytes:
    """Return the 512 bytes before a body of ``size`` bytes; ``timestamp`` (s) is the same in a whole file."""
    block = bytearray(BLOCK)
    for offset, field in (
        (0, name), (100, "0000644"), (108, "0000000"), (116, "0000000"),
        (124, f"{size:011o}"), (136, f"{timestamp:011o}"), (148, " " * 8), (156, "0"),
    ):  # fmt: skip
        block[offset : offset + len(field)] = field.encode()
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def _record(name: str, text: str, timestamp: int) -> bytes:
    body = text.encode()
    return header(name, len(body), timestamp) + body + bytes(-len(body) % BLOCK)


def write_head(timestamp: int) -> bytes:
    """Return the first record of an archive."""
    return _record("BELENIOS", compact({"version": 1, "timestamp": str(timestamp)}), timestamp)


def write_event(event: Event, data: Sequence[str], timestamp: int) -> bytes:
    """Return the records of one event: what it rests upon, then the event."""
    records = [_record(f"{sha_hex(text)}.data.json", text, timestamp) for text in data]
    return b"".join([*records, _record(f"{event.hash}.event.json", event.text, timestamp)])


def read_archive(content: bytes) -> Iterator[Record]:
    """Give the records after the first; raise RefusedError (A1 to A3) at the first byte that is out of place."""
    if len(content) > LARGEST:
        raise RefusedError("A2", "the archive is larger than what is read here")
    position, text, name = _body(content, 0)
    match = _HEAD.fullmatch(text)
    if name != b"BELENIOS" or not match:
        raise RefusedError("A1", "the file does not begin as a public archive of version 1")
    timestamp = int(match[1])
    _check_header(content, 0, position, "BELENIOS", text, timestamp)
    while position < len(content):
        start = position
        position, text, _ = _body(content, start)
        label = content[start : start + 100].rstrip(b"\0").decode("ascii", "replace")
        named = _NAME.fullmatch(label)
        if not named:
            raise RefusedError("A2", "a record has a name of an unknown form")
        _check_header(content, start, position, label, text, timestamp)
        if named[1] != sha_hex(text):
            raise RefusedError("A3", "a record is not the one that its name says")
        yield Record(named[2], text)


def _body(content: bytes, start: int) -> tuple[int, str, bytes]:
    """Return where the next record starts, the body, and the name as it stands."""
    digits = content[start + 124 : start + 135]
    if len(digits) != 11 or not set(digits) <= set(b"01234567"):
        raise RefusedError("A1" if start == 0 else "A2", "a record has no proper header")
    first = start + BLOCK
    last = first + int(digits, 8)
    end = last + -last % BLOCK
    if end > len(content):
        raise RefusedError("A2", "the file ends within a record")
    try:
        text = content[first:last].decode()
    except UnicodeDecodeError as error:
        raise RefusedError("A2", "a record is not text") from error
    return end, text, content[start : start + 100].rstrip(b"\0")


def _check_header(content: bytes, start: int, end: int, name: str, text: str, timestamp: int) -> None:
    size = int(content[start + 124 : start + 135], 8)
    if content[start : start + BLOCK] != header(name, size, timestamp):
        raise RefusedError("A2", "the header of a record is not the one that the format asks for")
    if content[start + BLOCK + size : end].strip(b"\0"):
        raise RefusedError("A2", "there is something in the space between two records")
