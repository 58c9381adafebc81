"""Memberships: one row a period, never extended in place, so that gaps stay visible."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.periods import (
    DatedQuerySet,
    DaysAfter,
    DaysBetween,
    covering_day,
    ends_after_start,
    last_day_covered,
)
from members.models import categories
from members.models.companies import Company
from members.models.first_periods import marks_of_the_first

MOST_DAYS_OF_GRACE = 366
LATEST = date(2299, 12, 31)  # imports read years until 2200; after 9999, Python reads no day of grace
CAME_TO_TERM = ("", "term")


class MembershipQuerySet(DatedQuerySet):
    """Questions about many memberships. ``running_on`` asks for the period proper, ``covering_on`` for rights."""

    def covering_on(self, day: date) -> Self:
        """Keep those that give rights on ``day``: the period runs, or its days of grace do."""
        return self.filter(covering_day(day))

    def lasting_on(self, day: date) -> Self:
        """Keep those that give rights on ``day``, or will."""
        return self.filter(Q(covered_until__isnull=True) | Q(covered_until__gte=day))

    def last_of_their_company(self) -> Self:
        """Keep those that no later one of the company follows."""
        later = Membership.objects.filter(company=OuterRef("company"), starts_on__gt=OuterRef("starts_on"))
        return self.filter(~Exists(later))


@tracked(exclude=["is_first"])
class Membership(models.Model):
    """A company's membership from a day to a day, both included.

    The days of grace are those that the federation gave when the period was made. They prolong the rights
    (``covered_until``), never the period: figures count the period, and the next one begins the day after it.
    """

    Category = categories.Category

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
    grace_days = models.PositiveSmallIntegerField(
        _("days of grace"), default=0, validators=[MaxValueValidator(MOST_DAYS_OF_GRACE)],
        help_text=_("How long the rights last beyond the last day, unless the company left."),
    )  # fmt: skip
    covered_until = models.GeneratedField(
        expression=DaysAfter("ends_on", "grace_days"),
        output_field=models.DateField(_("rights until"), null=True),
        db_persist=True,
    )
    ending = models.CharField(_("how it ended"), max_length=12, choices=Ending, blank=True)
    ending_reason = models.TextField(_("why it ended"), blank=True, max_length=1000)
    # The database tells.
    is_first = models.BooleanField(_("first of the company"), db_default=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["company", "-starts_on"]
        indexes = [
            # What a company is on a day is read from this index alone, rights as well as the period.
            models.Index(
                fields=["company", "starts_on", "ends_on"], include=["covered_until"], name="membership_by_company"
            ),
            # Who is a member on a day, of all companies, from this one.
            models.Index(
                last_day_covered(), "starts_on", "company", include=["covered_until"], name="membership_covering"
            ),
            models.Index(fields=["ends_on", "id"], condition=Q(ending=""), name="membership_by_last_day"),
            models.Index(
                fields=["starts_on", "company"], condition=Q(is_first=True), name="membership_by_arrival"
            ),
        ]
        triggers = marks_of_the_first()
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.CheckConstraint(
                name="membership_days_are_within_reach",
                condition=Q(starts_on__lte=LATEST) & (Q(ends_on__isnull=True) | Q(ends_on__lte=LATEST)),
                violation_error_message=_("A membership begins and ends before the year 2300."),
            ),
            models.CheckConstraint(
                name="membership_ending_has_a_day",
                condition=Q(ending="") | Q(ends_on__isnull=False),
                violation_error_message=_("What ended has a last day."),
            ),
            models.CheckConstraint(
                name="membership_grace_is_bounded",
                condition=Q(grace_days__lte=MOST_DAYS_OF_GRACE),
                violation_error_message=_("The days of grace are a year at most."),
            ),
            ExclusionConstraint(
                name="membership_one_at_a_time_for_a_company",
                expressions=[("company", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                violation_error_message=_("This company is a member already on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.starts_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; whoever left has no rights left from the grace of an earlier period either."""
        super().save(*args, **kwargs)
        if self.has_left:
            earlier = Membership.objects.filter(company=self.company_id, starts_on__lt=self.starts_on)
            earlier.filter(covered_until__gte=self.starts_on).update(grace_days=0)

    def clean(self) -> None:
        """Take the days of grace from whoever leaves."""
        if self.has_left and not Membership.objects.filter(pk=self.pk, ending=self.ending).exists():
            self.grace_days = 0

    @property
    def has_left(self) -> bool:
        """Tell whether the membership ended otherwise than by coming to its term."""
        return self.ending not in CAME_TO_TERM

    @property
    def meaning(self) -> categories.Meaning:
        """Return what the category gives."""
        return categories.MEANINGS[categories.Category(self.category)]
