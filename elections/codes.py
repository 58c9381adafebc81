"""Voting codes that the site makes: in memory, sent by letter, kept nowhere; the box keeps their public side.

A code proves, with the account, that a ballot is the company's. It travels by another way than the letters of the
sign-in where the file knows one: the address of the company. ``elections.officers`` is the other, strict way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from elections import incidents, watch
from elections.crypto.canonical import compact, parse
from elections.crypto.credentials import new_code, public_credential, read_roll, write_roll
from elections.crypto.group import number
from elections.ended import in_vain
from elections.holding import RefusedActError, hold
from elections.models import Box, CodeGiven, Election, RollEntry
from leader.shared import mails
from leader.shared.locked import lock, unlock
from members.models import User


@dataclass(frozen=True)
class Destination:
    """Where the code of a line of the roll goes; ``is_apart``: not where the voter signs in."""

    entry: RollEntry
    by: RollEntry  # the line that votes for it: itself, or the holder of its proxy
    voter: Any
    address: str
    is_apart: bool
    has_account: bool


def destinations(election: Election) -> list[Destination]:
    """Return where the codes go, by the names of the companies; a company without a voter has none."""
    rows = RollEntry.objects.filter(election=election).by_name()
    rows = rows.select_related(
        "company", "representative", "proxy_given__holder__company", "proxy_given__holder__representative"
    )
    entries = [(entry, _votes_for(entry)) for entry in rows]
    people = {by.representative_id for _entry, by in entries if by.representative_id}
    sign_in = _sign_ins(people)
    return [
        _destination(entry, by, sign_in.get(by.representative_id, []))
        for entry, by in entries
        if by.representative
    ]


def _votes_for(entry: RollEntry) -> RollEntry:
    """Return the line that votes for ``entry``: the holder of its proxy, or itself."""
    return entry.proxy_given.holder if hasattr(entry, "proxy_given") else entry


def _sign_ins(people: set[Any]) -> dict[Any, list[str]]:
    """Return with which addresses each of ``people`` signs in: that of the account, then its further ones."""
    accounts = list(User.objects.filter(person__in=people, is_active=True).values_list("pk", "person", "email"))
    known = {person: [email] for _pk, person, email in accounts}
    whose = {pk: person for pk, person, _email in accounts}
    for pk, email in EmailAddress.objects.filter(user__in=whose).values_list("user", "email"):
        known[whose[pk]].append(email)
    return known


def _destination(entry: RollEntry, by: RollEntry, sign_in: list[str]) -> Destination:
    """Prefer the address of the company, then the person's: none of those with which the voter signs in.

    Without an account that is the address of the person's record, with which one will be made.
    """
    person: Any = by.representative
    known = sign_in or [person.email]
    taken = {address.lower() for address in known}
    apart = next((a for a in [by.company.email, person.email] if a and a.lower() not in taken), "")
    return Destination(entry, by, person, apart or known[0], bool(apart), bool(sign_in))


def missing_before_sending(election: Election, lines: Iterable[Destination]) -> list[str]:
    """Return what keeps the codes from being sent."""
    without = [str(line.entry.company) for line in lines if not line.address]
    if without:
        return [_("No e-mail address is known for: %(companies)s.") % {"companies": ", ".join(without)}]
    return [] if lines else [_("Nobody votes: no company on the roll has a representative.")]


@transaction.atomic
def send(election: Election, *, at: datetime, confirmed: str = "") -> int:
    """Make a code for each line of the roll that is voted for, and send it; return how many.

    Done again before the opening, it makes new codes: those of before are worth nothing any more. Where an address
    changed since the sealing, ``confirmed`` is the mark of the changes that were read.
    """
    locked = hold(election, Election.State.SEALED)
    if locked.has_code_officer:
        raise RefusedActError(_("The code officer makes and sends the codes of this election, not the site."))
    lines = destinations(locked)
    if missing := missing_before_sending(locked, lines):
        raise RefusedActError(missing[0])
    box = box_for_new_codes(locked)
    _confirm(locked, lines, confirmed)
    note_made_again(box)
    made = [_make(box, line) for line in lines]
    box.credentials, box.next_credentials = (
        write_roll({one.credentials[place]: one.line.entry.weight for one in made}) for place in (0, 1)
    )
    box.codes_sent_at = at
    box.save()
    CodeGiven.objects.filter(roll_entry__election=locked).delete()
    CodeGiven.objects.bulk_create(_pair_of(one) for one in made)
    for one in made:
        _write_to(one.line, locked, one.code)
    return len(made)


def box_for_new_codes(election: Election) -> Box:
    """Return the box, held, of an election with codes of its own; raise RefusedActError for a second round."""
    box: Box = Box.objects.select_for_update().get(election=election)
    if box.codes_sent_at is None and box.credentials:
        raise RefusedActError(_("The codes of the first round serve again: none are sent."))
    return box


@transaction.atomic
def give_again(entry: RollEntry, *, at: datetime, confirmed: str = "") -> None:
    """Make and send a new code for one company that lost its own; the former one is worth nothing any more."""
    election = hold_before_opening(entry.election)
    box = Box.objects.select_for_update().get(election=election)
    line = line_of(election, entry)
    given = CodeGiven.objects.filter(roll_entry=entry).first()
    if given is None:
        raise RefusedActError(_why_none(election, box))
    if not line.address:
        raise RefusedActError(missing_before_sending(election, [line])[0])
    _confirm(election, [line], confirmed)
    made = _make(box, line)
    replace(box, line, parse(unlock(given.credentials)), [str(one) for one in made.credentials])
    CodeGiven.objects.filter(pk=given.pk).update(credentials=_pair_of(made).credentials)
    _write_to(line, election, made.code)


def _confirm(election: Election, lines: Iterable[Destination], confirmed: str) -> None:
    """Refuse to send to changed addresses unless that is confirmed, and then write it in the register."""
    changes = watch.changes_since_sealing(election)
    voting = {line.by.pk for line in lines}
    names = dict.fromkeys(str(one.entry) for one in changes if one.asks and one.entry.pk in voting)
    if not names:
        return
    told = {"companies": ", ".join(names)}
    if confirmed != watch.mark_of(changes):
        said = _(
            "An address or an account changed since the sealing: read what changed, then confirm. %(companies)s"
        )
        raise RefusedActError(said % told)
    said = _(
        "Codes were sent, confirmed, though an address or an account changed since the sealing: %(companies)s"
    )
    incidents.record(election, said % told)


def note_made_again(box: Box) -> None:
    """Write in the register that all codes change: whoever has an earlier one, or a letter of it, can show it."""
    if box.credentials:
        said = _("All voting codes were made again before the opening; the former ones are worth nothing.")
        incidents.record(box.election, said)


def _why_none(election: Election, box: Box) -> str:
    if election.has_code_officer:
        return _("The code officer makes and sends the codes of this election, not the site.")
    if box.credentials:
        return _(
            "The codes of the first round serve again, and the site does not know which is whose any more: whoever"
            " lost one votes at the desk, on paper; the polling station writes it in the minutes."
        )
    return _("The voting codes have not been sent yet.")


def hold_before_opening(election: Election) -> Election:
    """Return ``election`` held; raise RefusedActError, with what is left to do, once its vote has opened."""
    held = hold(election)
    if held.state == Election.State.DRAFT:
        raise RefusedActError(_("Seal the election first: then the roll and the proxies stay as they are."))
    if held.state != Election.State.SEALED:
        raise RefusedActError(why_none_any_more(held))
    return held


def why_none_any_more(election: Election) -> str:
    """Return why no code is given any more, by how far ``election`` has come once it is no longer sealed."""
    if election.state == Election.State.OPEN:
        return at_the_desk()
    if election.state == Election.State.VOID:
        return _("This election was given up: no code is given any more, and those that were given serve no more.")
    if in_vain(election):
        return _(
            "The vote was closed without its quorum: no code is given any more, and those that were given serve no"
            " more. A second call online has codes of its own."
        )
    if election.round >= election.rounds:
        return _("The vote has ended, and no code is given any more: those that were given serve no more.")
    return _(
        "The vote has ended, and no code is given any more. Each company keeps its own: a second round, if there"
        " is one, takes the same."
    )


def at_the_desk() -> str:
    """Return what a company does that lost its code once the vote has opened."""
    return _(
        "The vote has opened, and no code is given any more. As the rules say, whoever lost a code votes at the"
        " desk, on paper, in a closed envelope with the name of the company. Once the vote is closed the polling"
        " station opens those of the companies that did not sign off online, mixes the ballots, and writes the"
        " numbers in the minutes; the site does not count them."
    )


def line_of(election: Election, entry: RollEntry) -> Destination:
    """Return where the code of a line of the roll goes; raise RefusedActError when nobody votes for it."""
    for line in destinations(election):
        if line.entry.pk == entry.pk:
            return line
    raise RefusedActError(_("Nobody votes for this company: it has no code."))


def replace(box: Box, line: Destination, old: list[str], new: list[str]) -> None:
    """Take the public credentials ``old`` off both rolls, put ``new`` on them, and write it in the minutes.

    Both are those of the vote and of a second round. Raise RefusedActError when they are not as they should be.
    """
    box.credentials, box.next_credentials = (
        _swapped(roll, int(out), int(into), line.entry.weight)
        for roll, out, into in zip([box.credentials, box.next_credentials], old, new, strict=True)
    )
    box.save()
    said = _("A new voting code was given to %(company)s before the opening; the former one is worth nothing.")
    incidents.record(line.entry.election, said % {"company": line.entry.company})


def _swapped(text: str, old: int, new: int, weight: int) -> str:
    roll = read_roll(text)
    if roll.pop(number(old), None) != weight:
        raise RefusedActError(_("The former code is not one of this company: compare it with your file."))
    if number(new) in roll or new == old:
        raise RefusedActError(_("The new code is on the roll already."))
    roll[number(new)] = weight
    return write_roll(roll)


@dataclass(frozen=True)
class _Made:
    """A code in memory, with what is published of it in the vote and in a second round."""

    line: Destination
    code: str
    credentials: list[Any]


def _make(box: Box, line: Destination) -> _Made:
    code = new_code()
    return _Made(line, code, [public_credential(uuid, code) for uuid in (box.uuid, box.next_uuid)])


def _pair_of(made: _Made) -> CodeGiven:
    told = compact([str(one) for one in made.credentials])
    return CodeGiven(roll_entry=made.line.entry, credentials=lock(told))


def forget_pairs(election: Election) -> None:
    """Forget which credential is whose, before the vote opens or the election ends: nothing ties them any more."""
    CodeGiven.objects.filter(roll_entry__election=election).delete()


def _write_to(line: Destination, election: Election, code: str) -> None:
    context = {
        "election": election,
        "line": line,
        "url": f"{settings.SITE_URL}{election.get_absolute_url()}",
    }
    mails.send("voting_code", line.address, context, secret=code)
