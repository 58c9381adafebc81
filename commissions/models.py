"""Commissions and the people who work in them."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.constraints import ConditionalExclusion
from leader.shared.names import search_field
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from leader.shared.precision import precision_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Person


class CommissionQuerySet(ScopedQuerySet):
    """Questions about many commissions."""

    def alive_on(self, day: date) -> Self:
        """Keep the commissions that are founded and not dissolved on ``day``; an unknown founding is past."""
        founded = Q(founded_on__isnull=True) | Q(founded_on__lte=day)
        return self.filter(founded, Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=day))

    def founded_since(self, day: date) -> Self:
        """Keep the commissions founded on or after ``day``."""
        return self.filter(founded_on__gte=day)


@tracked()
class Commission(Versioned):
    """A commission of the federation: a theme, a purpose, a chair, members of every territory."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True, max_length=5000)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = precision_field()
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    q = search_field("name", "theme")

    objects = CommissionQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="commission_dissolved_after_founded",
                condition=Q(dissolved_on__isnull=True)
                | Q(founded_on__isnull=True)
                | Q(dissolved_on__gte=models.F("founded_on")),
                violation_error_message=_("The commission is dissolved before it is founded."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the commission's page."""
        return reverse("commissions:commission-detail", args=[self.slug])


class CommissionMembershipQuerySet(DatedQuerySet):
    """Questions about who sits in commissions."""

    def by_role(self) -> Self:
        """Order as on a page: the chair, the vice-chairs, then the members by name."""
        role = Case(When(role="chair", then=Value(0)), When(role="vice_chair", then=Value(1)), default=Value(2))
        return self.order_by(role, "person__family_name", "person__given_name", "pk")


@tracked()
class CommissionMembership(models.Model):
    """A person sits in a commission from a day to a day; one at most chairs it at a time."""

    class Role(models.TextChoices):
        """What the person does there."""

        CHAIR = "chair", _("chair")
        VICE_CHAIR = "vice_chair", _("vice-chair")
        MEMBER = "member", _("member")

    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="commission_memberships", verbose_name=_("commission")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="commission_memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = CommissionMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a commission")
        verbose_name_plural = _("members of commissions")
        ordering = ["commission", "-starts_on", "pk"]
        constraints = [
            ends_after_start("commission_membership_ends_after_start"),
            ExclusionConstraint(
                name="commission_membership_one_spell_at_a_time",
                expressions=[
                    ("person", "="),
                    ("commission", "="),
                    (DaysBetween("starts_on", "ends_on"), "&&"),
                ],
                violation_error_message=_("This person sits in this commission already on these days."),
            ),
            ConditionalExclusion(
                name="commission_one_chair_at_a_time",
                expressions=[("commission", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                condition=Q(role="chair"),
                violation_error_message=_("On these days the commission has a chair already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.commission}"
