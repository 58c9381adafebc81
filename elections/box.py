"""The public box: an append-only chain of events, read by everybody, from which the archive is made.

Who appends holds the election's row (``elections.holding.hold``), so that one event follows another.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from elections.crypto.archive import write_event, write_head
from elections.crypto.credentials import new_seed
from elections.crypto.events import Event, Step, follow
from elections.crypto.hashing import sha_hex
from elections.crypto.trustees import read_trustees
from elections.crypto.verification import Setup, read_setup
from elections.models import Box, BoxEvent, Election

DAY_SECONDS = 86_400


def prepare(election: Election, *, at: Any, after: Box | None = None) -> Box:
    """Create the box of an election; a second round takes what the codes of the first, ``after``, give there."""
    taken = {"uuid": after.next_uuid, "credentials": after.next_credentials} if after else {"uuid": new_seed()}
    # The archive bears one time: that of the day, which tells nothing of anybody.
    day = int(at.timestamp()) // DAY_SECONDS * DAY_SECONDS
    box: Box = Box.objects.create(election=election, timestamp=day, next_uuid=new_seed(), **taken)
    return box


def of_codes_that_serve_again(election: Election) -> Box | None:
    """Return the box of the first round whose codes serve in this second one; none when new ones are made.

    They serve in one second round alone. Where that had no quorum ballots are signed with them already: in its
    second call, with the same public credentials, anybody could cast those ballots again.
    """
    if not election.is_online or election.first_round_id is None:
        return None
    first: Box | None = Box.objects.filter(election=election.first_round_id).exclude(next_credentials="").first()
    used = first and Box.objects.filter(uuid=first.next_uuid).exclude(election=election).exists()
    return None if used else first


def take_keys(election: Election, trustees: str) -> None:
    """Keep the text of the trustees' keys, once all of them have rehearsed: without it no vote opens.

    Raises ``elections.crypto.errors.RefusedError`` (C3 to C9) when a proof or a signature is wrong.
    """
    read_trustees(trustees)
    Box.objects.filter(election=election).update(trustees=trustees)


def append(election: Election, kind: str, data: Sequence[str], *, credential: str | None = None) -> Event:
    """Append the event of ``kind`` that rests upon the texts ``data``; return it.

    ``credential`` is the decimal text of the public credential that signs a ballot. Raises
    ``elections.crypto.errors.RefusedError`` (A4, B3) when the event may not stand there.
    """
    last = _rows(election).defer("data").order_by("height").last()
    event = follow(_event(last) if last else None, kind, data)
    BoxEvent.objects.create(
        election=election, height=event.height, type=event.type, parent=event.parent, payload=event.payload,
        sha256=event.hash, data=list(data), credential_sha256=sha_hex(credential) if credential else None,
    )  # fmt: skip
    return event


def _rows(election: Election) -> Any:
    return BoxEvent.objects.filter(election=election)


def _event(row: BoxEvent) -> Event:
    return Event(row.type, row.height, row.parent, row.payload)


def head(election: Election) -> str:
    """Return the hash of the last event; empty before the first."""
    return _rows(election).order_by("height").values_list("sha256", flat=True).last() or ""


def steps(election: Election) -> list[Step]:
    """Return all events with their texts, as ``verification.verify_steps`` takes them."""
    return [Step(_event(row), row.data) for row in _rows(election).order_by("height")]


def archive(election: Election) -> bytes:
    """Return the archive as it stands: the file ``<uuid>.bel``."""
    timestamp = election.box.timestamp
    events = (write_event(step.event, step.data, timestamp) for step in steps(election))
    return b"".join([write_head(timestamp), *events])


def setup_texts(election: Election) -> list[str]:
    """Return the texts of the Setup (election, trustees, credentials, setup); empty before the vote has opened."""
    row = _rows(election).filter(height=0).values_list("data", flat=True).first()
    return list(row or [])


def setup(election: Election) -> Setup:
    """Return what the Setup says; read once by each process, since it never changes."""
    return _setup(tuple(setup_texts(election)))


@lru_cache(maxsize=16)
def _setup(texts: tuple[str, ...]) -> Setup:
    return read_setup(texts)
