"""Fields that several forms of elections share."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from elections.incidents import holds_a_secret
from leader.shared.typed import VisibleCharField
from territories.forms.life import EARLIEST, LATEST


class Moment(forms.DateTimeInput):
    """A day and an hour that a browser shows with its calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def within_reason(cleaned: dict[str, Any], form: forms.BaseForm) -> None:
    """Refuse days and hours of a year that cannot be right."""
    for name, value in list(cleaned.items()):
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and not EARLIEST <= day <= LATEST:
            form.add_error(name, ValidationError(_("This year cannot be right."), code="year"))


def no_secret(typed: str) -> None:
    """Refuse what looks like a code, a seed or a receipt, in a text that minutes or pages will show."""
    if holds_a_secret(typed):
        said = _("This looks like a code, a seed or a receipt: take it out, since the minutes would show it.")
        raise ValidationError(said, code="secret")


def text(label: Any, length: int, *, rows: int = 4, **kwargs: Any) -> VisibleCharField:
    """Return a field of several lines."""
    return VisibleCharField(
        label=label, max_length=length, many_lines=True, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )
