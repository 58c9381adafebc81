"""What a territory goes on from: another one that was merged into it or split, or an association that it was."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models.territories import Territory


@tracked()
class Succession(models.Model):
    """One territory goes on from another, or from an association outside; ``companies`` counts who followed."""

    class Kind(models.TextChoices):
        """How it goes on."""

        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")
        CONVERTED = "converted", _("association converted")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    predecessor = models.ForeignKey(
        Territory, models.PROTECT, related_name="successions", null=True, blank=True,
        verbose_name=_("territory before"),
    )  # fmt: skip
    predecessor_name = models.CharField(_("name of the predecessor"), max_length=150, blank=True)
    successor = models.ForeignKey(
        Territory, models.PROTECT, related_name="predecessions", verbose_name=_("territory after")
    )
    happened_on = models.DateField(_("from"))
    reason = models.CharField(_("reason"), max_length=300)
    companies = models.PositiveIntegerField(_("companies that followed"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession of territories")
        verbose_name_plural = _("successions of territories")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="succession_has_one_predecessor",
                condition=(Q(kind="converted", predecessor__isnull=True) & ~Q(predecessor_name=""))
                | (~Q(kind="converted") & Q(predecessor__isnull=False, predecessor_name="")),
                violation_error_message=_("Name the territory, or the association, that was there before."),
            ),
            models.CheckConstraint(
                name="succession_of_two_territories",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("successor")),
                violation_error_message=_("A territory does not go on from itself."),
            ),
            models.UniqueConstraint(
                name="succession_merged_once",
                fields=["predecessor"],
                condition=Q(kind="merged"),
                violation_error_message=_("This territory was merged already."),
            ),
            models.UniqueConstraint(
                name="succession_split_once_into_each",
                fields=["predecessor", "successor"],
                condition=Q(kind="split"),
                violation_error_message=_("This territory was split into that one already."),
            ),
            models.UniqueConstraint(
                name="succession_converted_once",
                fields=["successor"],
                condition=Q(kind="converted"),
                violation_error_message=_("The conversion of this territory is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor or self.predecessor_name} → {self.successor}"
