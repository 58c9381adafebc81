"""The strict way of voting codes: a code officer's browser makes them, the site sees their public side alone.

What the site takes is the two rolls of public credentials; that their weights are those of the electoral roll is
checked here, and that each is an element of the group. It cannot tell whose a credential is, and need not.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections import codes, letters
from elections.codes import Destination, destinations
from elections.crypto.canonical import fields, items, parse, string
from elections.crypto.credentials import read_roll
from elections.crypto.errors import RefusedError
from elections.crypto.group import read_member
from elections.forms.trustees import who_may_hold_a_key
from elections.holding import RefusedActError, hold
from elections.models import Box, Candidacy, CodeOfficer, Election, ListPlace, RollEntry, Trustee
from members.models import User

State = Election.State
MAKE, MADE, CLOSED, VOID = "make", "made", "closed", "void"


def who_may_make_codes(election: Election) -> Any:
    """Return the accounts that can be named: like trustees, but neither one of them nor a candidate.

    Nor whoever administers the site: the staff can point an account at another person, and who holds both the
    codes and the accounts could vote for others.
    """
    standing = Candidacy.objects.standing().filter(contest__election=election)
    places = ListPlace.objects.filter(candidacy__in=standing.values("pk"))
    trustees = Trustee.objects.filter(
        ceremony__election__in=election.with_those_before, ceremony__given_up_at__isnull=True
    )
    accounts = who_may_hold_a_key(election).exclude(is_staff=True)
    accounts = accounts.exclude(pk__in=trustees.values("account"))
    accounts = accounts.exclude(person__in=places.values("person"))
    return accounts.exclude(person__in=standing.filter(person__isnull=False).values("person"))


def administers(account: Any) -> bool:
    """Tell whether ``account`` may change those of voters, and so may hold no codes."""
    return bool(account.is_staff or account.is_superuser)


def administers_meanwhile() -> str:
    """Return what is said of a code officer who became one of the staff after being named."""
    return _("The code officer administers the site by now: another one is named, and makes all codes anew.")


def missing_before_opening(election: Election) -> list[str]:
    """Return what must be done about the code officer of ``election`` before it opens."""
    officer = CodeOfficer.objects.filter(election=election).select_related("account").first()
    return [administers_meanwhile()] if officer and administers(officer.account) else []


@transaction.atomic
def name(election: Election, account: User) -> CodeOfficer:
    """Name who makes the codes; what another one made before is worth nothing any more. Raise RefusedActError."""
    locked = hold(election, State.SEALED)
    if not locked.has_code_officer:
        raise RefusedActError(_("The site makes the codes of this election."))
    box = codes.box_for_new_codes(locked)
    if not who_may_make_codes(locked).filter(pk=account.pk).exists():
        raise RefusedActError(_("The code officer is no trustee, candidate or staff: name somebody else."))
    before = CodeOfficer.objects.filter(election=locked)
    if before.filter(account=account).exists():
        raise RefusedActError(_("This person is the code officer already."))
    before.delete()
    codes.note_made_again(box)
    box.credentials, box.next_credentials, box.codes_sent_at = "", "", None
    box.save()
    officer: CodeOfficer = CodeOfficer.objects.create(election=locked, account=account)
    letters.invite_officer(officer)
    return officer


def state_of(election: Election) -> dict[str, Any]:
    """Return what the officer's page is told: what to do, and for whom codes are made."""
    box = Box.objects.get(election=election)
    is_sealed = election.state == State.SEALED
    made = MADE if box.credentials else MAKE
    closed = VOID if election.state == State.VOID else CLOSED
    lines = destinations(election) if is_sealed else []
    return {
        "step": made if is_sealed else closed,
        "why": "" if is_sealed else codes.why_none_any_more(election),
        "uuids": [box.uuid, box.next_uuid],
        "lines": [
            {
                "entry": line.entry.pk,
                "company": str(line.entry.company),
                "voter": str(line.voter),
                "address": line.address,
                "weight": line.entry.weight,
            }
            for line in lines
        ],
    }


def receive(officer: CodeOfficer, step: str, text: str, *, at: datetime) -> None:
    """Take the public side of all codes (``all``), or of one that replaces another (``one``).

    Raise RefusedError when a text is not one of the format, RefusedActError when it does not fit the roll.
    """
    with transaction.atomic():
        election = hold(officer.election)
        if not CodeOfficer.objects.filter(election=election, account=officer.account_id).exists():
            raise RefusedActError(_("Somebody else is the code officer now."))
        if administers(officer.account):
            raise RefusedActError(administers_meanwhile())
        box = Box.objects.select_for_update().get(election=election)
        if step not in _TAKEN:
            raise RefusedActError(_("It is not the time for this step. Look at the page again."))
        value = parse(text)
        if _TAKEN[step](box, value):
            return  # sent again: the answer was lost, and nothing is done twice
        codes.hold_before_opening(election)
        if step == "all":
            _take_all(election, box, value, at)
        else:
            _take_one(election, box, value)


def _are_all_there(box: Box, value: Any) -> bool:
    """Tell whether these are the rolls of the box."""
    rolls = [string(one) for one in fields(value, "credentials", "next")]
    return bool(box.credentials) and rolls == [box.credentials, box.next_credentials]


def _is_one_there(box: Box, value: Any) -> bool:
    """Tell whether both rolls of the box have the new public credentials, and the old ones no more."""
    _entry, old, new = fields(value, "entry", "old", "new")
    if not box.credentials:
        return False
    rolls = [{str(one) for one in read_roll(text)} for text in (box.credentials, box.next_credentials)]
    pairs = zip(rolls, items(old, 2), items(new, 2), strict=True)
    return all(string(into) in roll and string(out) not in roll for roll, out, into in pairs)


_TAKEN: dict[str, Callable[[Box, Any], bool]] = {"all": _are_all_there, "one": _is_one_there}


def _take_all(election: Election, box: Box, value: Any, at: datetime) -> None:
    rolls = [string(one) for one in fields(value, "credentials", "next")]
    lines = destinations(election)
    for roll in rolls:
        _refuse_other_weights(lines, roll)
    if rolls[0] == rolls[1]:
        raise RefusedActError(_("A second round has public credentials of its own."))
    codes.note_made_again(box)
    box.credentials, box.next_credentials, box.codes_sent_at = *rolls, at
    box.save()


def _refuse_other_weights(lines: list[Destination], roll: str) -> None:
    weights = read_roll(roll)
    if 1 in weights:  # everybody would sign with it
        raise RefusedError("C10", "the neutral element is no credential")
    if list(weights) != sorted(weights):
        raise RefusedActError(_("The public credentials are sorted, so that their order tells nothing."))
    if Counter(weights.values()) != Counter(line.entry.weight for line in lines):
        raise RefusedActError(_("There is one code for each company that votes, with as many voices as it has."))


def _take_one(election: Election, box: Box, value: Any) -> None:
    entry, old, new = fields(value, "entry", "old", "new")
    rows = RollEntry.objects.filter(election=election, pk=entry if isinstance(entry, int) else 0)
    found = rows.first()
    if found is None:
        raise RefusedActError(_("This company is not found."))
    if not box.credentials:
        raise RefusedActError(_("The voting codes are not made yet."))
    line = codes.line_of(election, found)
    texts = [[string(one) for one in items(pair, 2)] for pair in (old, new)]
    for one in [*texts[0], *texts[1]]:
        read_member(one, "C10", "a credential")
    codes.replace(box, line, *texts)
