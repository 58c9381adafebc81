"""Commissions, initiatives and working groups: a theme, a purpose, how one joins."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.names import search_field
from leader.shared.precision import precision_field
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from territories.models import Territory


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
    """Where members work together on a theme; no territory means the whole federation.

    It is dissolved, never erased. One that was merged names the commission that goes on in its place.
    """

    class Kind(models.TextChoices):
        """What it is called."""

        COMMISSION = "commission", _("commission")
        INITIATIVE = "initiative", _("initiative")
        WORKING_GROUP = "working_group", _("working group")

    class Joining(models.TextChoices):
        """What happens when a member wants to join."""

        OPEN = "open", _("members join at once")
        ASK = "ask", _("members ask, the chair answers")
        INVITED = "invited", _("members join when they are invited")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.COMMISSION)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="commissions", null=True, blank=True,
        verbose_name=_("territory"), help_text=_("None: the whole federation."),
    )  # fmt: skip
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True, max_length=5000)
    joining = models.CharField(_("joining"), max_length=7, choices=Joining, default=Joining.ASK)
    seat_limit = models.PositiveSmallIntegerField(
        _("seats at most"), null=True, blank=True, help_text=_("None: no limit.")
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = precision_field()
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="absorbed", null=True, blank=True, verbose_name=_("merged into")
    )
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
                | Q(dissolved_on__gte=F("founded_on")),
                violation_error_message=_("The commission is dissolved before it is founded."),
            ),
            models.CheckConstraint(
                name="commission_merged_is_dissolved",
                condition=Q(merged_into__isnull=True) | (Q(dissolved_on__isnull=False) & ~Q(merged_into=F("id"))),
                violation_error_message=_(
                    "A merged commission is dissolved, and another one goes on in its place."
                ),
            ),
            models.CheckConstraint(
                name="commission_has_a_seat",
                condition=Q(seat_limit__isnull=True) | Q(seat_limit__gte=1),
                violation_error_message=_("A commission has one seat at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a limit below the number of those who sit there: nobody is sent away by a number."""
        super().clean()
        if self.pk and self.seat_limit is not None and self.seat_limit < (taken := self.seats_taken()):
            said = _("%(count)s people sit there already: the limit cannot be lower.")
            raise ValidationError({"seat_limit": ValidationError(said, code="taken", params={"count": taken})})

    def get_absolute_url(self) -> str:
        """Return the address of the commission's page."""
        return reverse("commissions:commission-detail", args=[self.slug])

    def is_alive_on(self, day: date) -> bool:
        """Tell whether it is founded and not dissolved on ``day``."""
        return (self.founded_on or day) <= day <= (self.dissolved_on or day)

    def seats_taken(self) -> int:
        """Return how many sit there today."""
        return int(self.commission_memberships.running_on(timezone.localdate()).count())

    def is_full(self) -> bool:
        """Tell whether no seat is free today."""
        return self.seat_limit is not None and self.seats_taken() >= self.seat_limit
