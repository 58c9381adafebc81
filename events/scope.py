"""Who may see and change events: what is published is public, the rest is for staff and the hosts."""

from typing import Any

from django.db.models import Q, QuerySet

from events.door.holding import events_welcomed_by, named
from events.models import (
    Admission,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    HostCall,
    HostCandidacy,
    Registration,
    Seat,
    SeatWish,
    Table,
)
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant
from members.scope import companies_of, person_of, staff
from territories.models import LeadRight
from territories.scope import is_lead, leads_may, territories_led_by

grant(
    Right.ADMINISTER,
    Admission,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    HostCall,
    HostCandidacy,
    Registration,
    Seat,
    SeatWish,
    Table,
)(staff)


@grant(Right.VIEW, Event)
def published(user: AnyUser) -> Q:
    """A published event is public."""
    return Q(is_published=True)


@grant(Right.VIEW, Event)
def hosted(user: AnyUser) -> Q | None:
    """A lead sees the events of the territory before they are published."""
    return Q(territory__in=territories_led_by(user)) if is_lead(user) else None


@grant(Right.VIEW, HostCall)
def everybody(user: AnyUser) -> Q:
    """Calls and what was decided are public."""
    return EVERY_ROW


@grant(Right.EDIT, HostCandidacy)
def of_led_territory(user: AnyUser) -> Q | None:
    """A lead keeps the candidacies of the territory."""
    return Q(territory__in=territories_led_by(user)) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.VIEW, Admission)
def of_seen_events(user: AnyUser) -> Q:
    """The terms of registration are known to whoever sees the event."""
    return Q(event__in=Event.objects.visible_to(user).values("pk"))


@grant(Right.EDIT, Registration)
def of_own_company(user: AnyUser) -> Q | None:
    """Whoever represents a company keeps its party."""
    return Q(company__in=companies_of(user)) if person_of(user) else None


@grant(Right.VIEW, Registration)
def at_hosted_event(user: AnyUser) -> Q | None:
    """A lead sees who comes to the events of the territory."""
    if not is_lead(user):
        return None
    hosted_events = Event.objects.filter(territory__in=territories_led_by(user))
    return Q(admission__in=Admission.objects.filter(event__in=hosted_events.values("pk")).values("pk"))


@grant(Right.VIEW, Attendee)
def of_seen_parties(user: AnyUser) -> Q:
    """Whoever sees a party sees who comes with it."""
    return Q(registration__in=Registration.objects.visible_to(user).values("pk"))


@grant(Right.VIEW, Attendee)
def at_a_welcomed_event(user: AnyUser) -> Q | None:
    """Whoever holds a door sees who is expected there."""
    if not user.is_authenticated:
        return None
    admissions = Admission.objects.filter(event__in=Event.objects.filter(named(user)).values("pk"))
    parties = Registration.objects.filter(admission__in=admissions.values("pk"), state="confirmed")
    return Q(registration__in=parties.values("pk"))


@grant(Right.EDIT, CheckIn)
def at_held_doors(user: AnyUser) -> Q | None:
    """Whoever holds a door records who comes in, and undoes a mistake, also of another door."""
    if not user.is_authenticated:
        return None
    events = events_welcomed_by(user).values("pk")
    return Q(admission__in=Admission.objects.filter(event__in=events).values("pk"))


@grant(Right.EDIT, DoorKeeper)
def of_hosted_doors(user: AnyUser) -> Q | None:
    """A lead names who holds the doors of the events of the territory."""
    if not is_lead(user):
        return None
    return Q(event__in=Event.objects.filter(territory__in=territories_led_by(user)).values("pk"))


@grant(Right.EDIT, SeatWish, Table)
def of_hosted_tables(user: AnyUser) -> Q | None:
    """A lead plans the tables of the events of the territory."""
    return Q(admission__in=_hosted_admissions(user)) if is_lead(user) else None


@grant(Right.EDIT, Seat)
def at_hosted_tables(user: AnyUser) -> Q | None:
    """A lead says who sits where at the events of the territory."""
    if not is_lead(user):
        return None
    return Q(table__in=Table.objects.filter(admission__in=_hosted_admissions(user)).values("pk"))


def _hosted_admissions(user: AnyUser) -> QuerySet[Any, Any]:
    hosted_events = Event.objects.filter(territory__in=territories_led_by(user))
    return Admission.objects.filter(event__in=hosted_events.values("pk")).values("pk")
