"""The desks of people, accounts, companies and memberships."""

from members.admin.accounts import UserAdmin
from members.admin.activities import ActivityAdmin, ActivitySectionAdmin
from members.admin.companies import CompanyAdmin
from members.admin.memberships import MembershipAdmin
from members.admin.people import PersonAdmin, RepresentativeAdmin

__all__ = [
    "ActivityAdmin",
    "ActivitySectionAdmin",
    "CompanyAdmin",
    "MembershipAdmin",
    "PersonAdmin",
    "RepresentativeAdmin",
    "UserAdmin",
]
