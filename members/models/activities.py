"""The French nomenclature of activities, in its two versions: NAF rév. 2 and, from 2027, NAF 2025."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivitySection(models.Model):
    """A section of NAF rév. 2: a letter from A to U."""

    code = models.CharField(_("code"), max_length=1, primary_key=True)
    label = models.CharField(_("label"), max_length=200)

    class Meta:
        verbose_name = _("NAF section")
        verbose_name_plural = _("NAF sections")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} – {self.label}"


class Activity(models.Model):
    """An activity of NAF rév. 2, such as 62.01Z; its last letter tells the nomenclature."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    label = models.CharField(_("label"), max_length=250)
    section = models.ForeignKey(
        ActivitySection, models.PROTECT, related_name="activities", verbose_name=_("section")
    )

    class Meta:
        verbose_name = _("activity (NAF)")
        verbose_name_plural = _("activities (NAF)")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} – {self.label}"
