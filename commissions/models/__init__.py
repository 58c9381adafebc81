"""The models of the app."""

from commissions.models.commissions import Commission, CommissionQuerySet
from commissions.models.memberships import CommissionMembership, CommissionMembershipQuerySet
from commissions.models.milestones import CommissionMilestone
from commissions.models.proposals import SeatProposal, SeatProposalQuerySet

__all__ = [
    "Commission",
    "CommissionMembership",
    "CommissionMembershipQuerySet",
    "CommissionMilestone",
    "CommissionQuerySet",
    "SeatProposal",
    "SeatProposalQuerySet",
]
