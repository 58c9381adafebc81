"""The applications for membership as a table."""

from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column


def application_columns() -> list[Column]:
    """Return the columns of an export of applications."""
    return [
        Column(_("company"), lambda row: row.name),
        Column(_("SIREN"), lambda row: row.siren),
        Column(_("country"), lambda row: row.country),
        Column(_("town"), lambda row: row.city),
        Column(_("territory"), lambda row: row.territory),
        Column(_("state"), lambda row: row.get_state_display()),
        Column(_("applicant"), lambda row: f"{row.given_name} {row.family_name}"),
        Column(_("function"), lambda row: row.function),
        Column(_("e-mail"), lambda row: row.email),
        Column(_("phone"), lambda row: row.phone),
        Column(_("why the company wishes to join"), lambda row: row.motivation),
        Column(_("sent at"), lambda row: row.submitted_at),
        Column(_("decided at"), lambda row: row.decided_at),
        Column(_("decided by"), lambda row: row.decided_by and (row.decided_by.person or row.decided_by)),
        Column(_("reason"), lambda row: row.reason),
    ]
