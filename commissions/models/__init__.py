"""The models of the app."""

from commissions.models.actions import ActionItem, ActionItemQuerySet
from commissions.models.announcements import (
    Announcement,
    AnnouncementChoice,
    AnnouncementDelivery,
    DeliveryQuerySet,
    How,
)
from commissions.models.attendances import Attendance, AttendanceQuerySet
from commissions.models.commissions import Commission, CommissionQuerySet
from commissions.models.documents import Document, DocumentFolder, DocumentQuerySet, DocumentVersion
from commissions.models.feeds import CalendarFeed, CalendarFeedQuerySet
from commissions.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from commissions.models.memberships import CommissionMembership, CommissionMembershipQuerySet
from commissions.models.milestones import CommissionMilestone
from commissions.models.minutes import MeetingMinutes, MinutesItem, MinutesQuerySet
from commissions.models.proposals import SeatProposal, SeatProposalQuerySet

__all__ = [
    "ActionItem",
    "ActionItemQuerySet",
    "AgendaItem",
    "Announcement",
    "AnnouncementChoice",
    "AnnouncementDelivery",
    "Attendance",
    "AttendanceQuerySet",
    "CalendarFeed",
    "CalendarFeedQuerySet",
    "Commission",
    "CommissionMembership",
    "CommissionMembershipQuerySet",
    "CommissionMilestone",
    "CommissionQuerySet",
    "DeliveryQuerySet",
    "Document",
    "DocumentFolder",
    "DocumentQuerySet",
    "DocumentVersion",
    "How",
    "Meeting",
    "MeetingMinutes",
    "MeetingQuerySet",
    "MinutesItem",
    "MinutesQuerySet",
    "SeatProposal",
    "SeatProposalQuerySet",
]
