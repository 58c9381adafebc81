"""Who may see and change events: what is published is public, the rest is for staff and the hosts."""

from typing import Any

from django.db.models import Q, QuerySet

from events.door.holding import events_welcomed_by, named
from events.hosting.marking import is_of_the_bureau
from events.models import (
    Admission,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    FollowUp,
    FollowUpLetter,
    HostCall,
    HostCandidacy,
    HostDocument,
    HostMark,
    Photo,
    PhotoRemoval,
    Registration,
    Seat,
    SeatWish,
    SurveyAnswer,
    Table,
)
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant
from members.scope import companies_of, is_member, person_of, staff
from territories.models import LeadRight, Prospect
from territories.scope import is_lead, leads_may, territories_led_by

grant(
    Right.ADMINISTER,
    Admission,
    Attendee,
    CheckIn,
    DoorKeeper,
    Event,
    EventInvitation,
    FollowUp,
    FollowUpLetter,
    HostCall,
    HostCandidacy,
    HostDocument,
    HostMark,
    Photo,
    PhotoRemoval,
    Registration,
    Seat,
    SeatWish,
    SurveyAnswer,
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


@grant(Right.VIEW, HostCandidacy)
def before_the_bureau(user: AnyUser) -> Q | None:
    """The bureau of the federation reads what is submitted to it."""
    return Q(state=HostCandidacy.State.SUBMITTED) if is_of_the_bureau(user) else None


@grant(Right.VIEW, HostDocument)
def of_seen_candidacies(user: AnyUser) -> Q | None:
    """Whoever reads a candidacy reads its documents."""
    if not user.is_authenticated:
        return None
    return Q(candidacy__in=HostCandidacy.objects.visible_to(user).values("pk"))


@grant(Right.EDIT, HostMark)
def own_mark(user: AnyUser) -> Q | None:
    """Each of the bureau keeps the own marks; others see averages, once it is decided."""
    return Q(marker=user.pk) if is_of_the_bureau(user) else None


@grant(Right.EDIT, Photo)
def of_hosted_event(user: AnyUser) -> Q | None:
    """A lead keeps the photos of the events of the territory."""
    return Q(event__in=_hosted_events(user)) if is_lead(user) else None


@grant(Right.EDIT, PhotoRemoval)
def of_kept_photos(user: AnyUser) -> Q | None:
    """A lead reads who asks that one of these photos be taken off."""
    return (
        Q(photo__in=Photo.objects.filter(event__in=_hosted_events(user)).values("pk")) if is_lead(user) else None
    )


@grant(Right.VIEW, Photo)
def shown_to_everybody(user: AnyUser) -> Q:
    """A public photo of a published event is seen by all, until somebody asks that it be taken off."""
    return Q(is_public=True, hidden_at=None, event__in=Event.objects.filter(is_published=True).values("pk"))


@grant(Right.VIEW, Photo)
def shown_to_members(user: AnyUser) -> Q | None:
    """Members and leads see every photo of a published event that nobody asked to take off."""
    if not (is_member(user) or is_lead(user)):
        return None
    return Q(hidden_at=None, event__in=Event.objects.filter(is_published=True).values("pk"))


@grant(Right.EDIT, FollowUp)
def after_a_hosted_event(user: AnyUser) -> Q | None:
    """A lead thanks those who came to the events of the territory."""
    return Q(event__in=_hosted_events(user)) if is_lead(user) else None


@grant(Right.VIEW, SurveyAnswer)
def about_a_hosted_event(user: AnyUser) -> Q | None:
    """A lead reads what was thought of the events of the territory; nothing says by whom."""
    if not is_lead(user):
        return None
    return Q(follow_up__in=FollowUp.objects.filter(event__in=_hosted_events(user)).values("pk"))


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


@grant(Right.VIEW, EventInvitation)
def of_courted_companies(user: AnyUser) -> Q | None:
    """A lead sees what the pressenties of the territory answered."""
    if not is_lead(user):
        return None
    return Q(prospect__in=Prospect.objects.filter(territory__in=territories_led_by(user)).values("pk"))


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


def _hosted_events(user: AnyUser) -> QuerySet[Any, Any]:
    return Event.objects.filter(territory__in=territories_led_by(user)).values("pk")


def _hosted_admissions(user: AnyUser) -> QuerySet[Any, Any]:
    hosted_events = Event.objects.filter(territory__in=territories_led_by(user))
    return Admission.objects.filter(event__in=hosted_events.values("pk")).values("pk")
