"""The desks of people, accounts, companies and memberships."""

from members.admin.accounts import UserAdmin
from members.admin.activities import (
    Activity2025Admin,
    ActivityAdmin,
    ActivitySectionAdmin,
    LegalCategoryAdmin,
    StaffBandAdmin,
)
from members.admin.companies import CompanyAdmin
from members.admin.data_requests import ContactPreferenceAdmin, DataRequestAdmin
from members.admin.duplicates import DuplicatePairAdmin, MergeRecordAdmin
from members.admin.memberships import MembershipAdmin
from members.admin.people import PersonAdmin, RepresentativeAdmin
from members.admin.presentation import CompanyKeywordAdmin, CompanyPageAdmin, KeywordAdmin, SiteAdmin
from members.admin.register import RegisterDifferenceAdmin, RegisterSnapshotAdmin
from members.admin.teams import CompanyDomainAdmin, DisclosureAdmin, JoinRequestAdmin, TeamInvitationAdmin

__all__ = [
    "Activity2025Admin",
    "ActivityAdmin",
    "ActivitySectionAdmin",
    "CompanyAdmin",
    "CompanyDomainAdmin",
    "CompanyKeywordAdmin",
    "CompanyPageAdmin",
    "ContactPreferenceAdmin",
    "DataRequestAdmin",
    "DisclosureAdmin",
    "DuplicatePairAdmin",
    "JoinRequestAdmin",
    "KeywordAdmin",
    "LegalCategoryAdmin",
    "MembershipAdmin",
    "MergeRecordAdmin",
    "PersonAdmin",
    "RegisterDifferenceAdmin",
    "RegisterSnapshotAdmin",
    "RepresentativeAdmin",
    "SiteAdmin",
    "StaffBandAdmin",
    "TeamInvitationAdmin",
    "UserAdmin",
]
