"""How a company joins: its membership, its place in a territory, and who represents it.

An application that is accepted and a prospect that becomes a member do the same. What is recorded already stays.
"""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from leader.shared.scope import AnyUser
from members.models import Category, Company, Membership, Person, Representative
from territories.models import Affiliation, Federation, Prospect, ProspectExchange, Territory
from territories.scope import territories_run_by
from territories.succession.holding import hold


def join(company: Company, on: date, category: Category = Category.MEMBER) -> Membership | None:
    """Make ``company`` a member from ``on``, for the federation's period or until a membership to come begins.

    Return the membership made; None when the company has a member's rights on that day already.
    """
    if company.is_member_on(on):
        return None
    later = company.memberships.filter(starts_on__gt=on).order_by("starts_on").first()
    made = Membership(company=company, starts_on=on, category=category)
    if made.meaning.renews:
        terms = Federation.load().terms
        made.ends_on, made.grace_days = terms.last_day(on, is_first=True), terms.grace_days
    if later and (made.ends_on is None or made.ends_on >= later.starts_on):
        made.ends_on, made.grace_days = later.starts_on - timedelta(days=1), 0  # the later one goes on
    made.save()
    return made


def stop_courting(company: Company, on: date, *, by: AnyUser | None, territory: Territory | None = None) -> None:
    """Tell every other territory that courts ``company`` that it is a member from ``on``, through ``territory``.

    To go on courting a member would count actions that nobody owes, and ask the contact in the end whether we may
    keep the address.
    """
    courted = company.prospects.courted().select_for_update(no_key=True).order_by("pk")
    others = list(courted.exclude(territory=territory) if territory else courted)
    told = {"day": f"{on:%d/%m/%Y}", "where": territory.name if territory else gettext("the federation")}
    said = gettext("Member from %(day)s on, through %(where)s.") % told
    ended = {"state": Prospect.State.MEMBER, "reason": "", "next_action": "", "next_action_on": None}
    Prospect.objects.filter(pk__in=[each.pk for each in others]).update(**ended)
    for each in others:
        ProspectExchange.objects.create(
            prospect=each, kind=ProspectExchange.Kind.OTHER, summary=said, author_id=by.pk if by else None
        )


def affiliate(company: Company, territory: Territory, on: date, *, by: AnyUser, moves_home: bool) -> bool:
    """Let ``company`` belong to ``territory`` from ``on``; tell whether it is at home there.

    A home elsewhere stays, and this territory becomes secondary; with ``moves_home`` it ends the day before,
    where ``by`` runs that territory too: nobody takes a company out of a territory of others.
    """
    spells = Affiliation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), company=company)
    # Held in one order with whoever merges or closes them, who holds the territories first as well.
    hold(territory, *Territory.objects.filter(pk__in=spells.values("territory")))
    here, homes = spells.filter(territory=territory), spells.filter(is_home=True).exclude(territory=territory)
    others = homes.exclude(territory__in=territories_run_by(by)) if moves_home else homes
    is_home = not others.exists()
    running = here.running_on(on).first()
    if running and (running.is_home or not (moves_home and is_home)):
        return running.is_home
    for spell in [*here, *(homes if is_home else [])]:
        _end_before(spell, on)
    Affiliation.objects.create(company=company, territory=territory, is_home=is_home, starts_on=on)
    return is_home


def _end_before(spell: Affiliation, day: date) -> None:
    if spell.starts_on < day:
        spell.ends_on = day - timedelta(days=1)
        spell.save(update_fields=["ends_on"])
    else:
        spell.delete()  # it would have begun that day or later: its history keeps it


def represent(company: Company, person: Person, on: date, *, function: str = "") -> bool:
    """Let ``person`` represent ``company``, with its vote if nobody has it or will; tell whether they vote.

    What is planned for the person already goes on after the days until then.
    """
    spells = Representative.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), company=company)
    own = spells.running_on(on).filter(person=person).first()
    if own is None:
        planned = spells.filter(person=person).order_by("starts_on").first()
        last = planned.starts_on - timedelta(days=1) if planned else None
        own = Representative(person=person, company=company, starts_on=on, ends_on=last)
    others = spells.filter(vote=Representative.Vote.VOTING).exclude(pk=own.pk)
    if not (others.filter(starts_on__lte=own.ends_on) if own.ends_on else others).exists():
        own.vote = Representative.Vote.VOTING
    own.function = own.function or function
    own.save()
    return own.vote == Representative.Vote.VOTING
