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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

PLACE = "__key__"  # stands in an address where the key of each row goes
Cell = Callable[[Any], SafeString]


def rows_of(changes: Any) -> SafeString:
    """Return the rows of the page that the list ``changes`` (a ChangeList) shows."""
    columns = [_column(changes, name, place) for place, name in enumerate(changes.list_display)]
    return format_html_join(
        "", "<tr>{}</tr>", ((_joined(cell(row) for cell in columns),) for row in changes.result_list)
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _column(changes: Any, name: Any, place: int) -> Cell:
    """Return the function that writes the cell of a row in the column ``name``."""
    if name == "action_checkbox":
        return _checkbox()
    text = _text_of(changes, name)
    leading = _leading(changes)
    link = _link(changes) if place in leading else None
    tag = "th" if place in leading[:1] else "td"
    wide = f'<{tag} class="field-{_coerce_field_name(name, place)}">{{}}</{tag}>'
    short = wide.replace('">', ' nowrap">', 1)

    def cell(row: Any) -> SafeString:
        shown, is_short = text(row)
        return format_html(short if is_short else wide, link(row, shown) if link else shown)

    return cell


def _leading(changes: Any) -> list[int]:
    """Return the places of the columns that lead to the form of the row; the first of them heads the row."""
    if changes.list_display_links is None:
        return []
    named = [place for place, name in enumerate(changes.list_display) if name in changes.list_display_links]
    return named or [1 if changes.list_display[0] == "action_checkbox" else 0]


def _checkbox() -> Cell:
    label = gettext("Select this object for an action - {}")

    def cell(row: Any) -> SafeString:
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
    method = name if callable(name) else str if name == "__str__" else getattr(desk, name, None)
    empty, is_yes_or_no = getattr(method, "empty_value_display", empty), getattr(method, "boolean", False)

    def text(row: Any) -> tuple[str, bool]:
        value = method(row) if method else lookup_field(name, row, desk)[2]
        if isinstance(value, str) and not value.strip():
            value = ""
        return display_for_value(value, empty, is_yes_or_no), isinstance(value, (date, time))

    return text


def _link(changes: Any) -> Callable[[Any, str], SafeString]:
    """Return the function that makes a text lead to the form of its row, and back to the list as it is now."""
    opts = changes.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[PLACE])
    address = add_preserved_filters({"preserved_filters": changes.preserved_filters, "opts": opts}, address)
    before, after = address.split(PLACE, 1)
    key = str(changes.to_field or opts.pk.attname)

    def link(row: Any, shown: str) -> SafeString:
        opener: Any = ""
        if changes.is_popup:
            opener = format_html(' data-popup-opener="{}"', row.serializable_value(key))
        return format_html('<a href="{}{}{}"{}>{}</a>', before, quote(row.pk), after, opener, shown)

    return link
