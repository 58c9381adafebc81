"""Days as people say them."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext

from leader.shared.precision import Precision

register = template.Library()


@register.filter
def told(day: date | None, precision: str = Precision.DAY) -> str:
    """Return ``day`` as exactly as it is known: "21 avril 2017", "avril 2017", "2017"."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return str(day.year)
    if precision == Precision.MONTH:
        return date_format(day, "F Y")
    if precision == Precision.AT_LATEST:
        return gettext("%(day)s at the latest") % {"day": date_format(day, "j F Y")}
    return date_format(day, "j F Y")
