"""INSEE's other nomenclatures, from the lists that a user downloads: a code and what it means.

Companies keep the bare codes: a list may be loaded after them, or never.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The last letter tells the nomenclature: NAF rév. 2 ends with A to F or Z.
NAF_2025 = r"^[0-9][0-9]\.[0-9][0-9][G-LY]$"


class Nomenclature(models.Model):
    """A list of codes with their labels."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    label = models.CharField(_("label"), max_length=250)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} – {self.label}"


class Activity2025(Nomenclature):
    """An activity of NAF 2025, in force from 2027, such as 62.10Y; ``section`` is a letter from A to V."""

    section = models.CharField(_("section"), max_length=1)

    class Meta(Nomenclature.Meta):
        verbose_name = _("activity (NAF 2025)")
        verbose_name_plural = _("activities (NAF 2025)")


class LegalCategory(Nomenclature):
    """A legal category, such as 5710 (SAS); one or two digits are the levels above."""

    class Meta(Nomenclature.Meta):
        verbose_name = _("legal category")
        verbose_name_plural = _("legal categories")


class StaffBand(Nomenclature):
    """A band of staff: ``at_least`` and ``at_most`` employees; the last has no upper end, NN neither."""

    at_least = models.PositiveIntegerField(_("at least"), null=True, blank=True)
    at_most = models.PositiveIntegerField(_("at most"), null=True, blank=True)

    class Meta(Nomenclature.Meta):
        verbose_name = _("band of staff")
        verbose_name_plural = _("bands of staff")
