"""Staff look at the site as a lead does: who, as whom, from when until when."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models.territories import Territory

LASTS = timedelta(hours=1)  # at most: a screen left open shows nothing as somebody else the next day


class _MomentsBetween(Func):
    """The moments from the first to the last, the last one left out: one may begin as another ends."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ShadowingQuerySet(ScopedQuerySet):
    """Questions about who looked as whom."""

    def running_at(self, moment: datetime) -> Self:
        """Keep those that run at ``moment``."""
        return self.filter(started_at__lte=moment, ends_at__gt=moment)


@tracked()
class Shadowing(models.Model):
    """Somebody of the staff sees the site as a lead does, reads and changes nothing; it ends by itself."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who looked")
    )
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("as whom"))
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="shadowings", verbose_name=_("territory")
    )
    started_at = models.DateTimeField(_("began at"))
    ends_at = models.DateTimeField(_("ended at"))

    objects = ShadowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("look as a lead")
        verbose_name_plural = _("looks as a lead")
        ordering = ["-started_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="shadowing_is_of_somebody_else",
                condition=~Q(staff=F("lead")),
                violation_error_message=_("Nobody looks as themselves."),
            ),
            models.CheckConstraint(
                name="shadowing_is_short",
                condition=Q(ends_at__gte=F("started_at"), ends_at__lte=F("started_at") + LASTS),
                violation_error_message=_("One looks as a lead for an hour at most."),
            ),
            ExclusionConstraint(
                name="shadowing_one_at_a_time",
                expressions=[("staff", "="), (_MomentsBetween("started_at", "ends_at"), "&&")],
                violation_error_message=_("You look as another lead already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.lead}"

    def end(self, *, at: datetime) -> bool:
        """End it ``at`` a moment; False when it had ended before."""
        return bool(Shadowing.objects.filter(pk=self.pk, ends_at__gt=at).update(ends_at=at))
