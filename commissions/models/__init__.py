"""The models of the app."""

from commissions.models.actions import ActionItem, ActionItemQuerySet
from commissions.models.attendances import Attendance, AttendanceQuerySet
from commissions.models.commissions import Commission, CommissionQuerySet
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
    "Attendance",
    "AttendanceQuerySet",
    "CalendarFeed",
    "CalendarFeedQuerySet",
    "Commission",
    "CommissionMembership",
    "CommissionMembershipQuerySet",
    "CommissionMilestone",
    "CommissionQuerySet",
    "Meeting",
    "MeetingMinutes",
    "MeetingQuerySet",
    "MinutesItem",
    "MinutesQuerySet",
    "SeatProposal",
    "SeatProposalQuerySet",
]
