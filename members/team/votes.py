"""Who votes for the company, and who stands in: handed over from a day on, in one act."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from leader.shared import mails
from leader.shared.periods import on_day
from members.models import Company, Representative
from members.team.changing import RefusedError, changing
from members.team.spells import change

Vote = Representative.Vote


def hand_over(
    company: Company, to: Representative, on: date, *, stays: bool, by: Any, seen: str | None = None
) -> None:
    """Give the vote of ``company`` to the person of ``to`` from ``on``.

    With ``stays`` whoever had it becomes the alternate; else they represent the company without a vote.
    Raise RefusedError when the team has changed since ``seen`` or has other plans for that day.
    """
    with changing(company, by=by, seen=seen):
        seats = _seats(company, on, to)
        former = seats.pop(Vote.VOTING, None)
        if former and former.person_id == to.person_id:
            raise RefusedError(_("%(name)s has the vote on this day already.") % {"name": to.person})
        if former:
            change(former, on, vote=Vote.NONE)
        taker = change(_reached(to, on), on, vote=Vote.VOTING)
        if former and stays:
            alternate = seats.get(Vote.ALTERNATE)
            if alternate and alternate.person_id != to.person_id:
                change(alternate, on, vote=Vote.NONE)
            change(_reached(former, on), on, vote=Vote.ALTERNATE)
        _tell(company, taker, on)


def name_alternate(
    company: Company, to: Representative | None, on: date, *, by: Any, seen: str | None = None
) -> None:
    """Let the person of ``to`` stand in for the voting representative from ``on``; None: nobody."""
    with changing(company, by=by, seen=seen):
        seats = _seats(company, on, to)
        holder = seats.get(Vote.VOTING)
        if to and holder and holder.person_id == to.person_id:
            said = _("%(name)s votes for the company: hand the vote over first.")
            raise RefusedError(said % {"name": to.person})
        former = seats.get(Vote.ALTERNATE)
        if former and (to is None or former.person_id != to.person_id):
            change(former, on, vote=Vote.NONE)
        if to:
            change(_reached(to, on), on, vote=Vote.ALTERNATE)


def _seats(company: Company, on: date, to: Representative | None) -> dict[str, Representative]:
    """Return who holds the vote and who stands in on ``on``; refuse where something is planned for later."""
    spells = Representative.objects.filter(company=company).exclude(vote=Vote.NONE)
    planned = Representative.objects.filter(company=company, starts_on__gt=on)
    concerned = planned.exclude(vote=Vote.NONE) | (planned.filter(person=to.person_id) if to else planned.none())
    if later := concerned.order_by("starts_on").first():
        said = _("A change is planned for %(day)s already: cancel it first.")
        raise RefusedError(said % {"day": f"{later.starts_on:%d/%m/%Y}"})
    return {spell.vote: spell for spell in spells.filter(on_day(on)).select_related("person")}


def _reached(spell: Representative, on: date) -> Representative:
    """Return the spell of the same person that runs on ``on``, as it is stored now."""
    running = Representative.objects.running_on(on).filter(company=spell.company_id, person=spell.person_id)
    found = running.select_related("person").first()
    if found is None:
        said = _("%(name)s does not represent the company on this day.")
        raise RefusedError(said % {"name": spell.person})
    return found


def _tell(company: Company, taker: Representative, on: date) -> None:
    if taker.person.email:
        mails.send("team_vote", taker.person.email, {"company": company, "day": on, "person": taker.person})
