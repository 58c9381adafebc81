"""The dossiers of opening as a table."""

from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column


def opening_columns() -> list[Column]:
    """Return the columns of an export of dossiers; each row tells its ``prospect_count``."""
    return [
        Column(_("territory"), lambda row: row.name),
        Column(_("state"), lambda row: row.get_state_display()),
        Column(_("author"), lambda row: row.author.person or row.author),
        Column(_("submitted at"), lambda row: row.submitted_at),
        Column(_("opening planned on"), lambda row: row.opens_on),
        Column(_("bureau and president elected by"), lambda row: row.election_due_on),
        Column(_("pressenties"), lambda row: row.prospect_count),
        Column(_("decided at"), lambda row: row.decided_at),
        Column(_("reason"), lambda row: row.decision_reason),
    ]
