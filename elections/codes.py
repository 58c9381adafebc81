"""Voting codes: made in memory, sent by letter, kept nowhere; the box keeps their public side.

A code proves, with the account, that a ballot is the company's. It travels by another way than the letters of the
sign-in where the file knows one: the address of the company.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from elections.crypto.credentials import new_code, public_credential, write_roll
from elections.holding import RefusedActError, hold
from elections.models import Box, Election, RollEntry
from leader.shared import mails
from members.models import User


@dataclass(frozen=True)
class Destination:
    """Where the code of a line of the roll goes; ``is_apart``: not where the voter signs in."""

    entry: RollEntry
    voter: Any
    address: str
    is_apart: bool


def destinations(election: Election) -> list[Destination]:
    """Return where the codes go, by the names of the companies; a company without a voter has none."""
    rows = RollEntry.objects.filter(election=election).by_name()
    rows = rows.select_related(
        "company", "representative", "proxy_given__holder__company", "proxy_given__holder__representative"
    )
    entries = [(entry, _votes_for(entry)) for entry in rows]
    people = {by.representative_id for _entry, by in entries if by.representative_id}
    sign_in = dict(User.objects.filter(person__in=people, is_active=True).values_list("person", "email"))
    return [
        _destination(entry, by, sign_in.get(by.representative_id, ""))
        for entry, by in entries
        if by.representative
    ]


def _votes_for(entry: RollEntry) -> RollEntry:
    """Return the line that votes for ``entry``: the holder of its proxy, or itself."""
    return entry.proxy_given.holder if hasattr(entry, "proxy_given") else entry


def _destination(entry: RollEntry, by: RollEntry, sign_in: str) -> Destination:
    person: Any = by.representative
    address = next((a for a in [by.company.email, person.email] if a and a.lower() != sign_in.lower()), "")
    return Destination(entry, person, address or sign_in, bool(address))


def missing_before_sending(election: Election, lines: Iterable[Destination]) -> list[str]:
    """Return what keeps the codes from being sent."""
    without = [str(line.entry.company) for line in lines if not line.address]
    if without:
        return [_("No e-mail address is known for: %(companies)s.") % {"companies": ", ".join(without)}]
    return [] if lines else [_("Nobody votes: no company on the roll has a representative.")]


@transaction.atomic
def send(election: Election, *, at: datetime) -> int:
    """Make a code for each line of the roll that is voted for, and send it; return how many.

    Done again before the opening, it makes new codes: those of before are worth nothing any more.
    """
    locked = hold(election, Election.State.SEALED)
    lines = destinations(locked)
    if missing := missing_before_sending(locked, lines):
        raise RefusedActError(missing[0])
    box = Box.objects.select_for_update().get(election=locked)
    if box.codes_sent_at is None and box.credentials:
        raise RefusedActError(_("The codes of the first round serve again: none are sent."))
    codes = [(line, new_code()) for line in lines]
    box.credentials = _roll(box.uuid, codes)
    box.next_credentials = _roll(box.next_uuid, codes)
    box.codes_sent_at = at
    box.save()
    for line, code in codes:
        _write_to(line, locked, code)
    return len(codes)


def _roll(uuid: str, codes: list[tuple[Destination, str]]) -> str:
    return write_roll({public_credential(uuid, code): line.entry.weight for line, code in codes})


def _write_to(line: Destination, election: Election, code: str) -> None:
    context = {
        "election": election,
        "line": line,
        "url": f"{settings.SITE_URL}{election.get_absolute_url()}",
    }
    mails.send("voting_code", line.address, context, secret=code)
