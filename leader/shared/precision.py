"""Days known only to the month or the year, as the press gives them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How much of a date is known; the date itself then holds the last day that fits."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    AT_LATEST = "latest", _("at the latest")


def precision_field() -> models.CharField:
    """Return the field that says how exact the date beside it is."""
    return models.CharField(_("precision"), max_length=6, choices=Precision, default=Precision.DAY)
