"""The check of a box: each minute by a job, and whenever the polling station asks for it."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from elections import box, incidents
from elections.crypto.canonical import parse
from elections.crypto.errors import RefusedError
from elections.crypto.events import Event, Step, follow
from elections.crypto.hashing import sha_hex
from elections.models import Box, BoxCheck, BoxEvent, Election, SignOff
from elections.rolls import hash_of
from elections.templatetags.booth import script_hash

log = logging.getLogger("leader.security")
State = Election.State
WATCHED = [State.OPEN, State.CLOSED, State.COUNTED]


def check(election: Election, *, at: datetime) -> BoxCheck:
    """Check the box and keep what was found; tell the log when something is wrong."""
    problem = "\n".join(problems(election))
    before = BoxCheck.objects.filter(election=election).values_list("problem", flat=True).first()
    if problem and problem != before:  # once, not every minute
        log.error("the box of election %s is not sound", election.pk)
        incidents.record_once(election, _("A check of the box found: %(problem)s") % {"problem": problem})
    kept: BoxCheck = BoxCheck.objects.update_or_create(
        election=election, defaults={"checked_at": at, "head": box.head(election), "problem": problem}
    )[0]
    return kept


def problems(election: Election) -> list[str]:
    """Return what is wrong with the box of ``election``, in sentences; empty when it is sound."""
    steps = box.steps(election)
    ballots = [step.data[0] for step in steps if step.event.type == "Ballot"]
    said = []
    if not _is_chain(steps):
        said.append(_("The chain of the box is broken: an event is not the one that was written."))
    if len(ballots) != SignOff.objects.filter(roll_entry__election=election).count():
        said.append(_("There are not as many ballots as sign-offs."))
    if not _is_once_each(election, ballots):
        said.append(_("A ballot is signed by a code that is not on the roll, or that has voted twice."))
    if election.roll_sha256 != hash_of(election):
        said.append(_("The roll is not the one that was sealed."))
    opened_with = Box.objects.get(election=election).script_sha256
    if election.state == State.OPEN and opened_with != script_hash():
        said.append(_("The booth's script is not the one with which the vote was opened."))
    return said


def _is_chain(steps: Sequence[Step]) -> bool:
    previous: Event | None = None
    for step in steps:
        try:
            expected = follow(previous, step.event.type, step.data)
        except RefusedError:
            return False
        if expected != step.event:
            return False
        previous = step.event
    return bool(steps)


def _is_once_each(election: Election, ballots: Sequence[str]) -> bool:
    try:
        credentials = [parse(text)["credential"] for text in ballots]
        roll = {str(credential) for credential in box.setup(election).roll}
    except (RefusedError, TypeError, KeyError):  # the texts are not those that were written
        return False
    kept: Any = BoxEvent.objects.filter(election=election, type=BoxEvent.Type.BALLOT).order_by("height")
    named = list(kept.values_list("credential_sha256", flat=True))
    return (
        len(set(credentials)) == len(credentials)
        and roll.issuperset(credentials)
        and named == [sha_hex(one) for one in credentials]
    )
