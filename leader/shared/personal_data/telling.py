"""The file of a person: every row that is theirs, as plain values under the names that the screen uses."""

from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from leader.shared.personal_data.declaring import Place, declared
from leader.shared.personal_data.erasing import rows_of
from leader.shared.personal_data.subjects import Subject


def file_of(subject: Subject) -> list[dict[str, Any]]:
    """Return, place by place, what is kept of ``subject``, why, and for how long."""
    return [told for place in declared() if (told := _told(place, subject))["rows"]]


def _told(place: Place, subject: Subject) -> dict[str, Any]:
    own = rows_of(place, subject)
    keys = [f.name for f in place.model._meta.fields if isinstance(f, ForeignKey)]
    rows = [] if own is None else own.select_related(*keys) if keys else own
    return {
        "name": str(place.model._meta.verbose_name_plural),
        "processing": str(place.processing.name),
        "purpose": str(place.processing.purpose),
        "basis": str(place.processing.basis),
        "retention": str(place.processing.retention),
        "rows": [_row(place, row) for row in rows],
    }


def _row(place: Place, row: Model) -> list[dict[str, str]]:
    hidden = {*place.secret, "q", "version", "id"}
    fields = [f for f in row._meta.fields if f.name not in hidden and getattr(row, f.attname) not in (None, "")]
    return [{"field": str(f.verbose_name), "value": _shown(row, f)} for f in fields]


def _shown(row: Any, field: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field.get_internal_type() == "DateTimeField":
        return date_format(timezone.localtime(value), "j F Y H:i")
    if field.get_internal_type() == "DateField":
        return date_format(value, "j F Y")
    return str(value)
