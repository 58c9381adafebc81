"""Affiliations: which company belongs to which territory, from day to day."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.constraints import ConditionalExclusion
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from members.models import Company
from territories.models.territories import Territory


@tracked()
class Affiliation(models.Model):
    """A company belongs to a territory from a day to a day.

    One territory at a time is its home, for dues and vote; others are secondary.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="affiliations", verbose_name=_("company"))
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="affiliations", verbose_name=_("territory")
    )
    is_home = models.BooleanField(_("home territory"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    # When two companies are merged and both are at home on a day, being the home is given up, not the day.
    gives_way: ClassVar = {"affiliation_one_home_at_a_time": {"is_home": False}}

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["company", "-starts_on"]
        indexes = [
            # Which companies are a territory's is read from this index alone.
            models.Index(
                fields=["territory", "company"], include=["starts_on", "ends_on"], name="affiliation_by_territory"
            )
        ]
        constraints = [
            ends_after_start("affiliation_ends_after_start"),
            ConditionalExclusion(
                name="affiliation_one_home_at_a_time",
                expressions=[("company", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                condition=Q(is_home=True),
                violation_error_message=_("On these days the company has another home territory."),
            ),
            ExclusionConstraint(
                name="affiliation_once_a_territory",
                expressions=[
                    ("company", "="),
                    ("territory", "="),
                    (DaysBetween("starts_on", "ends_on"), "&&"),
                ],
                violation_error_message=_("The company belongs to this territory already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.territory}"
