"""Who may see and change commissions: everybody sees them, members see who sits there, chairs keep theirs.

A seat gives its rights while its person speaks for a member: whoever does so no more keeps the seat, and reads and
keeps nothing by it until they do again. Who administers people without being a member (a lead) sees where these
sit, and nobody else.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from commissions.models import (
    ActionItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
    SeatProposal,
)
from leader.shared.scope import EVERY_ROW, AnyUser, Right, grant, granted, one_of
from members.models import Person
from members.scope import is_member, person_of, staff
from territories.models import LeadRight
from territories.scope import leads_may, led_with, may_create

grant(
    Right.ADMINISTER,
    ActionItem,
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    Attendance,
    CalendarFeed,
    Commission,
    CommissionMembership,
    CommissionMilestone,
    Document,
    DocumentFolder,
    DocumentVersion,
    Meeting,
    MeetingMinutes,
    SeatProposal,
)(staff)


@grant(Right.EDIT, CalendarFeed)
def own_calendars(user: AnyUser) -> Q | None:
    """Everybody keeps their own private calendars."""
    return Q(user=user.pk) if user.is_authenticated and user.is_active else None


@grant(Right.VIEW, Commission, CommissionMilestone)
def everybody(user: AnyUser) -> Q:
    """Commissions, their themes and their history are public."""
    return EVERY_ROW


@grant(Right.VIEW, CommissionMembership, Meeting)
def members(user: AnyUser) -> Q | None:
    """A member sees who sits in every commission, and when each meets."""
    return EVERY_ROW if is_member(user) else None


@grant(Right.VIEW, CommissionMembership)
def of_people_one_administers(user: AnyUser) -> Q | None:
    """Whoever administers a person knows where they sit: the filter of the directory answers a lead by this."""
    administered = granted(Person, Right.ADMINISTER, user)
    return None if administered is None else Q(person__in=Person.objects.filter(administered).values("pk"))


def sees_every_seat(user: AnyUser) -> bool:
    """Tell whether ``user`` sees all who sit in commissions, and not only people of their own."""
    return staff(user) is EVERY_ROW or is_member(user)


@grant(Right.VIEW, Person)
def people_in_commissions(user: AnyUser) -> Q | None:
    """A member sees the people who sit in commissions today."""
    if not is_member(user):
        return None
    sitting = CommissionMembership.objects.running_on(timezone.localdate())
    return Q(pk__in=sitting.values("person"))


@grant(Right.EDIT, Commission)
def chaired(user: AnyUser) -> Q | None:
    """The chair of the day keeps the commission's page."""
    if not is_member(user):
        return None
    chairs = _own_seats(user).filter(role=CommissionMembership.Role.CHAIR)
    return Q(pk__in=chairs.values("commission"))


@grant(Right.EDIT, Commission)
def of_a_territory_one_leads(user: AnyUser) -> Q | None:
    """The lead of a territory keeps its commissions."""
    return Q(territory__in=led_with(user, LeadRight.EDIT)) if leads_may(user, LeadRight.EDIT) else None


@grant(Right.EDIT, CommissionMembership, SeatProposal)
def of_a_commission_one_keeps(user: AnyUser) -> Q | None:
    """Whoever keeps a commission answers those who ask, invites, and sees who sits there."""
    if person_of(user) is None:
        return None
    return Q(commission__in=Commission.objects.editable_by(user).values("pk"))


@grant(Right.VIEW, SeatProposal)
def own_proposals(user: AnyUser) -> Q | None:
    """Everybody sees what they asked and to what they are invited."""
    return Q(person=person_of(user)) if person_of(user) else None


def commissions_convened_by(user: AnyUser) -> Any:
    """Return the commissions whose meetings ``user`` keeps: those one keeps, and those one is vice-chair of."""
    kept = Commission.objects.editable_by(user)
    if not is_member(user):
        return kept
    seconded = _own_seats(user).filter(role=CommissionMembership.Role.VICE_CHAIR)
    return Commission.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=seconded.values("commission")))


@grant(Right.EDIT, Meeting)
def of_a_commission_one_convenes(user: AnyUser) -> Q | None:
    """Whoever keeps a commission, and its vice-chairs, keep its meetings."""
    if person_of(user) is None:
        return None
    return Q(commission__in=commissions_convened_by(user).values("pk"))


@grant(Right.VIEW, MeetingMinutes)
def approved_minutes(user: AnyUser) -> Q | None:
    """A member reads the minutes once they are approved."""
    return Q(approved_at__isnull=False) if is_member(user) else None


@grant(Right.VIEW, ActionItem)
def actions_of_approved_minutes(user: AnyUser) -> Q | None:
    """A member sees what is to be done once the minutes say it."""
    if not is_member(user):
        return None
    return Q(meeting__in=MeetingMinutes.objects.filter(approved_at__isnull=False).values("meeting"))


@grant(Right.EDIT, ActionItem)
def own_actions(user: AnyUser) -> Q | None:
    """Whoever has an action says when it is done."""
    return Q(owner=person_of(user)) if person_of(user) else None


@grant(Right.EDIT, ActionItem, Attendance, MeetingMinutes)
def at_a_meeting_one_keeps(user: AnyUser) -> Q | None:
    """Whoever keeps a meeting takes its attendance, writes its minutes, follows its actions."""
    if person_of(user) is None:
        return None
    return Q(meeting__in=Meeting.objects.editable_by(user).values("pk"))


@grant(Right.VIEW, Attendance)
def own_attendances(user: AnyUser) -> Q | None:
    """Everybody sees to what they are invited."""
    return Q(person=person_of(user)) if person_of(user) else None


@grant(Right.VIEW, Attendance)
def of_a_commission_one_sits_in(user: AnyUser) -> Q | None:
    """Whoever sits in a commission sees who comes to its meetings."""
    if not is_member(user):
        return None
    return Q(meeting__in=Meeting.objects.filter(commission__in=sat_in_by(user)).values("pk"))


def _own_seats(user: AnyUser) -> QuerySet[Any]:
    """Return the seats of today of ``user``: none of whoever speaks for no member any more."""
    seats: QuerySet[Any] = CommissionMembership.objects.running_on(timezone.localdate()).order_by()
    return seats.filter(person=person_of(user)) if is_member(user) else seats.none()


def sat_in_by(user: AnyUser) -> QuerySet[Any, Any]:
    """Return the keys of the commissions in which ``user`` sits today, and may."""
    return _own_seats(user).values("commission")


def commissions_filled_by(user: AnyUser) -> Any:
    """Return the commissions to which ``user`` may bring documents: one sits there, or keeps the meetings."""
    convened = commissions_convened_by(user)
    return Commission.objects.filter(Q(pk__in=convened.values("pk")) | Q(pk__in=sat_in_by(user)))


@grant(Right.VIEW, Document)
def public_documents(user: AnyUser) -> Q:
    """Everybody reads what is shown to everybody."""
    return Q(visibility=Document.Visibility.PUBLIC, withdrawn_at=None)


@grant(Right.VIEW, Document)
def documents_of_members(user: AnyUser) -> Q | None:
    """A member reads what is shown to all the members."""
    return Q(visibility=Document.Visibility.MEMBERS, withdrawn_at=None) if is_member(user) else None


@grant(Right.VIEW, Document)
def documents_of_a_commission_one_sits_in(user: AnyUser) -> Q | None:
    """Whoever sits in a commission reads all its documents."""
    return Q(commission__in=sat_in_by(user), withdrawn_at=None) if is_member(user) else None


@grant(Right.EDIT, Document)
def own_documents(user: AnyUser) -> Q | None:
    """Whoever sits in a commission keeps the documents that they brought."""
    if not is_member(user):
        return None
    return Q(brought_by=user.pk, commission__in=sat_in_by(user), withdrawn_at=None)


@grant(Right.EDIT, Document, DocumentFolder)
def documents_of_a_commission_one_convenes(user: AnyUser) -> Q | None:
    """Whoever keeps the meetings of a commission keeps its folders and documents, those withdrawn included."""
    if person_of(user) is None:
        return None
    return Q(commission__in=commissions_convened_by(user).values("pk"))


@grant(Right.VIEW, DocumentFolder)
def folders_of_a_commission_one_sits_in(user: AnyUser) -> Q | None:
    """Whoever sits in a commission puts documents into its folders."""
    return Q(commission__in=sat_in_by(user)) if is_member(user) else None


@grant(Right.VIEW, DocumentVersion)
def newest_versions(user: AnyUser) -> Q:
    """Whoever reads a document reads its newest version: those before may have been written for fewer people."""
    return Q(is_current=True) & one_of(Document.objects.visible_to(user), "pk", of="document")


@grant(Right.VIEW, DocumentVersion)
def every_version(user: AnyUser) -> Q | None:
    """Whoever sits in the commission, or keeps the document, reads every version."""
    if person_of(user) is None:
        return None
    inside = Document.objects.kept().filter(commission__in=sat_in_by(user))
    kept = Document.objects.editable_by(user)
    return one_of(inside, "pk", of="document") | one_of(kept, "pk", of="document")


@grant(Right.VIEW, Announcement)
def announcements_of_a_commission_one_sits_in(user: AnyUser) -> Q | None:
    """Whoever sits in a commission reads what was announced to it."""
    return Q(commission__in=sat_in_by(user)) if is_member(user) else None


@grant(Right.VIEW, Announcement)
def announcements_of_a_commission_one_keeps(user: AnyUser) -> Q | None:
    """Whoever keeps a commission reads what was announced to it."""
    if person_of(user) is None:
        return None
    return Q(commission__in=Commission.objects.editable_by(user).values("pk"))


@grant(Right.EDIT, AnnouncementChoice)
def own_choices(user: AnyUser) -> Q | None:
    """Everybody chooses how they get announcements."""
    return Q(person=person_of(user)) if person_of(user) else None


def commissions_run_by(user: AnyUser) -> Any:
    """Return the commissions whose life ``user`` keeps: all for staff, those of a territory for its lead."""
    commissions = Commission.objects.order_by("name")
    if getattr(user, "is_staff", False):
        return commissions.administered_by(user)
    return commissions.filter(territory__in=led_with(user, LeadRight.EDIT))


def may_found(user: AnyUser) -> bool:
    """Tell whether ``user`` may found a commission, of the federation or of a territory."""
    return may_create(user)


@dataclass(frozen=True)
class Place:
    """The place of somebody in a commission today: the seat, or what waits for an answer, or nothing."""

    seat: CommissionMembership | None = None
    proposal: SeatProposal | None = None


def place_of(user: AnyUser, commission: Commission, day: date) -> Place:
    """Return the place of ``user`` in ``commission`` on ``day``."""
    person = person_of(user)
    if person is None:
        return Place()
    seats: QuerySet[Any] = CommissionMembership.objects.running_on(day)
    proposals: QuerySet[Any] = SeatProposal.objects.waiting()
    return Place(
        seat=seats.filter(commission=commission, person=person).first(),
        proposal=proposals.filter(commission=commission, person=person).first(),
    )
