"""People, accounts, companies and memberships."""

from members.models.activities import Activity, ActivitySection
from members.models.audiences import Audience, Field
from members.models.companies import Company, CompanyFigures, SizeClass
from members.models.disclosures import Disclosure
from members.models.memberships import Membership
from members.models.nomenclatures import Activity2025, LegalCategory, StaffBand
from members.models.people import Person, Representative
from members.models.refresh import RegisterDifference, RegisterSnapshot
from members.models.register import RegisterAnswer, RegisterGate
from members.models.teams import CompanyDomain, JoinRequest, TeamInvitation
from members.models.users import User

__all__ = [
    "Activity",
    "Activity2025",
    "ActivitySection",
    "Audience",
    "Company",
    "CompanyDomain",
    "CompanyFigures",
    "Disclosure",
    "Field",
    "JoinRequest",
    "LegalCategory",
    "Membership",
    "Person",
    "RegisterAnswer",
    "RegisterDifference",
    "RegisterGate",
    "RegisterSnapshot",
    "Representative",
    "SizeClass",
    "StaffBand",
    "TeamInvitation",
    "User",
]
