"""What templates need to show people, days and lists of pages."""

from datetime import date
from typing import Any

from babel import Locale
from django import template
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leader.shared.precision import Precision

register = template.Library()

A_FEW_MONTHS = 90  # days: nearer than that one counts the days
A_FEW_YEARS = 730  # days: nearer than that one counts the months


@register.filter
def initials(name: object) -> str:
    """Return the initials of the first and the last word of ``name``, for an avatar."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def known_as(day: date | None, precision: str = Precision.DAY) -> str:
    """Return ``day`` as exactly as it is known: to the day, the month, the year, or at the latest."""
    if day is None:
        return ""
    if precision == Precision.MONTH:
        return format_date(day, "F Y")
    if precision == Precision.YEAR:
        return format_date(day, "Y")
    shown = format_date(day, "j F Y")
    return _("%(day)s at the latest") % {"day": shown} if precision == Precision.AT_LATEST else shown


@register.filter
def days_until(day: date | None) -> int | None:
    """Return the number of days from today to ``day``; below zero once it has passed."""
    return None if day is None else (day - timezone.localdate()).days


@register.filter
def days_since(day: date | None) -> int | None:
    """Return the number of days from ``day`` to today."""
    return None if day is None else (timezone.localdate() - day).days


@register.filter
def span(day: date | None) -> str:
    """Return how far ``day`` is from today, either way, in the unit one would say: days, months or years."""
    if day is None:
        return ""
    days = abs((day - timezone.localdate()).days)
    if days < A_FEW_MONTHS:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < A_FEW_YEARS:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}


@register.filter
def country_name(code: str) -> str:
    """Return the name of the country ``code`` (two letters of ISO 3166) in the reader's language."""
    names = Locale.parse(get_language() or "fr", sep="-").territories
    return str(names.get(code.upper(), code))


@register.filter
def page_numbers(page: Any) -> list[Any]:
    """Return the numbers of pages to link around ``page`` (a Page), with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
