"""The prospects as a table, one by one and counted by territory."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column
from territories.models.prospects import FORMER, STAGES
from territories.pipeline.board import LABELS


def prospect_columns() -> list[Column]:
    """Return the columns of an export of prospects ``with_signs``."""
    return [
        Column(_("company"), lambda row: row.company.name),
        Column(_("SIREN"), lambda row: row.company.siren),
        Column(
            _("town"), lambda row: row.company.city or (row.company.commune.name if row.company.commune else "")
        ),
        Column(_("territory"), lambda row: row.territory.name),
        Column(_("stage"), lambda row: LABELS[row.stage]),
        Column(_("at this stage since"), lambda row: row.state_since),
        Column(_("membership ended on"), lambda row: row.ended_on if row.stage == FORMER else None),
        Column(_("why it stopped"), lambda row: row.reason),
        Column(_("not to be canvassed"), lambda row: row.refuses_canvassing),
        Column(_("followed by"), lambda row: row.owner),
        Column(_("sponsor"), lambda row: row.sponsor),
        Column(_("contact"), lambda row: row.contact_name),
        Column(_("contact's e-mail"), lambda row: row.contact_email),
        Column(_("next action"), lambda row: row.next_action),
        Column(_("next action on"), lambda row: row.next_action_on),
    ]


def overview_columns() -> list[Column]:
    """Return the columns of an export of the pipeline: one row a territory, one column a stage."""

    def counted(name: str) -> Callable[[Any], Any]:
        return lambda row: getattr(row, name)

    return [
        Column(_("territory"), lambda row: row.name),
        *(Column(label, counted(f"count_{state}")) for state, label in STAGES),
        Column(_("action late"), counted("count_late")),
        Column(_("still for 90 days"), counted("count_stale")),
    ]
