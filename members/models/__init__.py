"""People, accounts, companies and memberships."""

from members.models.activities import Activity, ActivitySection
from members.models.audiences import Audience, Field
from members.models.categories import Category
from members.models.companies import Company, CompanyFigures, SizeClass
from members.models.data_requests import ContactPreference, DataRequest
from members.models.disclosures import Disclosure
from members.models.duplicates import DuplicatePair, DuplicateSearch, MergeRecord
from members.models.keywords import CompanyKeyword, Keyword
from members.models.memberships import Membership
from members.models.nomenclatures import Activity2025, LegalCategory, StaffBand
from members.models.pages import CompanyPage
from members.models.people import Person, Representative
from members.models.refresh import RegisterDifference, RegisterSnapshot
from members.models.register import RegisterAnswer, RegisterGate
from members.models.sites import Site
from members.models.teams import CompanyDomain, JoinRequest, TeamInvitation
from members.models.users import User

__all__ = [
    "Activity",
    "Activity2025",
    "ActivitySection",
    "Audience",
    "Category",
    "Company",
    "CompanyDomain",
    "CompanyFigures",
    "CompanyKeyword",
    "CompanyPage",
    "ContactPreference",
    "DataRequest",
    "Disclosure",
    "DuplicatePair",
    "DuplicateSearch",
    "Field",
    "JoinRequest",
    "Keyword",
    "LegalCategory",
    "Membership",
    "MergeRecord",
    "Person",
    "RegisterAnswer",
    "RegisterDifference",
    "RegisterGate",
    "RegisterSnapshot",
    "Representative",
    "Site",
    "SizeClass",
    "StaffBand",
    "TeamInvitation",
    "User",
]
