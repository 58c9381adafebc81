"""The federation itself: one row, with what its statutes leave to be set."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.precision import precision_field
from leader.shared.versions import Versioned
from territories.models.lead_rights import EVERY_RIGHT, LeadRight, every_right
from territories.terms import Terms


@tracked()
class Federation(Versioned):
    """The federation; its one row has the number 1."""

    class Period(models.TextChoices):
        """How long a membership lasts."""

        CALENDAR = "calendar", _("calendar year")
        ROLLING = "rolling", _("twelve months from joining")

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

    membership_period = models.CharField(
        _("period of a membership"), max_length=8, choices=Period, default=Period.CALENDAR
    )
    late_joining_from_month = models.PositiveSmallIntegerField(
        _("late joining from month"), null=True, blank=True,
        help_text=_(
            "Calendar year: whoever joins from this month on (1 to 12) is a member until the end of the next year."
            " Empty: until the end of the year in any case."
        ),
    )  # fmt: skip
    renewal_opens_days = models.PositiveSmallIntegerField(_("renewal opens, days before the end"), default=60)
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=60,
        help_text=_("How long a company keeps its rights after the end; counts for the periods made from now on."),
    )  # fmt: skip

    lead_rights = ArrayField(
        models.CharField(max_length=8, choices=LeadRight), verbose_name=_("rights of the leads"),
        default=every_right, db_default=EVERY_RIGHT, blank=True,
    )  # fmt: skip

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
                name="federation_gives_known_rights",
                condition=Q(lead_rights__contained_by=EVERY_RIGHT),
                violation_error_message=_("Leads have the rights of the list and no other."),
            ),
            models.CheckConstraint(
                name="federation_targets_in_order",
                condition=Q(prospects_target_min__lte=F("prospects_target_max")),
                violation_error_message=_("The lower target is above the higher one."),
            ),
            models.CheckConstraint(
                name="federation_late_joining_is_a_month",
                condition=Q(late_joining_from_month__isnull=True) | Q(late_joining_from_month__range=(1, 12)),
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                name="federation_renewal_within_a_year",
                condition=Q(renewal_opens_days__range=(1, 366), grace_days__lte=366),
                violation_error_message=_(
                    "Renewal opens 1 to 366 days before the end; grace is 366 days at most."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """Return how long memberships last, as the federation has set it."""
        return Terms(
            is_calendar=self.membership_period == self.Period.CALENDAR,
            late_from_month=self.late_joining_from_month,
            opens_days=self.renewal_opens_days,
            grace_days=self.grace_days,
        )

    @classmethod
    def load(cls) -> Self:
        """Return the federation; before it is recorded, one with the usual rules and no facts."""
        return cls.objects.filter(pk=1).first() or cls(pk=1, name="LeadeR")
