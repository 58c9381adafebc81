"""Casting a ballot: sign-off, ballot and event in one transaction, or nothing at all.

What stands here never names a ballot, a code, a credential or a tracker in an error or a log. Inside the one
request the site knows both the company and the credential; it writes the pair nowhere.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from elections import box
from elections.crypto.ballots import Ballot, check_ballot
from elections.crypto.errors import RefusedError
from elections.crypto.hashing import sha_b64, sha_hex
from elections.holding import hold
from elections.models import BoxEvent, Election, Presence, RollEntry, SignOff
from leader.shared.scope import AnyUser

LARGEST = 256 * 1024  # bytes of a ballot


@dataclass
class NotCastError(Exception):
    """A ballot that is not taken: the status of the answer, a sentence for the voter, the check that failed.

    ``is_attempt``: its proofs were checked, or do not hold, and it was no vote of the company. Somebody who sends
    many of these keeps the site busy.
    """

    status: int
    message: str
    check: str = ""
    is_attempt: bool = False


def clock() -> datetime:
    """Return the hour of the database: the one clock that opens and closes a vote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def cast(entry: RollEntry, text: str, user: AnyUser) -> str:
    """Put the ballot ``text`` of the company of ``entry`` in the box; return its tracker. Raise NotCastError.

    The same text sent again is answered as the first time and does nothing.
    """
    if len(text.encode()) > LARGEST:
        raise NotCastError(413, _("This ballot is larger than a ballot can be."))
    if _is_cast(entry, text):
        return sha_b64(text)
    _refuse_early(entry)
    ballot = _checked(entry.election, text)
    with transaction.atomic():
        _take(entry, ballot, user)
    return ballot.tracker


def _is_cast(entry: RollEntry, text: str) -> bool:
    """Tell whether the company has voted and this very text is in the box: then it was sent twice."""
    sent = BoxEvent.objects.filter(election=entry.election_id, type=BoxEvent.Type.BALLOT, payload=sha_hex(text))
    return SignOff.objects.filter(pk=entry.pk).exists() and sent.exists()


def _refuse_early(entry: RollEntry) -> None:
    """Refuse before the proofs are checked what no ballot can mend; asked again once the row is held."""
    _refuse_unless_open(entry.election)
    _refuse_if_signed(entry)
    _refuse_unless_there(entry)


def is_open(election: Election) -> bool:
    """Tell whether one may vote now, by the clock of the database."""
    if election.state != Election.State.OPEN or election.closes_at is None or election.suspended_at:
        return False
    return clock() < election.closes_at


def _refuse_unless_open(election: Election) -> None:
    if election.state == Election.State.OPEN and election.suspended_at:
        raise NotCastError(409, _("The vote is suspended: it goes on later, and its end moves by as much."))
    if not is_open(election):
        raise NotCastError(409, _("The vote is not open."))


def _refuse_if_signed(entry: RollEntry) -> None:
    if SignOff.objects.filter(pk=entry.pk).exists():
        raise NotCastError(409, _("This company has voted already."))


def _refuse_unless_there(entry: RollEntry) -> None:
    """In the room only: the company, or the one that holds its proxy, is recorded as present."""
    by = entry.proxy_given.holder_id if hasattr(entry, "proxy_given") else entry.pk
    if not entry.election.from_afar and not Presence.objects.filter(pk=by).exists():
        raise NotCastError(
            403, _("One votes in the room: your company is not recorded as present. Tell the polling station.")
        )


def _checked(election: Election, text: str) -> Ballot:
    setup = box.setup(election)
    try:
        return check_ballot(setup.election, setup.roll, text)
    except RefusedError as error:
        raise NotCastError(400, _said(error.check), error.check, is_attempt=True) from error


def _said(check: str) -> str:
    if check == "D2":
        return _("This ballot belongs to another election.")
    if check == "D3":
        return _("This ballot is signed by a code that is not on the roll.")
    return _("This ballot is not well made: its proofs do not hold. Begin again, or tell the polling station.")


def _take(entry: RollEntry, ballot: Ballot, user: AnyUser) -> None:
    held = hold(entry.election)
    locked = RollEntry.objects.select_for_update(no_key=True, of=("self",)).select_related("proxy_given")
    entry = locked.get(pk=entry.pk)
    entry.election = held
    if _is_cast(entry, ballot.text):
        return
    _refuse_unless_open(held)
    if not RollEntry.objects.voted_by(user).filter(pk=entry.pk).exists():
        raise NotCastError(404, _("You do not vote for this company."))
    _refuse_if_signed(entry)
    _refuse_unless_there(entry)
    _refuse_other_weight(entry, ballot)
    _refuse_used_code(held, ballot)
    SignOff.objects.create(roll_entry=entry, by_proxy=hasattr(entry, "proxy_given"))
    _append(held, ballot)


def _append(election: Election, ballot: Ballot) -> None:
    """Append the ballot; the hour of the end may come between the question above and this statement."""
    try:
        box.append(election, "Ballot", [ballot.text], credential=str(ballot.credential))
    except IntegrityError as error:
        diagnosis: Any = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "box_closes_on_time":
            raise
        raise NotCastError(409, _("The vote is not open.")) from None  # nor is the statement told to a log


def _refuse_other_weight(entry: RollEntry, ballot: Ballot) -> None:
    if box.setup(entry.election).roll[ballot.credential] != entry.weight:
        said = _("This code has another number of voices than this company: use its own code.")
        raise NotCastError(403, said, is_attempt=True)


def _refuse_used_code(election: Election, ballot: Ballot) -> None:
    used: Any = BoxEvent.objects.filter(election=election, credential_sha256=sha_hex(str(ballot.credential)))
    if used.exists():
        raise NotCastError(409, _("This code was used already: each company has its own."), is_attempt=True)
