"""The chain of events: each names the one before, so that nothing can be taken out unseen (section 13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from elections.crypto.canonical import canonical, compact
from elections.crypto.errors import RefusedError
from elections.crypto.hashing import sha_hex

DATA = {"Setup": 4, "Ballot": 1, "EndBallots": 0, "EncryptedTally": 2, "PartialDecryption": 2, "Result": 1}
_AFTER = {
    None: ("Setup",),
    "Setup": ("Ballot", "EndBallots"),
    "Ballot": ("Ballot", "EndBallots"),
    "EndBallots": ("EncryptedTally",),
    "EncryptedTally": ("PartialDecryption",),
    "PartialDecryption": ("PartialDecryption", "Result"),
    "Result": (),
}


@dataclass(frozen=True)
class Event:
    """One event; ``payload`` is the hash of the last text it rests upon, ``parent`` that of the one before."""

    type: str
    height: int
    parent: str | None
    payload: str | None

    @property
    def text(self) -> str:
        """The event as it is written."""
        value = {"parent": self.parent, "height": self.height, "type": self.type, "payload": self.payload}
        return compact({key: kept for key, kept in value.items() if kept is not None})

    @property
    def hash(self) -> str:
        """What the next event calls its parent; of the last event: the head of the box."""
        return sha_hex(self.text)


@dataclass(frozen=True)
class Step:
    """An event with the texts that it rests upon, in their order."""

    event: Event
    data: list[str]


def follow(previous: Event | None, kind: str, data: Sequence[str]) -> Event:
    """Return the event of ``kind`` after ``previous``; raise RefusedError (A4, B3) when it may not stand there."""
    _check_order(previous, kind, len(data))
    payload = sha_hex(data[-1]) if data else None
    if previous is None:
        return Event(kind, 0, None, payload)
    return Event(kind, previous.height + 1, previous.hash, payload)


def _check_order(previous: Event | None, kind: str, texts: int) -> None:
    before = previous.type if previous else None
    if kind not in _AFTER[before]:
        raise RefusedError("B3", f"the event {kind[:20]} may not stand after {before or 'nothing'}")
    if texts != DATA[kind]:
        raise RefusedError("A4", f"the event {kind} does not rest upon {DATA[kind]} texts")


def read_chain(records: Iterable[tuple[str, str]]) -> list[Step]:
    """Return the events of records (kind, text); raise RefusedError (A4, B1 to B4, J1, J3).

    The chain may stop after any event: the box is then still open, or not yet counted.
    """
    steps: list[Step] = []
    data: list[str] = []
    for kind, text in records:
        if kind == "data":
            data.append(text)
            if len(data) > max(DATA.values()):
                raise RefusedError("A4", "there are texts that no event rests upon")
        else:
            steps.append(_step(steps[-1].event if steps else None, text, data))
            data = []
    if data or not steps:
        raise RefusedError("A4", "the archive does not end with an event")
    return steps


def _step(previous: Event | None, text: str, data: list[str]) -> Step:
    value = canonical(text, "B2")
    if type(value) is not dict or type(value.get("type")) is not str:
        raise RefusedError("J3", "an event does not say what it is")
    expected = follow(previous, value["type"], data)
    if text != expected.text:
        _say_why(value, expected)
    return Step(expected, data)


def _say_why(value: dict[str, object], expected: Event) -> None:
    if value.get("parent") != expected.parent or value.get("height") != expected.height:
        raise RefusedError("B1", "an event does not follow the one before it")
    if value.get("payload") != expected.payload:
        raise RefusedError("B4", "an event does not name the text that it rests upon")
    raise RefusedError("B2", "an event is not written in the canonical way")
