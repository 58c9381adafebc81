"""The life of a commission: founded, renamed, merged into another, dissolved. Nothing of it is erased."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commissions import chairing
from commissions.joining import RefusedError, State, hold
from commissions.meetings import acts
from commissions.models import Commission, CommissionMilestone
from members.models import Person, User

Kind = CommissionMilestone.Kind


def slug_of(name: str) -> str:
    """Return the address that ``name`` gives."""
    return slugify(name)[:60].strip("-") or "commission"


def is_taken(name: str, *, but: Commission | None = None) -> bool:
    """Tell whether another commission than ``but`` has the name or the address, or had the address."""
    others, former = Commission.objects.all(), CommissionMilestone.objects.all()
    if but:
        others, former = others.exclude(pk=but.pk), former.exclude(commission=but)
    slug = slug_of(name)
    return (
        others.filter(name=name).exists()
        or others.filter(slug=slug).exists()
        or former.filter(former_slug=slug).exists()
    )


@transaction.atomic
def rename(commission: Commission, name: str, *, on: date) -> None:
    """Give ``commission`` another name and address from ``on``; the former address leads there."""
    locked = hold(commission)
    if is_taken(name, but=locked):
        raise RefusedError(_("Another commission has this name, or had it."))
    if name == locked.name:
        raise RefusedError(_("The commission has this name already."))
    former, slug = {"former_name": locked.name, "former_slug": locked.slug}, slug_of(name)
    # An own address that comes back, or is left once more, leads there by the newest milestone alone.
    own = locked.milestones.filter(former_slug__in=[slug, locked.slug])
    own.update(former_slug="")
    if slug == locked.slug:
        former["former_slug"] = ""
    locked.name, locked.slug = name, slug
    locked.save(update_fields=["name", "slug"])
    CommissionMilestone.objects.create(commission=locked, kind=Kind.RENAMED, happened_on=on, **former)


@transaction.atomic
def dissolve(commission: Commission, *, on: date, by: User, at: datetime, into: Commission | None = None) -> None:
    """End ``commission`` on ``on``, its last day: seats end, what waits is withdrawn, meetings are called off.

    Merged ``into`` another, whoever sat there is invited to sit in that one: nobody is seated without being asked.
    """
    # Both rows in the order of their keys: two merges that cross never wait for one another.
    held = {c.pk: hold(c) for c in sorted(filter(None, [commission, into]), key=lambda c: c.pk)}
    locked = held[commission.pk]
    _refuse_impossible_end(locked, on, timezone.localdate(at))
    if into and not held[into.pk].is_alive_on(timezone.localdate(at)):
        raise RefusedError(_("The commission that goes on does not meet any more, or not yet."))
    seats = locked.commission_memberships.running_on(on)
    people = list(Person.objects.filter(pk__in=seats.values("person")))
    locked.commission_memberships.filter(starts_on__gt=on).delete()
    seats.update(ends_on=Greatest(F("starts_on"), on))
    locked.proposals.waiting().update(state=State.WITHDRAWN, answered_at=at, answered_by=by)
    locked.dissolved_on, locked.merged_into = on, held[into.pk] if into else None
    locked.save(update_fields=["dissolved_on", "merged_into"])
    acts.call_off_after(locked, on, _why_it_ends(locked), at=at)
    if into:
        _invite_all(held[into.pk], people, locked, by, at)


def _why_it_ends(commission: Commission) -> str:
    if commission.merged_into:
        return _("The commission goes on in %(name)s.") % {"name": commission.merged_into.name}
    return _("The commission is dissolved.")


def _refuse_impossible_end(commission: Commission, on: date, today: date) -> None:
    if commission.dissolved_on:
        raise RefusedError(_("This commission was dissolved already."))
    if on > today or (commission.founded_on and on < commission.founded_on):
        raise RefusedError(_("Give a last day between its founding and today."))


def _invite_all(into: Commission, people: list[Person], merged: Commission, by: User, at: datetime) -> None:
    message = _("%(merged)s goes on in this commission.") % {"merged": merged.name}
    for person in people:
        try:
            chairing.invite(into, person, message=message, by=by, at=at)
        except RefusedError:  # sits there already, or cannot sit there: nothing to ask
            continue
