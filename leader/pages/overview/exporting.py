"""The overview as a table for a spreadsheet."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from leader.shared.exports import Column
from members.models import SizeClass
from territories.models.prospects import STAGES


def overview_columns(days: list[date]) -> list[Column]:
    """Return what is told of each territory, its trend a column a day."""
    return [
        Column(_("territory"), lambda row: row.territory.name),
        Column(_("day"), lambda row: row.day),
        Column(_("stage"), lambda row: row.territory.stage_label),
        Column(_("members"), lambda row: row.members),
        Column(_("of which at home there"), lambda row: row.home),
        Column(_("members a year before"), lambda row: row.year_before),
        Column(_("growth in a year"), lambda row: row.growth),
        *(_prospects(stage, label) for stage, label in STAGES),
        Column(_("companies known in the area"), lambda row: row.known),
        Column(_("members among them"), lambda row: row.covered),
        Column(_("coverage in percent"), lambda row: row.coverage),
        *(column for size in SizeClass for column in _sizes(size)),
        Column(_("announced on"), lambda row: row.territory.announced_on),
        Column(_("bureau elected on"), lambda row: row.territory.bureau_on),
        Column(_("days from announcement to bureau"), lambda row: row.days_to_bureau),
        *(_trend(place, day) for place, day in enumerate(days[:-1])),
    ]


def _prospects(stage: str, label: Any) -> Column:
    return Column(label, lambda row: row.prospects.get(stage, 0))


def _sizes(size: SizeClass) -> list[Column]:
    known, covered = _("%(size)s known"), _("%(size)s members")

    def told(place: int) -> Any:
        return lambda row: row.sizes.get(size.value, (0, 0))[place]

    return [
        Column(str(known) % {"size": size.label}, told(1)),
        Column(str(covered) % {"size": size.label}, told(0)),
    ]


def _trend(place: int, day: date) -> Column:
    heading = str(_("members on %(day)s")) % {"day": f"{day:%d/%m/%Y}"}
    return Column(heading, lambda row: row.trend[place])


def declared_columns() -> list[Column]:
    """Return what is told of a declared figure."""
    return [
        Column(_("territory"), lambda figure: figure.territory or _("the federation")),
        Column(_("subject"), lambda figure: figure.get_subject_display()),
        Column(_("figure"), lambda figure: figure.shown),
        Column(_("told for"), lambda figure: figure.told_on),
        Column(_("source"), lambda figure: figure.source),
    ]
