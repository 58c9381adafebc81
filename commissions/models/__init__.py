"""The models of the app."""

from commissions.models.attendances import Attendance, AttendanceQuerySet
from commissions.models.commissions import Commission, CommissionQuerySet
from commissions.models.meetings import AgendaItem, Meeting, MeetingQuerySet
from commissions.models.memberships import CommissionMembership, CommissionMembershipQuerySet
from commissions.models.milestones import CommissionMilestone
from commissions.models.proposals import SeatProposal, SeatProposalQuerySet

__all__ = [
    "AgendaItem",
    "Attendance",
    "AttendanceQuerySet",
    "Commission",
    "CommissionMembership",
    "CommissionMembershipQuerySet",
    "CommissionMilestone",
    "CommissionQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "SeatProposal",
    "SeatProposalQuerySet",
]
