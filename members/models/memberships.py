"""Memberships: one row a period, never extended in place, so that gaps stay visible."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from members.models.companies import Company


@tracked()
class Membership(models.Model):
    """A company's membership from a day to a day, both included."""

    class Category(models.TextChoices):
        """As what the company belongs to the federation."""

        MEMBER = "member", _("member")
        PARTNER = "partner", _("partner")
        HONORARY = "honorary", _("honorary member")
        SUBSIDIARY = "subsidiary", _("subsidiary")
        INSTITUTION = "institution", _("institution")

    class Ending(models.TextChoices):
        """How a membership ended."""

        TERM = "term", _("end of the period")
        RESIGNATION = "resignation", _("resignation")
        EXCLUSION = "exclusion", _("exclusion")
        CLOSURE = "closure", _("the company closed")
        OTHER = "other", _("other")

    company = models.ForeignKey(Company, models.PROTECT, related_name="memberships", verbose_name=_("company"))
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=12, choices=Ending, blank=True)
    ending_reason = models.TextField(_("why it ended"), blank=True, max_length=1000)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["company", "-starts_on"]
        indexes = [models.Index(fields=["company", "starts_on", "ends_on"], name="membership_by_company")]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            ExclusionConstraint(
                name="membership_one_at_a_time_for_a_company",
                expressions=[("company", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                violation_error_message=_("This company is a member already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.starts_on:%d/%m/%Y}"
