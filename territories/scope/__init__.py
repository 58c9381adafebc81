"""Who may see and change territories and what hangs on them: staff, and the leads of the day."""

from territories.scope import companies, territorial  # their grants hold once they are read
from territories.scope.companies import companies_run_by
from territories.scope.leading import (
    is_lead,
    leads_may,
    leads_with_account,
    led_with,
    may_answer_applications,
    may_create,
    may_exchange,
    may_export,
    may_import,
    rights_of,
    territories_led_by,
    territories_run_by,
)
from territories.scope.openings import (
    finds_openings,
    invitation_of,
    may_open,
    openings_of,
)

__all__ = [
    "companies",
    "companies_run_by",
    "finds_openings",
    "invitation_of",
    "is_lead",
    "leads_may",
    "leads_with_account",
    "led_with",
    "may_answer_applications",
    "may_create",
    "may_exchange",
    "may_export",
    "may_import",
    "may_open",
    "openings_of",
    "rights_of",
    "territorial",
    "territories_led_by",
    "territories_run_by",
]
