"""Taking a seat in a commission: at once, by asking, by invitation; and leaving it.

Every act holds the commission's row, so that a seat is taken once and a proposal answered once.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commissions.models import Commission, CommissionMembership, SeatProposal
from leader.shared import mails
from members.models import Company, Person, Representative, User
from territories.models import Affiliation

Origin, State = SeatProposal.Origin, SeatProposal.State
CHAIR, MEMBER = CommissionMembership.Role.CHAIR, CommissionMembership.Role.MEMBER


class RefusedError(Exception):
    """An act that cannot be done; its text says why."""


@transaction.atomic
def join(commission: Commission, *, by: User, message: str, at: datetime) -> CommissionMembership | None:
    """Seat ``by``, or ask the chair; None when it is asked. Raise RefusedError."""
    locked, person, today = hold(commission), _person_of(by), timezone.localdate(at)
    refuse_impossible_seat(locked, person, today)
    waiting = locked.proposals.waiting().filter(person=person).first()
    if waiting and waiting.origin == Origin.COMMISSION:
        return _accept_invitation(waiting, by=by, at=at)
    if locked.joining == Commission.Joining.INVITED:
        raise RefusedError(_("Members join this commission when they are invited."))
    if locked.joining == Commission.Joining.OPEN:
        return seat(locked, person, today)
    if waiting:
        raise RefusedError(_("You have asked already: the chair has not answered yet."))
    SeatProposal.objects.create(
        commission=locked, person=person, origin=Origin.PERSON, message=message, proposed_at=at, proposed_by=by
    )
    told = {"commission": locked, "person": person, "message": message}
    mails.send("seat_asked", those_who_answer(locked, today), told)
    return None


@transaction.atomic
def withdraw(commission: Commission, *, by: User, at: datetime) -> None:
    """Take back what ``by`` asked; raise RefusedError when it was answered meanwhile."""
    asked = hold(commission).proposals.waiting().filter(person=_person_of(by), origin=Origin.PERSON)
    _close(asked, State.WITHDRAWN, by=by, at=at)


@transaction.atomic
def accept(commission: Commission, *, by: User, at: datetime) -> None:
    """Take the seat to which ``by`` is invited; raise RefusedError."""
    locked = hold(commission)
    invited = locked.proposals.waiting().filter(person=_person_of(by), origin=Origin.COMMISSION).first()
    if invited is None:
        raise RefusedError(_("This invitation is not open any more."))
    refuse_impossible_seat(locked, invited.person, timezone.localdate(at))
    _accept_invitation(invited, by=by, at=at)


@transaction.atomic
def decline(commission: Commission, *, by: User, at: datetime) -> None:
    """Refuse the seat to which ``by`` is invited; raise RefusedError when it is not open any more."""
    invited = hold(commission).proposals.waiting().filter(person=_person_of(by), origin=Origin.COMMISSION)
    _close(invited, State.REFUSED, by=by, at=at)


@transaction.atomic
def leave(commission: Commission, *, by: User, at: datetime) -> None:
    """Let ``by`` leave at once; raise RefusedError when they do not sit there."""
    locked, today = hold(commission), timezone.localdate(at)
    spell = locked.commission_memberships.running_on(today).filter(person=_person_of(by)).first()
    if spell is None:
        raise RefusedError(_("You do not sit in this commission."))
    end_spell(spell, today)


def hold(commission: Commission) -> Commission:
    """Return ``commission`` as it is stored, its row held until the transaction ends."""
    held: Commission = Commission.objects.select_for_update(no_key=True, of=("self",)).get(pk=commission.pk)
    return held


def refuse_impossible_seat(commission: Commission, person: Person, day: date) -> None:
    """Raise RefusedError when ``person`` cannot sit in ``commission`` on ``day``, with the reason."""
    if not commission.is_alive_on(day):
        raise RefusedError(_("This commission does not meet any more, or not yet."))
    if commission.commission_memberships.filter(person=person, starts_on__gt=day).exists() or (
        commission.commission_memberships.running_on(day).filter(person=person).exists()
    ):
        raise RefusedError(_("This person sits in this commission already."))
    if not those_who_may_sit(commission, day).filter(person=person).exists():
        if commission.territory:
            said = _("Only those who represent a member company of %(territory)s sit there.")
            raise RefusedError(said % {"territory": commission.territory})
        raise RefusedError(_("Only those who represent a member company sit there."))
    if commission.is_full():
        raise RefusedError(_("Every seat of this commission is taken."))


def companies_that_send(commission: Commission, day: date) -> Any:
    """Return the companies whose people may sit there: members; of the territory when it has one."""
    companies = Company.objects.members_on(day)
    if commission.territory_id is None:
        return companies
    there = Affiliation.objects.running_on(day).filter(territory=commission.territory_id)
    return companies.filter(pk__in=there.values("company"))


def those_who_may_sit(commission: Commission, day: date) -> Any:
    """Return the keys of the people who speak on ``day`` for a company that may send them there."""
    spells = Representative.objects.running_on(day).filter(company__in=companies_that_send(commission, day))
    return spells.order_by().values("person")


def seats_that_count(commission: Commission, day: date) -> Any:
    """Return the seats of those who may sit there on ``day``: one sleeps while its person speaks for no member."""
    seats = commission.commission_memberships.running_on(day).order_by()
    return seats.filter(person__in=those_who_may_sit(commission, day))


def seat(commission: Commission, person: Person, day: date, role: str = MEMBER) -> CommissionMembership:
    """Let ``person`` sit in ``commission`` from ``day`` on."""
    spell: CommissionMembership = CommissionMembership.objects.create(
        commission=commission, person=person, role=role, starts_on=day
    )
    return spell


def end_spell(spell: CommissionMembership, day: date) -> None:
    """Let ``spell`` be over on ``day``: the day before is its last; one of the same day never was."""
    if spell.starts_on >= day:
        spell.delete()  # its history keeps it
    else:
        spell.ends_on = day - timedelta(days=1)
        spell.save(update_fields=["ends_on"])


def those_who_answer(commission: Commission, day: date) -> list[str]:
    """Return the address of the chair; of the staff where nobody chairs or can be reached."""
    chairs = seats_that_count(commission, day).filter(role=CHAIR).exclude(person__email="")
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("email")
    reached = list(chairs.values_list("person__email", flat=True))
    return reached or list(staff.values_list("email", flat=True))


def _accept_invitation(invited: SeatProposal, *, by: User, at: datetime) -> CommissionMembership:
    _close(SeatProposal.objects.waiting().filter(pk=invited.pk), State.ACCEPTED, by=by, at=at)
    return seat(invited.commission, invited.person, timezone.localdate(at))


def _close(found: Any, state: str, *, by: User, at: datetime) -> None:
    if not found.update(state=state, answered_at=at, answered_by=by):
        raise RefusedError(_("This was answered or withdrawn meanwhile."))


def _person_of(user: User) -> Person:
    if user.person is None:
        raise RefusedError(_("Only those who represent a member company sit there."))
    return user.person
