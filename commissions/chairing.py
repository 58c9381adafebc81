"""What the chair does: answers who asks, invites, names vice-chairs; and what staff does: names the chair."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.joining import (
    CHAIR,
    MEMBER,
    Origin,
    RefusedError,
    State,
    end_spell,
    hold,
    refuse_impossible_seat,
    seat,
)
from commissions.models import Commission, CommissionMembership, SeatProposal
from leader.shared import mails
from members.models import Person, User


@transaction.atomic
def answer(commission: Commission, proposal: int, *, accepts: bool, reason: str, by: User, at: datetime) -> Person:
    """Accept or refuse who asked, with a reason, and tell them; raise RefusedError."""
    locked, today = hold(commission), timezone.localdate(at)
    asked = locked.proposals.waiting().filter(pk=proposal, origin=Origin.PERSON).select_related("person").first()
    if asked is None:
        raise RefusedError(_("This was answered or withdrawn meanwhile."))
    if accepts:
        refuse_impossible_seat(locked, asked.person, today)
        seat(locked, asked.person, today)
    asked.state = State.ACCEPTED if accepts else State.REFUSED
    asked.reason, asked.answered_at, asked.answered_by = reason, at, by
    asked.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    told = {"commission": locked, "accepts": accepts, "reason": reason}
    mails.send("seat_answered", _address(asked.person), told)
    person: Person = asked.person
    return person


@transaction.atomic
def invite(commission: Commission, person: Person, *, message: str, by: User, at: datetime) -> None:
    """Ask ``person`` to take a seat; they sit there once they say yes. Raise RefusedError."""
    locked = hold(commission)
    refuse_impossible_seat(locked, person, timezone.localdate(at))
    if locked.proposals.waiting().filter(person=person).exists():
        raise RefusedError(_("A request or an invitation waits for an answer already."))
    SeatProposal.objects.create(
        commission=locked, person=person, origin=Origin.COMMISSION, message=message, proposed_at=at, proposed_by=by
    )
    mails.send("seat_offered", _address(person), {"commission": locked, "message": message})


@transaction.atomic
def take_back(commission: Commission, proposal: int, *, by: User, at: datetime) -> None:
    """Withdraw an invitation; raise RefusedError when it was answered meanwhile."""
    found = hold(commission).proposals.waiting().filter(pk=proposal, origin=Origin.COMMISSION)
    if not found.update(state=State.WITHDRAWN, answered_at=at, answered_by=by):
        raise RefusedError(_("This was answered or withdrawn meanwhile."))


@transaction.atomic
def give_role(commission: Commission, spell: int, role: str, *, at: datetime) -> CommissionMembership:
    """Let somebody who sits there be chair, vice-chair or member from today; the one before stays a member."""
    locked, today = hold(commission), timezone.localdate(at)
    chosen = _sitting(locked, spell, today)
    if role == CHAIR:
        for before in locked.commission_memberships.running_on(today).filter(role=CHAIR).exclude(pk=chosen.pk):
            _change_role(before, MEMBER, today)
    return _change_role(chosen, role, today)


@transaction.atomic
def dismiss(commission: Commission, spell: int, *, at: datetime) -> Person:
    """Let somebody sit there no more, from today; raise RefusedError when they do not."""
    locked, today = hold(commission), timezone.localdate(at)
    found = _sitting(locked, spell, today)
    end_spell(found, today)
    person: Person = found.person
    return person


def _sitting(commission: Commission, spell: int, day: date) -> CommissionMembership:
    found: Any = (
        commission.commission_memberships.running_on(day).filter(pk=spell).select_related("person").first()
    )
    if found is None:
        raise RefusedError(_("This person does not sit in this commission any more."))
    return found


def _change_role(spell: CommissionMembership, role: str, day: date) -> CommissionMembership:
    if spell.role == role:
        return spell
    if spell.starts_on >= day:  # the same day: the role was given by mistake, and never held
        spell.role = role
        spell.save(update_fields=["role"])
        return spell
    end_spell(spell, day)
    return seat(spell.commission, spell.person, day, role)


def _address(person: Person) -> list[str]:
    return [person.email] if person.email else []
