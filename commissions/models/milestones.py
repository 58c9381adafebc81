"""What happened to a commission between its founding and its end: it was kept, it was renamed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commissions.models.commissions import Commission
from leader.shared.audit import tracked
from leader.shared.precision import precision_field
from leader.shared.scope import ScopedQuerySet


@tracked()
class CommissionMilestone(models.Model):
    """A commission was renamed, or kept when the commissions were recast; a former address leads to its page."""

    class Kind(models.TextChoices):
        """What happened."""

        KEPT = "kept", _("kept when the commissions were recast")
        RENAMED = "renamed", _("renamed")

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="milestones", verbose_name=_("commission")
    )
    kind = models.CharField(_("what happened"), max_length=7, choices=Kind)
    happened_on = models.DateField(_("day"))
    precision = precision_field()
    former_name = models.CharField(_("former name"), max_length=100, blank=True)
    former_slug = models.SlugField(_("former address"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone of a commission")
        verbose_name_plural = _("milestones of commissions")
        ordering = ["commission", "happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commission_milestone_renamed_from_a_name",
                condition=(Q(kind="renamed") & ~Q(former_name=""))
                | Q(kind="kept", former_name="", former_slug=""),
                violation_error_message=_("A commission that was renamed had a name before, and only then."),
            ),
            models.UniqueConstraint(
                name="commission_milestone_one_former_address",
                fields=["former_slug"],
                condition=~Q(former_slug=""),
                violation_error_message=_("This address leads to another commission already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission} – {self.get_kind_display()}"
