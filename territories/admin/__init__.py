"""The desks of the federation, its territories and what hangs on them."""

from territories.admin.affiliations import AffiliationAdmin
from territories.admin.applications import ApplicationAdmin
from territories.admin.areas import AreaChangeAdmin, HomeQuestionAdmin
from territories.admin.companies import TerritorialCompanyAdmin
from territories.admin.federation import FederationAdmin
from territories.admin.figures import DeclaredFigureAdmin
from territories.admin.mandates import MandateAdmin, OfficeAdmin, OutsideMandateAdmin
from territories.admin.memberships import TerritorialMembershipAdmin
from territories.admin.openings import OpeningAdmin
from territories.admin.prospects import ProspectAdmin
from territories.admin.renewals import RenewalNoticeAdmin
from territories.admin.shadowing import ShadowingAdmin
from territories.admin.successions import SuccessionAdmin, TransferAdmin
from territories.admin.tasks import ChecklistStepAdmin, TaskAdmin
from territories.admin.territories import TerritoryAdmin, TerritoryLeadAdmin

__all__ = [
    "AffiliationAdmin",
    "ApplicationAdmin",
    "AreaChangeAdmin",
    "ChecklistStepAdmin",
    "DeclaredFigureAdmin",
    "FederationAdmin",
    "HomeQuestionAdmin",
    "MandateAdmin",
    "OfficeAdmin",
    "OpeningAdmin",
    "OutsideMandateAdmin",
    "ProspectAdmin",
    "RenewalNoticeAdmin",
    "ShadowingAdmin",
    "SuccessionAdmin",
    "TaskAdmin",
    "TerritorialCompanyAdmin",
    "TerritorialMembershipAdmin",
    "TerritoryAdmin",
    "TerritoryLeadAdmin",
    "TransferAdmin",
]
