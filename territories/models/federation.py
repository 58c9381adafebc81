"""The federation itself: one row, with what its statutes leave to be set."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.precision import precision_field
from leader.shared.versions import Versioned


@tracked()
class Federation(Versioned):
    """The federation; its one row has the number 1."""

    name = models.CharField(_("name"), max_length=100)
    origin = models.TextField(_("where it comes from"), blank=True)
    audience = models.TextField(_("whom it is for"), blank=True)
    seat = models.CharField(_("seat"), max_length=200, blank=True)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = precision_field()
    bureau_term_years = models.PositiveSmallIntegerField(_("years of a bureau's term"), default=3)
    prospects_target_min = models.PositiveSmallIntegerField(_("pressenties aimed at, at least"), default=20)
    prospects_target_max = models.PositiveSmallIntegerField(_("pressenties aimed at, at most"), default=30)
    election_delay_months = models.PositiveSmallIntegerField(
        _("months from an opening to the election of its bureau"), default=2
    )

    class Meta(Versioned.Meta):
        verbose_name = _("federation")
        verbose_name_plural = _("federation")
        constraints = [
            models.CheckConstraint(
                name="federation_is_one_row",
                condition=Q(pk=1),
                violation_error_message=_("There is one federation only."),
            ),
            models.CheckConstraint(
                name="federation_targets_in_order",
                condition=Q(prospects_target_min__lte=F("prospects_target_max")),
                violation_error_message=_("The lower target is above the higher one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> Self:
        """Return the federation; before it is recorded, one with the usual rules and no facts."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="LeadeR")
