"""The rows of a list, written at once: the stock admin asks anew for each cell what its column is.

The markup is the stock admin's, so that its styles and scripts serve.
"""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_list import _coerce_field_name  # type: ignore[attr-defined]
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field, quote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, ForeignKey, TimeField
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

PLACE = "__key__"  # stands in an address where the key of each row goes
Cell = Callable[[Any], str]


def rows_of(changes: Any) -> SafeString:
    """Return the rows of the page that the list ``changes`` (a ChangeList) shows."""
    columns = [_column(changes, name, place) for place, name in enumerate(changes.list_display)]
    return _joined(_joined(["<tr>", *(cell(row) for cell in columns), "</tr>"]) for row in changes.result_list)


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped where it is made


def _column(changes: Any, name: Any, place: int) -> Cell:
    """Return the function that writes the cell of a row in the column ``name``."""
    if name == "action_checkbox":
        return _checkbox()
    text = _text_of(changes, name)
    told = f'class="field-{_coerce_field_name(name, place)}'
    link = _link(changes) if _leads_on(changes, name, place) else None

    def cell(row: Any) -> str:
        shown, is_short = text(row)
        kind = f'{told} nowrap"' if is_short else f'{told}"'
        return f"<th {kind}>{link(row, escape(shown))}</th>" if link else f"<td {kind}>{escape(shown)}</td>"

    return cell


def _leads_on(changes: Any, name: Any, place: int) -> bool:
    links = changes.list_display_links
    first = 1 if changes.list_display[0] == "action_checkbox" else 0
    return False if links is None else name in links if links else place == first


def _checkbox() -> Cell:
    label = gettext("Select this object for an action - {}")

    def cell(row: Any) -> str:
        return format_html(
            '<td class="action-checkbox"><input type="checkbox" name="{}" value="{}" class="action-select"'
            ' aria-label="{}"></td>',
            ACTION_CHECKBOX_NAME, row.pk, format_html(label, row),
        )  # fmt: skip

    return cell


def _text_of(changes: Any, name: Any) -> Callable[[Any], tuple[str, bool]]:
    """Return what gives the text of a row, and whether it stays on one line."""
    empty = changes.model_admin.get_empty_value_display()
    try:
        field = changes.lookup_opts.get_field(name)
    except FieldDoesNotExist:
        return _text_of_call(changes.model_admin, name, empty)
    if isinstance(field, ForeignKey):
        return lambda row: (str(getattr(row, field.name) or empty), True)
    is_short = isinstance(field, (DateField, TimeField))
    return lambda row: (display_for_field(getattr(row, name), field, empty), is_short)


def _text_of_call(desk: Any, name: Any, empty: str) -> Callable[[Any], tuple[str, bool]]:
    method = name if callable(name) else getattr(desk, name, None)
    empty, is_yes_or_no = getattr(method, "empty_value_display", empty), getattr(method, "boolean", False)

    def text(row: Any) -> tuple[str, bool]:
        value = method(row) if method else lookup_field(name, row, desk)[2]
        if isinstance(value, str) and not value.strip():
            value = ""
        return display_for_value(value, empty, is_yes_or_no), isinstance(value, (date, time))

    return text


def _link(changes: Any) -> Callable[[Any, str], str]:
    """Return the function that makes a text lead to the form of its row, and back to the list as it is now."""
    opts = changes.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[PLACE])
    address = add_preserved_filters({"preserved_filters": changes.preserved_filters, "opts": opts}, address)
    before, after = (escape(part) for part in address.split(PLACE, 1))
    key = str(changes.to_field or opts.pk.attname)

    def link(row: Any, shown: str) -> str:
        opener = f' data-popup-opener="{escape(row.serializable_value(key))}"' if changes.is_popup else ""
        return f'<a href="{before}{escape(quote(row.pk))}{after}"{opener}>{shown}</a>'

    return link
