"""Joining a team by a verified address of the company's domain.

Nobody is told of a company or a domain but by an address of their own that is proven: a stranger learns nothing.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leader.shared import mails
from leader.shared.limits import Limit, is_within
from members.domains import parents_of
from members.models import Company, CompanyDomain, JoinRequest, Representative, User
from members.scope import companies_of
from members.team.changing import RefusedError
from members.team.invitations import let_in, person_for

REQUESTS = Limit(10, timedelta(days=1))  # of one account
State = JoinRequest.State


def verified_addresses(user: User) -> list[str]:
    """Return the addresses that ``user`` has proven."""
    proven = EmailAddress.objects.filter(user=user, verified=True)
    return list(proven.order_by("email").values_list("email", flat=True))


def open_domains(user: User) -> list[CompanyDomain]:
    """Return the domains by which ``user`` may join a company: one for each company, several for a group.

    Whoever was there before asks, however open the domain is: the address that was proven once stays with the
    account of somebody who has left.
    """
    doors = CompanyDomain.objects.of_addresses(verified_addresses(user)).exclude(
        joining=CompanyDomain.Joining.CLOSED
    )
    doors = doors.exclude(company__in=companies_of(user)).order_by(
        "company_id", "-joining", "pk"
    )  # open before ask
    found: list[CompanyDomain] = list(doors.distinct("company_id").select_related("company"))
    spells = Representative.objects.filter(person__user=user, company__in=[door.company_id for door in found])
    left = set(spells.filter(ends_on__lt=timezone.localdate()).values_list("company_id", flat=True))
    for door in found:
        if door.company_id in left:
            door.joining = CompanyDomain.Joining.ASK
    return found


@transaction.atomic
def join(
    company_pk: int, *, given_name: str, family_name: str, function: str, by: User, at: datetime
) -> CompanyDomain | None:
    """Let ``by`` in, or ask the company; return the door taken. None: no door of this company is open to them.

    Raise RefusedError when the request waits already, or too many were made.
    """
    door = next((door for door in open_domains(by) if door.company_id == company_pk), None)
    if door is None:
        return None
    if not is_within(REQUESTS, "join a team", str(by.pk)):
        raise RefusedError(_("You have asked often today: try again tomorrow."))
    person = person_for(by, given_name, family_name)
    address = next(a for a in verified_addresses(by) if door.domain in parents_of(a))
    told = {"company": door.company, "person": person, "address": address, "function": function}
    if door.joining == CompanyDomain.Joining.OPEN:
        let_in(door.company, person, function, at=at, by=by)
        mails.send("team_joined", those_who_answer(door.company), told)
        return door
    try:
        with transaction.atomic():
            JoinRequest.objects.create(
                company=door.company, user=by, email=address, function=function, asked_at=at
            )
    except IntegrityError as error:
        raise RefusedError(_("You have asked already: the company has not answered yet.")) from error
    mails.send("team_asked", those_who_answer(door.company), told)
    return door


@transaction.atomic
def answer(request: JoinRequest, *, accepts: bool, by: User, at: datetime) -> None:
    """Accept or refuse ``request``, and tell who asked; of two who answer at once the second gets RefusedError."""
    found = JoinRequest.objects.filter(pk=request.pk, state=State.WAITING)
    state = State.ACCEPTED if accepts else State.REFUSED
    if not found.update(state=state, decided_at=at, decided_by=by):
        raise RefusedError(_("This request was answered meanwhile."))
    if accepts:
        asker = request.user
        let_in(request.company, person_for(asker, "", asker.email), request.function, at=at, by=by)
    mails.send("team_answer", request.email, {"company": request.company, "accepts": accepts})


def those_who_answer(company: Company) -> list[str]:
    """Return the address of the voting representative; of the staff where nobody votes or can be reached."""
    spells = Representative.objects.running_on(timezone.localdate()).filter(company=company)
    voting = spells.filter(vote=Representative.Vote.VOTING).exclude(person__email="")
    reached = list(voting.values_list("person__email", flat=True))
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("email")
    return reached or list(staff.values_list("email", flat=True))
