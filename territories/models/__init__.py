"""The federation, its territories and their people, from the first idea to the day they close."""

from territories.models.affiliations import Affiliation
from territories.models.applications import Application, ApplicationQuestion
from territories.models.areas import AreaChange, HomeCandidate, HomeQuestion
from territories.models.federation import Federation
from territories.models.figures import DeclaredFigure
from territories.models.imports import CompanyImport, ImportLine, ImportRow
from territories.models.invitations import OpeningInvitation
from territories.models.lead_rights import LeadRight
from territories.models.mandates import Mandate, Office, OutsideMandate
from territories.models.opening_parts import OpeningArea, OpeningProspect, OpeningRemark, OpeningTeamMember
from territories.models.openings import Opening
from territories.models.prospect_files import ProspectFile
from territories.models.prospects import Prospect, ProspectExchange
from territories.models.renewals import RenewalNotice
from territories.models.shadowing import Shadowing
from territories.models.successions import Succession
from territories.models.tasks import ChecklistStep, Task
from territories.models.territories import AreaPart, Stage, StageKind, Territory, TerritoryLead
from territories.models.transfers import Transfer

__all__ = [
    "Affiliation",
    "Application",
    "ApplicationQuestion",
    "AreaChange",
    "AreaPart",
    "ChecklistStep",
    "CompanyImport",
    "DeclaredFigure",
    "Federation",
    "HomeCandidate",
    "HomeQuestion",
    "ImportLine",
    "ImportRow",
    "LeadRight",
    "Mandate",
    "Office",
    "Opening",
    "OpeningArea",
    "OpeningInvitation",
    "OpeningProspect",
    "OpeningRemark",
    "OpeningTeamMember",
    "OutsideMandate",
    "Prospect",
    "ProspectExchange",
    "ProspectFile",
    "RenewalNotice",
    "Shadowing",
    "Stage",
    "StageKind",
    "Succession",
    "Task",
    "Territory",
    "TerritoryLead",
    "Transfer",
]
